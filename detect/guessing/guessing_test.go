package guessing_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/guessing"
	"dwell/event"
	"dwell/finding"
)

const (
	day        = 24 * time.Hour
	desk       = "10.1.5.31" // somebody's machine
	server     = "10.1.1.20"
	controller = "10.1.1.2"
	failed     = event.TruthNo
	fitted     = event.TruthYes
)

var begin = time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)

// logons is made-up evidence.
type logons struct{ event.Batch }

func ends(src, dst string, port uint16) event.Endpoints {
	return event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), SrcPort: 50000, DstPort: port}
}

func (l *logons) record() (event.Ref, string) {
	n := int64(len(l.Logons) + len(l.Connections))
	return event.Ref{File: 1, Offset: 100 * n, Length: 99}, fmt.Sprint("C", n)
}

// ssh is one logon to the server; its record names no account.
func (l *logons) ssh(src string, after time.Duration, success event.Truth, attempts int) {
	ref, uid := l.record()
	l.Logons = append(l.Logons, event.Logon{Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: ref, UID: uid,
		Endpoints: ends(src, server, 22), Method: "ssh", Success: success, Attempts: attempts})
}

// tries are n failures, one every few seconds.
func (l *logons) tries(src string, from time.Duration, n int) {
	for i := range n {
		l.ssh(src, from+time.Duration(i)*3*time.Second, failed, 1)
	}
}

// kerberos is what a domain controller answered; reason "" is a ticket.
func (l *logons) kerberos(src string, after time.Duration, account, reason string) {
	ref, uid := l.record()
	success := fitted
	switch reason {
	case "":
	case "KDC_ERR_PREAUTH_REQUIRED":
		success = event.TruthUnknown
	default:
		success = failed
	}
	l.Logons = append(l.Logons, event.Logon{Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: ref, UID: uid,
		Endpoints: ends(src, controller, 88), Method: "kerberos-as", Account: account, Domain: "EXAMPLE.COM", Success: success, Failure: reason})
}

func (l *logons) ntlm(src, dst string, after time.Duration, account string, success event.Truth) {
	ref, uid := l.record()
	l.Logons = append(l.Logons, event.Logon{Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: ref, UID: uid,
		Endpoints: ends(src, dst, 445), Method: "ntlm", Account: account, Success: success})
}

func (l *logons) rdp(src, dst string, after, duration time.Duration, out, in int64) {
	ref, uid := l.record()
	l.Connections = append(l.Connections, event.Connection{Time: event.At(begin.Add(after), event.PrecisionMicro), Ref: ref, UID: uid, State: "SF",
		Endpoints: ends(src, dst, 3389), Transport: event.TransportTCP, Duration: duration, SrcBytes: out, DstBytes: in})
}

func view() detect.View { return detect.View{Estate: detecttest.Estate("10.0.0.0/8")} }

func (l *logons) findings(t *testing.T) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, guessing.Spec(), view(), []event.Batch{l.Batch})
}

func TestGuessesAreFound(t *testing.T) {
	var l logons
	l.tries(desk, 0, 140)
	in := len(l.Logons)
	l.ssh(desk, 10*time.Minute, fitted, 1)
	found := l.findings(t)
	if len(found) != 1 || found[0].Severity < finding.High || found[0].Tactic != finding.CredentialAccess || found[0].Measures["failed"] != int64(140) {
		t.Fatalf("%v", found)
	}
	if !slices.Contains(found[0].Refs, l.Logons[in].Ref) {
		t.Errorf("the logon that fitted is not among %v", found[0].Refs)
	}
}

// One machine that guesses on a hundred others is one finding.
func TestGuessesOnManyMachinesAreOneFinding(t *testing.T) {
	var l logons
	for i := range 100 {
		l.ntlm(desk, fmt.Sprintf("10.1.6.%d", 1+i), time.Duration(i)*time.Second, "administrator", failed)
	}
	l.ntlm(desk, "10.1.6.77", time.Hour, "administrator", fitted)
	found := l.findings(t)
	if len(found) != 1 || found[0].Severity < finding.High || found[0].Measures["targets"] != int64(100) || !strings.Contains(found[0].Sentence, "administrator got in") {
		t.Fatalf("%v", found)
	}
}

// Password spraying: one password, every account, so that none is locked.
func TestSprayingIsFound(t *testing.T) {
	var l logons
	for i := range 60 {
		l.kerberos(desk, time.Duration(i)*10*time.Second, fmt.Sprint("user", i), "KDC_ERR_PREAUTH_FAILED")
	}
	l.kerberos(desk, time.Hour, "user31", "")
	found := l.findings(t)
	if len(found) != 1 || found[0].Severity < finding.High || found[0].Technique != "T1110.003" || found[0].Measures["accounts"] != int64(60) {
		t.Fatalf("%v", found)
	}
	if !strings.Contains(found[0].Sentence, "user31 got in") || !slices.Contains(found[0].Values(finding.Object), "user31") {
		t.Error(found[0].Sentence)
	}
}

// Two accounts an hour for a month: no day stands out.
func TestPatientSprayingIsFound(t *testing.T) {
	var l logons
	for i := range 600 {
		l.kerberos(desk, time.Duration(i)*30*time.Minute, fmt.Sprint("user", i%120), "KDC_ERR_PREAUTH_FAILED")
	}
	if found := l.findings(t); len(found) != 1 || found[0].Severity < finding.Medium {
		t.Errorf("%v", found)
	}
}

// Names that do not exist are tried to learn which do.
func TestUnknownNamesWeigh(t *testing.T) {
	var l logons
	for i := range 40 {
		l.kerberos(desk, time.Duration(i)*time.Second, fmt.Sprint("guess", i), "KDC_ERR_C_PRINCIPAL_UNKNOWN")
	}
	if found := l.findings(t); len(found) != 1 || found[0].Severity < finding.High {
		t.Errorf("%v", found)
	}
}

// RDP says nothing of passwords; connections that end when one was sent do.
func TestManyShortRemoteDesktopsAreGuesses(t *testing.T) {
	var l logons
	for i := range 200 {
		l.rdp(desk, server, time.Duration(i)*5*time.Second, 2*time.Second, 2600, 1900)
	}
	l.rdp(desk, server, time.Hour, 20*time.Minute, 300_000, 4_000_000)
	if found := l.findings(t); len(found) != 1 || found[0].Severity < finding.Medium || found[0].Measures["failed"] != int64(200) {
		t.Errorf("%v", found)
	}
}

func TestWhatIsNoGuessing(t *testing.T) {
	for what, make := range map[string]func(*logons){
		"a mistyped password": func(l *logons) {
			l.tries(desk, 0, 4)
			l.ssh(desk, time.Minute, fitted, 1)
		},
		"the Internet at the door": func(l *logons) {
			for i := range 50 {
				l.tries(fmt.Sprintf("198.51.100.%d", i), 0, 100)
			}
		},
		"the demand for proof that every logon begins with": func(l *logons) {
			for i := range 300 {
				l.kerberos(desk, time.Duration(i)*time.Hour, "user1", "KDC_ERR_PREAUTH_REQUIRED")
				l.kerberos(desk, time.Duration(i)*time.Hour+time.Second, "user1", "")
			}
		},
		"clocks that differ, passwords that are out of date": func(l *logons) {
			for i := range 300 {
				l.kerberos(desk, time.Duration(i)*time.Second, fmt.Sprint("user", i%30), "KRB_AP_ERR_SKEW")
				l.kerberos(desk, time.Duration(i)*time.Second, fmt.Sprint("user", i%30), "KDC_ERR_KEY_EXPIRED")
			}
		},
		"a gateway on which everybody mistypes now and then": func(l *logons) {
			for i := range 900 {
				account := fmt.Sprint("user", i%90)
				if i%9 == 0 {
					l.ntlm("10.1.1.30", controller, time.Duration(i)*20*time.Minute, account, failed)
				}
				l.ntlm("10.1.1.30", controller, time.Duration(i)*20*time.Minute+time.Second, account, fitted)
			}
		},
		"a monitoring system that looks whether desktops answer": func(l *logons) {
			for i := range 3000 {
				l.rdp("10.1.1.10", server, time.Duration(i)*5*time.Minute, time.Second, 44, 19)
			}
		},
		"half a year of a person's Monday mornings": func(l *logons) {
			for week := range 26 {
				for i := range 2 {
					l.kerberos(desk, time.Duration(week)*7*day+time.Duration(i)*time.Second, "user1", "KDC_ERR_PREAUTH_FAILED")
				}
				l.kerberos(desk, time.Duration(week)*7*day+time.Minute, "user1", "")
			}
		},
	} {
		var l logons
		make(&l)
		for _, f := range l.findings(t) {
			if f.Severity > finding.Info {
				t.Errorf("%s: %s %s\n%v", what, f.Severity, f.Sentence, f.Parts)
			}
		}
	}
}

func TestAnOldPasswordInAJobIsLow(t *testing.T) {
	for _, times := range []int{12, 288} {
		var l logons
		for d := range 10 {
			l.tries(desk, time.Duration(d)*day, times)
		}
		if found := l.findings(t); len(found) > 1 || len(found) == 1 && found[0].Severity > finding.Low {
			t.Errorf("%d times a day: %v", times, found)
		}
	}
}

func TestGuessesFromOutsideThatFitAreFound(t *testing.T) {
	var l logons
	l.tries("198.51.100.4", 0, 5000)
	l.ssh("198.51.100.4", 5*time.Hour, fitted, 3)
	if found := l.findings(t); len(found) != 1 || found[0].Severity < finding.High {
		t.Errorf("%v", found)
	}
}

// Many addresses outside got into one machine: that is one finding of the machine.
func TestManyIntrudersOnOneMachineAreOneFinding(t *testing.T) {
	var l logons
	for i := range 30 {
		l.tries(fmt.Sprintf("198.51.100.%d", i), 0, 40)
		l.ssh(fmt.Sprintf("198.51.100.%d", i), time.Hour, fitted, 1)
	}
	found := l.findings(t)
	if len(found) != 1 || found[0].Measures["sources"] != int64(30) || len(found[0].Values(finding.Source)) != 10 {
		t.Errorf("%v", found)
	}
}

// Thousands of sources, endless names, records without anything in them.
func TestHostileRecords(t *testing.T) {
	var l logons
	l.Logons = append(l.Logons, event.Logon{Method: "ssh", Success: failed}, event.Logon{Method: "kerberos-as", Success: failed, Attempts: -5})
	l.Connections = append(l.Connections, event.Connection{Endpoints: event.Endpoints{DstPort: 3389}, DstBytes: 5})
	for i := range 1000 {
		src := fmt.Sprintf("10.9.%d.%d", i/250, 1+i%250)
		for n := range 25 {
			l.ntlm(src, server, time.Duration(n)*time.Second, strings.Repeat("가", n*100), failed)
		}
		l.ntlm(src, server, time.Minute, strings.Repeat("가", 500), fitted)
	}
	l.Logons[9].Attempts = 1 << 30
	found := l.findings(t)
	if len(found) != 200 {
		t.Errorf("%d findings, want 200 at most", len(found))
	}
	for _, f := range found {
		if len(f.Sentence) > 1000 || strings.ToValidUTF8(f.Sentence, "") != f.Sentence {
			t.Fatalf("%q", f.Sentence)
		}
	}
}

// The logons of the APT29 day: none of them is a guess.
func TestRealLogonsAreNoGuesses(t *testing.T) {
	v := detect.View{Estate: detecttest.Estate("10.0.0.0/16")}
	if found := detecttest.Investigate(t, guessing.Spec(), v, realdata.Zeek(t, "network/apt29_day1")); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func mixed() []event.Batch {
	var l logons
	for i := range 6 {
		src := fmt.Sprintf("10.1.5.%d", 30+i)
		l.tries(src, time.Duration(i)*time.Hour, 20+9*i)
		if i%2 == 0 {
			l.ssh(src, time.Duration(i+1)*time.Hour, fitted, 1+i)
		}
		for n := range 40 {
			l.kerberos(src, time.Duration(n)*time.Minute, fmt.Sprint("user", n*i), "KDC_ERR_PREAUTH_FAILED")
			l.kerberos(src, time.Duration(n)*time.Minute, fmt.Sprint("user", n), "")
			l.rdp(src, server, time.Duration(n)*time.Minute, time.Duration(n)*3*time.Second, 3000, int64(n*5000))
		}
	}
	for i := range 5 {
		l.tries(fmt.Sprintf("198.51.100.%d", i), 0, 30)
		l.ssh(fmt.Sprintf("198.51.100.%d", i), time.Hour, fitted, 1)
		for n := range 30 {
			l.mail(fmt.Sprintf("203.0.113.%d", i), "m365", time.Duration(n)*time.Second, fmt.Sprint("user", n), failed)
		}
		l.mail(fmt.Sprintf("203.0.113.%d", i), "m365", time.Hour, "user7", fitted)
	}
	for i := range l.Logons {
		if i%4 == 0 {
			l.Logons[i].Sensor = "b"
		}
	}
	return []event.Batch{l.Batch}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, guessing.Spec(), detect.Config{}, view(), mixed())
	detecttest.Law(t, guessing.Spec(), detect.Config{MaxKeys: 160}, view(), mixed())
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

func BenchmarkConnections(b *testing.B) { detecttest.BenchmarkConnections(b, guessing.Spec()) }

// A machine that tries a whole network takes no longer than its size.
func TestAGuessOnEachOfManyMachines(t *testing.T) {
	var l logons
	for i := range 60_000 {
		l.ntlm(desk, fmt.Sprintf("10.7.%d.%d", i/250, 1+i%250), time.Duration(i)*time.Millisecond, "administrator", failed)
	}
	began := len(l.Logons)
	if found := l.findings(t); len(found) != 1 || found[0].Measures["targets"] != int64(began) || len(found[0].Entities) > 12 {
		t.Errorf("%v", found)
	}
}
