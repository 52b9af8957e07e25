package exfil

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights of staging, log10 likelihood ratios as in weigh.go. What a machine
// fetches it may well send on in its work, so that alone says little; that it fetched
// far more than ever, and that as much left soon after, says more.
const (
	// leastOutward is what the transfer must weigh by itself.
	leastOutward = 0.5
	// maxOutward is the most it counts for: above, it needs no staging to be seen.
	maxOutward      = 2.2
	weightFirstPull = 0.4
	perPullDecade   = 0.4
	maxPull         = 0.5
	weightShortPull = 0.1 // no other day to compare with, so neither speed nor path are unusual
	weightSoon      = 0.3 // within soon
	weightLater     = 0.1
	weightAlike     = 0.3 // in size, without packing
	weightPackable  = 0.2
	perFurtherLeg   = 0.2
	weightManyPull  = -0.6 // others got as much in the same days
	manyPull        = 0.2  // of the machines
	weightRepeats   = -0.5
	manyRepeats     = 3 // days: a job that comes back, not a haul
	soon            = 24 * time.Hour
	alikeRatio      = 0.5

	weightParts     = 0.3 // synchronisation programs send chunks of one size too
	weightPartNames = 0.5
)

// weighSplit weighs series of parts, for the transfer and so for what was staged.
func (r *relation) weighSplit(s *finding.Scales) {
	if n := r.partNames(); n >= 2 {
		s.Add("split", weightPartNames, "%d uploads named like parts of one file", n)
		return
	}
	if p, ok := r.split(); ok {
		s.Add("split", weightParts, "%d uploads of about %s each", p.parts, humanize.Bytes(p.size))
		s.Excuse("parts of one size: synchronisation and backup programs send chunks too")
	}
}

// candidate is staging that may be reported.
type candidate struct {
	*staged
	scales *finding.Scales
}

// likeliest keeps, of transfers that the same pull may explain, the one that weighs
// most: data that was fetched once need not have left twice.
func likeliest(all []candidate) []candidate {
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.scales.Total() < leastScore })
	slices.SortFunc(all, func(a, b candidate) int {
		x, z := a.out, b.out
		return cmp.Or(bytes.Compare(x.src[:], z.src[:]), bytes.Compare(a.last().from[:], b.last().from[:]),
			cmp.Compare(b.scales.Total(), a.scales.Total()), cmp.Compare(z.bytesOut(), x.bytesOut()), cmp.Compare(x.to.String(), z.to.String()))
	})
	return slices.CompactFunc(all, func(a, b candidate) bool { return a.out.src == b.out.src && a.last().from == b.last().from })
}

func (y *survey) weighStaged(g *staged, outward float64) *finding.Scales {
	s := &finding.Scales{}
	l := g.last()
	s.Add("transfer", math.Min(maxOutward, outward), "the transfer by itself: %s to %s", humanize.Bytes(g.out.bytesOut()), g.out.to)
	before := l.first.Sub(y.firstSeen(l.to).Std())
	short := l.busiest == 0 && before < leastPast
	switch {
	case l.busiest > 0:
		s.Add("pull", math.Min(maxPull, perPullDecade*math.Log10(l.factor)), "it got %s from %s on one day, %.0f times the most of any other", humanize.Bytes(l.day), l.from.IP(), l.factor)
	case !short:
		s.Add("pull", weightFirstPull, "in the %s before it got nothing from %s", days(before), l.from.IP())
	default:
		s.Add("pull", weightShortPull, "it got %s from %s", humanize.Bytes(l.unusual), l.from.IP())
		s.Excuse("pull: it has got something from there since %s after it is first seen, so whether it is unusual is not known", max(0, before).Round(time.Second))
	}
	if g.delay() <= soon && !short {
		s.Add("soon", weightSoon, "the transfer begins %s after the pull", g.delay().Round(time.Minute))
	} else {
		s.Add("soon", weightLater, "the transfer begins %s after the pull", g.delay().Round(time.Minute))
	}
	if ratio := g.ratio(); ratio >= alikeRatio {
		s.Add("size", weightAlike, "as much left as came: %.2g of it", ratio)
	} else {
		s.Add("size", weightPackable, "%.2g of what came left, as packed tables would", ratio)
		s.Excuse("size: only if the data were packed")
	}
	if n := len(g.legs) - 1; n > 0 && !short {
		s.Add("path", perFurtherLeg*float64(n), "it came there over %d more machines", n)
	}
	if unusual, all := y.alike(g); all >= fewHosts && float64(unusual) >= manyPull*float64(all) {
		s.Add("others", weightManyPull, "%d of %d other machines got unusually much in the same days", unusual, all)
		s.Excuse("roll-out or migration: likely, others fetch as much")
	}
	if l.times >= manyRepeats {
		s.Add("repeats", weightRepeats, "as much came on %d days", l.times)
		s.Excuse("a job that fetches and uploads: possible, it comes back")
	}
	s.Excuse("work: possible, where somebody fetches files to send them to a customer")
	return s
}

func (y *survey) reportStaged(g *staged, s *finding.Scales) (finding.Finding, error) {
	l := g.last()
	entities := append(g.out.far(), finding.Entity{Type: finding.Host, Value: g.out.src.IP().String(), Role: finding.Source})
	for _, l := range g.legs {
		entities = append(entities, finding.Entity{Type: finding.Host, Value: l.from.IP().String(), Role: finding.Object})
	}
	return finding.New(finding.Finding{
		Kind:      finding.ExfilStaged,
		Technique: g.out.technique(),
		Tactic:    finding.Exfiltration,
		First:     g.first(),
		Last:      g.out.last(),
		Title:     fmt.Sprintf("%s got %s from %s and sent %s to %s", l.to.IP(), humanize.Bytes(l.unusual), l.from.IP(), humanize.Bytes(g.out.bytesOut()), g.out.to),
		Sentence:  g.sentence(s),
		Entities:  entities,
		Measures:  g.measures(),
		Parts:     s.Parts,
		Innocent:  s.Innocent,
		Refs:      g.refs(),
	}, "")
}

// first is the record of the first leg, or the beginning of the quarter of a day in
// which it lies.
func (g *staged) first() event.Time {
	for _, k := range g.legs[0].marks {
		if k.Time.Std().Equal(g.legs[0].start) {
			return k.Time
		}
	}
	return event.UTC(g.legs[0].start.UnixNano(), event.PrecisionDay)
}

func (g *staged) sentence(s *finding.Scales) string {
	var b strings.Builder
	for i, l := range g.legs {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s got %d bytes from %s between %s and %s", l.to.IP(), l.bytes, l.from.IP(), clock(l.start), clock(l.end))
		if l.unusual < l.bytes {
			fmt.Fprintf(&b, ", %s beyond twice the usual", humanize.Bytes(l.unusual))
		}
	}
	r := g.out
	fmt.Fprintf(&b, "; then %s sent %d bytes to %s from %s to %s, %.2g times as much, beginning %s after the pull: ",
		r.src.IP(), r.bytesOut(), r.to, clock(r.marks.First.Time.Std()), clock(r.last().Std()), g.ratio(), g.delay().Round(time.Minute))
	var why []string
	for _, p := range s.Parts {
		if p.Weight > 0 && p.Name != "transfer" {
			why = append(why, p.Why)
		}
	}
	b.WriteString(strings.Join(why, "; ") + ".")
	return b.String()
}

// measures hold both legs; bytes are exact. What left is not called bytes_out, because
// the volume's own finding counts it.
func (g *staged) measures() map[string]any {
	l := g.last()
	m := map[string]any{
		"pulled_bytes": l.bytes, "pulled_beyond_usual_bytes": l.unusual, "pulled_from": l.from.IP().String(),
		"pulled_busiest_day_bytes": l.day, "pulled_busiest_other_day_bytes": l.busiest,
		"left_bytes": g.out.bytesOut(), "left_beyond_usual_bytes": g.out.remarkable(), "left_to": g.out.to.String(),
		"ratio": g.ratio(), "delay_s": g.delay().Seconds(), "legs_inside": int64(len(g.legs)),
	}
	if p, ok := g.out.split(); ok {
		m["parts"], m["part_bytes"] = p.parts, p.size
	}
	if len(g.legs) > 1 {
		var path []string
		for _, l := range g.legs {
			path = append(path, l.from.IP().String())
		}
		m["path"] = strings.Join(slices.Concat(path, []string{l.to.IP().String()}), " > ")
	}
	return m
}

func clock(t time.Time) string { return t.Format("2006-01-02T15:04Z") }
