package spearphish

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
)

// office is the mail of many people over some months: each with habits of his own.
func office(people, mails int) []event.Mail {
	box := &mailbox{}
	for i := range mails {
		p := i % people
		w := writer{fmt.Sprintf("Jane Doe%c", 'a'+p%20), fmt.Sprintf("user%d@firm%d.example", p, p%40), []string{"Thunderbird 45.1", "Outlook 16.0", "", "mutt 1.9"}[p%4],
			fmt.Sprintf("mx.firm%d.example", p%40), fmt.Sprintf("192.0.2.%d", p%200), "dmarc=pass", time.UTC}
		box.write(w, time.Duration(i)*time.Minute, func(m *event.Mail) {
			m.Text = "Dear colleague,\n\n" + strings.Repeat("We met last week and agreed on the following points.\n", 60) + "\nBest regards,\nJane\n"
			for _, h := range []string{"Received", "Received", "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "User-Agent"} {
				m.Headers = append(m.Headers, event.Header{Name: h, Value: "from mx.example.org by mx.example.com with ESMTPS id 0123456789; Mon, 2 May 2016 10:00:00 +0000"})
			}
		})
	}
	return box.mails
}

// BenchmarkMails measures reading and judging together: what one mail costs in all.
func BenchmarkMails(b *testing.B) {
	mails := office(500, 20_000)
	batch := event.Batch{Mails: mails}
	for b.Loop() {
		d := New(detect.Config{})
		d.Observe(&batch)
		if _, err := d.Findings(detect.View{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

// What is kept of a mail, profiles and all, stays near a kilobyte, so that a million
// mails fit in a gigabyte.
func TestMemoryOfMails(t *testing.T) {
	const count, most = 20_000, 1200 // bytes a mail
	batch := event.Batch{Mails: office(500, count)}
	grown := detecttest.Growth(t, func() any {
		d := New(detect.Config{})
		d.Observe(&batch)
		return d
	})
	if perMail := grown / count; perMail > most {
		t.Errorf("%.0f bytes a mail", perMail)
	} else {
		t.Logf("%.0f bytes a mail", perMail)
	}
	runtime.KeepAlive(&batch)
}
