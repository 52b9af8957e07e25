package guessing_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/guessing"
	"dwell/event"
	"dwell/finding"
)

var begin = time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)

// logons is made-up evidence.
type logons struct{ event.Batch }

func (l *logons) add(src string, after time.Duration, success event.Truth, attempts int) {
	n := int64(len(l.Logons))
	l.Logons = append(l.Logons, event.Logon{
		Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: event.Ref{File: 1, Offset: 100 * n, Length: 99}, UID: fmt.Sprint("C", n),
		Endpoints: event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr("10.1.1.20"), SrcPort: 50000, DstPort: 22}, Method: "ssh", Success: success, Attempts: attempts,
	})
}

// tries are n failures, one every few seconds.
func (l *logons) tries(src string, from time.Duration, n int) {
	for i := range n {
		l.add(src, from+time.Duration(i)*3*time.Second, event.TruthNo, 1)
	}
}

func view() detect.View { return detect.View{Estate: detecttest.Estate("10.0.0.0/8")} }

func investigate(t *testing.T, l *logons) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, guessing.Spec(), view(), []event.Batch{l.Batch})
}

func TestGuessesAreFound(t *testing.T) {
	var l logons
	l.tries("10.1.5.31", 0, 140)
	in := len(l.Logons)
	l.add("10.1.5.31", 10*time.Minute, event.TruthYes, 1)
	found := investigate(t, &l)
	if len(found) != 1 || found[0].Severity < finding.High || found[0].Tactic != finding.CredentialAccess || found[0].Measures["failed"] != int64(140) {
		t.Fatalf("%v", found)
	}
	for _, r := range found[0].Refs {
		if r == l.Logons[in].Ref {
			return
		}
	}
	t.Errorf("the logon that fitted is not among %v", found[0].Refs)
}

func TestWhatIsNoGuessing(t *testing.T) {
	for what, make := range map[string]func(*logons){
		"a mistyped password": func(l *logons) {
			l.tries("10.1.5.31", 0, 4)
			l.add("10.1.5.31", time.Minute, event.TruthYes, 1)
		},
		"the Internet at the door": func(l *logons) { l.tries("198.51.100.4", 0, 5000) },
	} {
		var l logons
		make(&l)
		if found := investigate(t, &l); len(found) != 0 {
			t.Errorf("%s: %v", what, found)
		}
	}
}

func TestAnOldPasswordInAJobIsLow(t *testing.T) {
	var l logons
	for day := range 10 {
		l.tries("10.1.5.31", time.Duration(day)*24*time.Hour, 12)
	}
	if found := investigate(t, &l); len(found) > 1 || len(found) == 1 && found[0].Severity > finding.Low {
		t.Errorf("%v", found)
	}
}

func TestGuessesFromOutsideThatFitAreFound(t *testing.T) {
	var l logons
	l.tries("198.51.100.4", 0, 5000)
	l.add("198.51.100.4", 5*time.Hour, event.TruthYes, 3)
	if found := investigate(t, &l); len(found) != 1 || found[0].Severity < finding.High {
		t.Errorf("%v", found)
	}
}

func TestLaw(t *testing.T) {
	var l logons
	for i := range 6 {
		src := fmt.Sprintf("10.1.5.%d", 30+i)
		l.tries(src, time.Duration(i)*time.Hour, 20+9*i)
		if i%2 == 0 {
			l.add(src, time.Duration(i+1)*time.Hour, event.TruthYes, 1+i)
		}
	}
	detecttest.Law(t, guessing.Spec(), detect.Config{}, view(), []event.Batch{l.Batch})
	detecttest.Law(t, guessing.Spec(), detect.Config{MaxKeys: 24}, view(), []event.Batch{l.Batch})
}

func BenchmarkObserve(b *testing.B) {
	var l logons
	for i := range 50 {
		l.tries(fmt.Sprintf("10.1.%d.%d", i/10, i), 0, 100)
	}
	d := guessing.New(detect.Config{})
	for b.Loop() {
		d.Observe(&l.Batch)
	}
	b.ReportMetric(float64(len(l.Logons)*b.N)/b.Elapsed().Seconds(), "logons/s")
}
