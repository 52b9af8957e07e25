package genmail

import (
	"bytes"
	"io"
	"testing"
	"time"

	"dwell/internal/impostor"
)

func TestTheMailOfACompany(t *testing.T) {
	senders := make(map[string]int)
	var last time.Time
	n := 0
	err := Each(Usual(3000), func(m *Mail) error {
		n++
		l := impostor.Parse(m.Raw)
		if _, address := l.Author(); address != m.From {
			t.Fatalf("From %q, want %q", address, m.From)
		}
		if l.Value("date") == "" || m.ID == "" || m.At.Before(last) {
			t.Fatalf("no date, identity or order: %s %q", m.At, m.ID)
		}
		last = m.At
		senders[m.From]++
		return nil
	})
	if err != nil || n != 3000 {
		t.Fatalf("%d mails, %v", n, err)
	}
	often := 0
	for _, mails := range senders {
		if mails >= 20 {
			often++
		}
	}
	if len(senders) < 40 || often < 20 {
		t.Errorf("%d senders, %d often", len(senders), often)
	}
}

func TestSameSettingsSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []io.Writer{&a, &b} {
		if err := Write(w, Usual(500)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("differ")
	}
}

func BenchmarkWrite(b *testing.B) {
	c := Usual(2000)
	for b.Loop() {
		if err := Write(io.Discard, c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(c.Mails)*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
