package exfil

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/finding"
)

// trial is one theft in one office.
type trial struct {
	habit   habit
	channel channel
	before  int // days of evidence before it begins
	during  int // days of it that the evidence holds
	over    int // days that the whole gigabyte takes
	seed    uint64
}

// verdict is what became of it. A theft is flagged when it is worth a look on a quiet
// day (medium) and stands among the first three findings of the evidence.
type verdict struct {
	flagged  bool
	severity finding.Severity
	rank     int // from 1, 0 for none
	off      float64
	why      string
}

func (x trial) run(t testing.TB) verdict {
	o := newOffice(x.seed, 16, x.before+x.during)
	o.work()
	o.uploads()
	truth := o.steal(x.before, x.over, 1_000_000_000, x.habit, x.channel)
	return judge(investigate(t, detecttest.Estate("10.0.0.0/24"), o.stream()), x.channel, truth)
}

func judge(findings []finding.Finding, c channel, truth int64) verdict {
	v := verdict{off: 1}
	var sum int64
	for i, f := range findings {
		if f.Kind != finding.ExfilVolume || !slices.ContainsFunc(f.Values(finding.Destination), func(d string) bool { return slices.Contains(c.to, d) }) {
			continue
		}
		if v.rank == 0 {
			v.rank, v.severity, v.why = i+1, f.Severity, fmt.Sprint(f.Score, f.Parts)
		}
		sum += f.Whole("bytes_out")
	}
	v.off = math.Abs(float64(sum-truth)) / float64(max(1, truth))
	v.flagged = v.severity >= finding.Medium && v.rank <= 3
	return v
}

// A gigabyte in sixty days is flagged by day 14, whatever the pieces and the way out.
func TestGigabyteInSixtyDaysIsFlaggedByDayFourteen(t *testing.T) {
	trials := func(yield func(trial)) {
		for i, h := range habits() {
			yield(trial{h, channels()[i%2], 30, 14, 60, uint64(i)})
		}
		for i, c := range channels() {
			yield(trial{habits()[2], c, 30, 14, 60, uint64(i)})
		}
	}
	trials(func(x trial) {
		t.Run(x.habit.name+"/"+x.channel.name, func(t *testing.T) {
			v := x.run(t)
			t.Logf("%s, rank %d: %s", v.severity, v.rank, v.why)
			if !v.flagged || v.off > 0.02 {
				t.Errorf("%s, rank %d, total off by %.1f %%: %s", v.severity, v.rank, 100*v.off, v.why)
			}
		})
	})
}

// Without any past what goes to a named service looks like any steady upload. What goes
// to a place that nobody ever looked up by name is flagged by day 14 all the same: to an
// address, to several, to a network.
func TestTheftWithoutPastToAPlaceWithoutName(t *testing.T) {
	nameless := func(c channel) bool {
		return !slices.ContainsFunc(c.to, func(d string) bool { return strings.ContainsAny(d, "abcdefghijklmnopqrstuvwxyz") })
	}
	for i, c := range channels() {
		if !nameless(c) {
			continue
		}
		for _, h := range habits() {
			t.Run(c.name+"/"+h.name, func(t *testing.T) {
				if v := (trial{h, c, 0, 14, 60, uint64(70 + i)}).run(t); !v.flagged || v.off > 0.02 {
					t.Errorf("%s, rank %d, total off by %.1f %%: %s", v.severity, v.rank, 100*v.off, v.why)
				}
			})
		}
	}
}

// Two gigabytes in an hour stand out at once, whatever the way out.
func TestTwoGigabytesInAnHour(t *testing.T) {
	burst := habit{"an hour", func(o *office, _ int) []piece {
		var out []piece
		for i := range 40 {
			out = append(out, piece{20*time.Hour + time.Duration(i)*90*time.Second, 1})
		}
		return out
	}}
	for i, c := range channels() {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(uint64(i), 16, 15)
			o.work()
			o.uploads()
			truth := o.steal(13, 1, 2_000_000_000, burst, c)
			v := judge(investigate(t, company(), o.stream()), c, truth)
			if !v.flagged || v.off > 0.02 {
				t.Errorf("%s, rank %d, total off by %.1f %%: %s", v.severity, v.rank, 100*v.off, v.why)
			}
		})
	}
}

// TestGrid prints how often a gigabyte in sixty days is flagged, for every habit and
// channel: DWELL_GRID=5 go test ./detect/exfil -run TestGrid -v
func TestGrid(t *testing.T) {
	seeds := 0
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds); err != nil {
		t.Skip("a large table; DWELL_GRID is the number of offices in each cell")
	}
	for _, view := range []struct{ before, during int }{{30, 14}, {10, 14}, {0, 14}, {0, 60}, {30, 60}} {
		var b strings.Builder
		fmt.Fprintf(&b, "\n%d days before, %d days of theft (flagged of %d; severities)\n", view.before, view.during, seeds)
		for _, c := range append(channels(), hidden()...) {
			fmt.Fprintf(&b, "%-44s", c.name)
			for _, h := range habits() {
				flagged, off, marks := 0, 0.0, ""
				for seed := range seeds {
					v := trial{h, c, view.before, view.during, 60, uint64(seed)}.run(t)
					if v.flagged {
						flagged++
					}
					off = max(off, v.off)
					marks += strings.ToUpper(v.severity.String()[:1])
				}
				fmt.Fprintf(&b, " %d %s %4.1f%%|", flagged, marks, 100*min(off, 9.99))
			}
			b.WriteString("\n")
		}
		t.Log(b.String())
	}
}
