package lateral_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// step is one way of an intruder through the clinic.
type step struct {
	name     string
	from, to string // of a finding that must be there
	take     func(c *clinic, at time.Duration)
	unseen   bool // known to be missed: it looks like the work of those who belong there
}

func steps() []step {
	return []step{
		{"a service on a colleague's machine", ward(40), ward(61), func(c *clinic, at time.Duration) {
			c.copies(at, ward(40), ward(61), "ADMIN$", "svchost32.exe", 210_000)
			c.call(at+time.Second, ward(40), ward(61), "svcctl", "CreateServiceW", "StartServiceW")
		}, false},
		{"RDP from one machine of a ward to another at night", ward(41), ward(62), func(c *clinic, at time.Duration) {
			c.flow(at, ward(41), ward(62), 3389, 900_000, 14_000_000)
			c.direct(at, ward(41), ward(62), 3389, "nurse41", "rdp", "desktop-7q2k")
		}, false},
		{"SSH from the web server to one of the Linux machines", clinicWeb, tux(4), func(c *clinic, at time.Duration) {
			c.flow(at, clinicWeb, tux(4), 22, 90_000, 40_000)
			c.flow(at+time.Hour, clinicWeb, tux(4), 22, 4_000_000, 60_000)
		}, true},
		{"WinRM to four servers within an hour", ward(42), clinicRecord, func(c *clinic, at time.Duration) {
			for i, dst := range []string{clinicFiles, clinicImages, clinicRecord, clinicBackup} {
				c.flow(at+time.Duration(i)*10*time.Minute, ward(42), dst, 5985, 40_000, 60_000)
			}
		}, false},
		{"a tool put on a machine, connections alone", ward(43), ward(63), func(c *clinic, at time.Duration) {
			c.flow(at, ward(43), ward(63), 135, 700, 900)
			c.flow(at+time.Second, ward(43), ward(63), 445, 1_900_000, 9000)
		}, false},
		{"commands over WMI on three machines", ward(44), ward(64), func(c *clinic, at time.Duration) {
			for i, dst := range []string{ward(64), ward(65), ward(66)} {
				then := at + time.Duration(i)*7*time.Minute
				c.flow(then, ward(44), dst, 135, 900, 1100)
				c.call(then, ward(44), dst, "IRemoteSCMActivator", "RemoteCreateInstance")
				c.call(then, ward(44), dst, "IWbemServices", "ExecMethod")
			}
		}, false},
		{"the accounts of the domain copied", ward(45), clinicDC1, func(c *clinic, at time.Duration) {
			c.flow(at, ward(45), clinicDC1, 49670, 30_000, 4_000_000)
			c.call(at, ward(45), clinicDC1, "drsuapi", "DRSBind", "DRSGetNCChanges", "DRSGetNCChanges")
		}, false},
		{"a task on the database of records", ward(46), clinicRecord, func(c *clinic, at time.Duration) {
			c.flow(at, ward(46), clinicRecord, 445, 300_000, 9000)
			c.call(at, ward(46), clinicRecord, "ITaskSchedulerService", "SchRpcRegisterTask", "SchRpcRun")
		}, false},
		{"VNC put up and used by a machine of a ward", ward(47), ward(67), func(c *clinic, at time.Duration) {
			c.copies(at, ward(47), ward(67), "C$", `Temp\winvnc.exe`, 1_700_000)
			c.flow(at+10*time.Minute, ward(47), ward(67), 5900, 400_000, 30_000_000)
		}, false},
	}
}

// verdicts are what became of the steps in some clinics.
type verdicts struct {
	told, high, first       map[string]int // steps told at medium and above; above; at least medium and among the first three
	medium, above, hostDays int            // other findings
}

func (v *verdicts) count(t *testing.T, found []finding.Finding, x step, others bool) {
	seen := false
	for rank, f := range found {
		if f.Severity < finding.Medium {
			break // they are ranked
		}
		mine := slices.Contains(f.Values(finding.Source), x.from)
		if mine && !seen && slices.Contains(f.Values(finding.Destination), x.to) {
			seen = true
			v.told[x.name]++
			if f.Severity > finding.Medium {
				v.high[x.name]++
			}
			if rank < 3 {
				v.first[x.name]++
			}
		}
		if mine || !others {
			continue
		}
		t.Logf("other: %s %.2f %s\n%s", f.Severity, f.Score, f.Title, explain(&f))
		if f.Severity > finding.Medium {
			v.above++
		} else {
			v.medium++
		}
	}
}

// What was never used to choose a weight: every step but one is told at medium or above,
// and what a hospital does besides is above medium less than once in 1,000 days of a
// machine. What seeds 0 to 5 showed was mended by argument; others are fresh:
// DWELL_SEED=500 DWELL_GRID=10 go test ./detect/lateral -run TestHeldOut -v
func TestHeldOut(t *testing.T) {
	const pcs, others, days = 90, 30, 21
	const perThousandMedium, perThousandAbove = 8, 1
	seeds := 1
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds); err != nil {
		seeds = 1 // a short form
	}
	first := 0
	if _, err := fmt.Sscan(os.Getenv("DWELL_SEED"), &first); err != nil {
		first = 0
	}
	v := verdicts{told: map[string]int{}, high: map[string]int{}, first: map[string]int{}}
	for seed := range seeds {
		for i, x := range steps() {
			c := newClinic(uint64(first+seed), pcs, days)
			x.take(c, 12*day+2*time.Hour+40*time.Minute)
			v.count(t, findings(t, []event.Batch{c.Batch}, view()), x, i == 0)
		}
		v.hostDays += days * (pcs + others)
	}
	var b strings.Builder
	for _, x := range steps() {
		fmt.Fprintf(&b, "\n%-56s of %d: medium and above %d, above %d, among the first three %d", x.name, seeds, v.told[x.name], v.high[x.name], v.first[x.name])
		if v.told[x.name] < seeds && !x.unseen {
			t.Errorf("%s: at least medium in %d of %d", x.name, v.told[x.name], seeds)
		}
	}
	per := func(n int) float64 { return 1000 * float64(n) / float64(v.hostDays) }
	t.Logf("%s\nothers in %d host-days: %d medium (%.1f per 1,000), %d above (%.2f)", b.String(), v.hostDays, v.medium, per(v.medium), v.above, per(v.above))
	if per(v.medium) > perThousandMedium || per(v.above) > perThousandAbove {
		t.Error("more than are allowed")
	}
}
