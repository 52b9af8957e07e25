package exfil

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// share is a file server inside that everybody fetches from.
func (o *office) shares() {
	for d := range o.days {
		if weekend(d) {
			continue
		}
		for host := 1; host <= o.hosts; host++ {
			o.fetch(o.hour(d), host, "10.0.0.200:445", o.size(12e6, 1))
		}
	}
}

// fetch is a machine that gets something from a server inside.
func (o *office) fetch(when time.Duration, host int, from string, n int64) *event.Connection {
	c := o.send(when, host, from, 20_000+n/100, n)
	c.Service = "smb"
	c.Duration = time.Minute
	return c
}

func stagedOf(findings []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range findings {
		if f.Kind == finding.ExfilStaged {
			out = append(out, f)
		}
	}
	return out
}

// A machine gets 900 MB from the file server, twenty times as much as on any other
// day, and packs and sends them in nineteen parts the same evening.
func TestStagingInOneEvening(t *testing.T) {
	o := newOffice(1, 16, 30)
	o.work()
	o.uploads()
	o.shares()
	var pulled, left int64
	for i := range 9 {
		n := 100_000_000 + int64(i)
		pulled += n
		o.fetch(25*day+18*time.Hour+time.Duration(i)*time.Minute, 5, "10.0.0.200:445", n)
	}
	for i := range 19 {
		n := int64(10_000_000 + 1000*i)
		if i == 18 {
			n = 4_200_000
		}
		left += n
		o.transfer(25*day+21*time.Hour+time.Duration(i)*time.Minute, 5, named("x.drop.example.net", dropAddress), n, 30_000)
	}
	found := investigate(t, company(), o.stream())
	all := stagedOf(found)
	if len(all) != 1 {
		t.Fatalf("%d findings of staging", len(all))
	}
	f := all[0]
	if f.Severity < finding.High {
		t.Errorf("severity %s: %v", f.Severity, f.Parts)
	}
	detecttest.Expect(t, f, map[string]any{"left_bytes": left, "pulled_from": "10.0.0.200", "left_to": "example.net", "legs_inside": int64(1),
		"parts": int64(18)})
	if delay := f.Measures["delay_s"].(float64); delay < (2*time.Hour).Seconds() || delay > (3*time.Hour).Seconds() {
		t.Errorf("%.0f s between the pull and the transfer, want two to three hours", delay)
	}
	if got := f.Whole("pulled_bytes"); got < pulled {
		t.Errorf("%d bytes pulled, want at least the %d of that evening", got, pulled)
	}
	for _, want := range []string{"10.0.0.5 got ", "from 10.0.0.200", fmt.Sprintf("sent %d bytes to example.net", left), "2h52m0s after the pull"} {
		if !strings.Contains(f.Sentence, want) {
			t.Errorf("the sentence lacks %q: %s", want, f.Sentence)
		}
	}
	if v, ok := detecttest.Find(found, "10.0.0.5", "example.net"); !ok || v.Whole("parts") != 18 && v.Kind == finding.ExfilVolume {
		t.Errorf("the parts are missing from the volume: %v", v.Measures)
	}
}

// The data goes from the database over two machines to a third, which sends it.
func TestStagingOverSeveralMachines(t *testing.T) {
	o := newOffice(2, 16, 30)
	o.work()
	o.shares()
	const n = 1_500_000_000
	o.send(22*day+20*time.Hour, 201, "10.0.0.210:5432", 14_000, n).Service = "postgresql"
	o.fetch(22*day+22*time.Hour, 7, "10.0.0.201:445", n/5)
	o.send(23*day+time.Hour, 7, "10.0.0.9:445", n/5+9000, 4_000_000).Service = "smb"
	for i := range 16 {
		o.transfer(23*day+4*time.Hour+time.Duration(i)*10*time.Minute, 9, service{address: dropAddress, port: 443, proto: "ssl"}, n/80, 20_000)
	}
	all := stagedOf(investigate(t, company(), o.stream()))
	if len(all) != 1 {
		t.Fatalf("%d findings of staging", len(all))
	}
	f := all[0]
	detecttest.Expect(t, f, map[string]any{"path": "10.0.0.210 > 10.0.0.201 > 10.0.0.7 > 10.0.0.9", "left_bytes": int64(n / 5), "legs_inside": int64(3)})
	if f.Severity < finding.High {
		t.Errorf("severity %s: %v", f.Severity, f.Parts)
	}
	if !f.First.Std().Equal(at(22*day + 20*time.Hour).Std()) {
		t.Errorf("first %s, want that of the first leg", f.First)
	}
}

// Days in which much moves inside and much leaves, but not one because of the other.
func TestOrdinaryMovesAreNoStaging(t *testing.T) {
	customs := map[string]func(o *office){
		"a backup server fetches and uploads every night": func(o *office) {
			for d := range o.days {
				o.fetch(time.Duration(d)*day+time.Hour, 13, "10.0.0.200:445", o.size(2e9, 0.2))
				o.transfer(time.Duration(d)*day+3*time.Hour, 13, named("s3.us-west.backblazeb2.com", "192.0.2.63"), o.size(900e6, 0.2), 900_000)
			}
		},
		"a backup server fetches and uploads every Sunday": func(o *office) {
			for d := 5; d < o.days; d += 7 {
				o.fetch(time.Duration(d)*day+time.Hour, 13, "10.0.0.200:445", o.size(9e9, 0.2))
				o.transfer(time.Duration(d)*day+9*time.Hour, 13, named("s3.us-west.backblazeb2.com", "192.0.2.63"), o.size(5e9, 0.2), 900_000)
			}
		},
		"everybody moves to another file server and another service": func(o *office) {
			for host := 1; host <= o.hosts; host++ {
				o.fetch(o.hour(20), host, "10.0.0.202:445", o.size(800e6, 0.3))
				for d := 20; d < o.days; d++ {
					o.transfer(o.hour(d), host, named("eu.app.collab.example", "192.0.2.60"), o.size(20e6, 0.5), o.size(12e6, 1))
				}
			}
		},
		"somebody fetches a large file and calls": func(o *office) {
			o.fetch(o.hour(24), 6, "10.0.0.200:445", 700_000_000)
			o.call(25*day+10*time.Hour, 6)
		},
		"software is rolled out": func(o *office) {
			for host := 1; host <= o.hosts; host++ {
				o.fetch(o.hour(24), host, "10.0.0.203:445", 400_000_000)
			}
		},
	}
	for name, do := range customs {
		t.Run(name, func(t *testing.T) {
			o := newOffice(3, 16, 42)
			o.work()
			o.uploads()
			o.shares()
			do(o)
			for _, f := range above(investigate(t, company(), o.stream()), finding.Medium) {
				t.Errorf("%s %s %.2f %v", f.Severity, f.Title, f.Score, f.Parts)
			}
		})
	}
}

// In two days of evidence nobody knows what is unusual: staging is stated, and does not
// by itself make a transfer worse than medium.
func TestStagingInShortEvidenceStaysModest(t *testing.T) {
	o := newOffice(5, 16, 2)
	o.work()
	o.shares()
	o.fetch(day+10*time.Hour, 5, "10.0.0.200:445", 90_000_000)
	o.transfer(day+11*time.Hour, 5, named("x.drop.example.net", dropAddress), 80_000_000, 30_000)
	all := stagedOf(investigate(t, company(), o.stream()))
	if len(all) != 1 {
		t.Fatalf("%d findings of staging", len(all))
	}
	if f := all[0]; f.Severity > finding.Medium || !strings.Contains(strings.Join(f.Innocent, "\n"), "whether it is unusual is not known") {
		t.Errorf("%s %v %q", f.Severity, f.Parts, f.Innocent)
	}
}

func TestSplitNames(t *testing.T) {
	for name, want := range map[string]bool{"a.001": true, "a.7z.002": true, "a.z01": true, "a.r00": true, "a.part1.rar": true, "a.part2": true, "a.partaa": true,
		"a.zip": false, "a.html": false, "a.part": false, "v1.2.345": true, "": false, "a.rar": false} {
		if got := splitName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestClassesGrowWithTheSize(t *testing.T) {
	last := uint16(0)
	for n := int64(leastPart); n < maxBytes; n += n/100 + 1 {
		if c := classOf(n); c < last {
			t.Fatalf("%d bytes: class %d after %d", n, c, last)
		} else {
			last = c
		}
	}
}
