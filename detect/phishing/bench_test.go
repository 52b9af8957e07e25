package phishing

import (
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
)

// Real mails of the kinds, one after the other: what one costs on average is the inverse.
func BenchmarkObserve(b *testing.B) {
	for name, pattern := range map[string]string{"phishing": "phishing/*.eml", "ham": "ham/*.eml", "history": "history/*.mbox"} {
		b.Run(name, func(b *testing.B) {
			mails := realdata.Mails(b, mail.New(), pattern)
			d := New(detect.Config{})
			b.ResetTimer()
			for b.Loop() {
				for i := range mails {
					d.Observe(&event.Batch{Mails: mails[i : i+1]})
				}
			}
			b.ReportMetric(float64(len(mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
			b.ReportMetric(b.Elapsed().Seconds()*1e6/(float64(len(mails))*float64(b.N)), "µs/mail")
		})
	}
}

// What a run of a company's mail adds to every worker.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(detect.Config{})
	}
}
