package guessing

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// guesses than among the failures of ordinary work. They are judgement.
const (
	leastFailures  = 20 // nobody mistypes a password that often
	weightFailures = 1.0
	perDecade      = 0.5
	maxFailures    = 2.0
	weightFitted   = 1.0  // one of them fitted in the end
	weightBurst    = 0.5  // all within hours
	weightDaily    = -1.5 // day after day: a program with an old password
	weightFamiliar = -0.5 // the pair logged on without trouble before
	weightInside   = 0.4  // from a machine inside, which can ask instead
	burst          = 12 * time.Hour
	dailyDays      = 5
	leastScore     = 1.0
	maxFindings    = 1000
)

// Findings says what the state shows: one finding per source, destination and port.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	var keys []key
	for k, p := range d.state.Pairs.All() {
		inside := v.Estate.Inside(k.Src.IP())
		if p.Failed >= leastFailures && v.Estate.Inside(k.Dst.IP()) && (inside || p.broken()) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(bytes.Compare(a.Src[:], b.Src[:]), bytes.Compare(a.Dst[:], b.Dst[:]), cmp.Compare(a.Port, b.Port),
			cmp.Compare(d.state.Pairs.Get(b).Failed, d.state.Pairs.Get(a).Failed), cmp.Compare(a.Sensor, b.Sensor))
	})
	keys = slices.CompactFunc(keys, func(a, b key) bool { return a.Src == b.Src && a.Dst == b.Dst && a.Port == b.Port })
	var out []finding.Finding
	for _, k := range keys {
		p := d.state.Pairs.Get(k)
		s := p.weigh(v.Estate.Inside(k.Src.IP()))
		if s.Total() < leastScore {
			continue
		}
		f, err := report(k, p, s)
		if err != nil {
			return nil, fmt.Errorf("guessing: %s to %s: %w", k.Src.IP(), k.Dst.IP(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// broken reports whether a logon came after the failures began.
func (p *pair) broken() bool {
	return p.Fitted > 0 && !p.Logons.Last.Time.Before(p.Tries.First.Time)
}

func (p *pair) weigh(inside bool) *finding.Scales {
	s := &finding.Scales{}
	s.Add("failures", math.Min(maxFailures, weightFailures+perDecade*math.Log10(float64(p.Failed)/leastFailures)), "%s", humanize.Plural(p.Failed, "logon")+" failed")
	if p.broken() {
		s.Add("fitted", weightFitted, "%s went through after the failures began", humanize.Plural(p.Fitted, "logon"))
	}
	span := p.Tries.Last.Time.Sub(p.Tries.First.Time)
	days := p.Days.Count()
	switch {
	case days >= dailyDays:
		s.Add("daily", weightDaily, "on %d days, as a program with an old password fails", days)
		s.Excuse("a program with an old password: likely, it fails on %d days", days)
	case span <= burst:
		s.Add("burst", weightBurst, "all within %s", humanize.Duration(span))
		s.Excuse("a forgotten password: unlikely, nobody tries %d times", p.Failed)
	}
	if p.Logons.Count > 0 && p.Logons.First.Time.Before(p.Tries.First.Time) {
		s.Add("familiar", weightFamiliar, "the same machine logged on there before")
	}
	if inside {
		s.Add("inside", weightInside, "the guesses come from a machine inside")
	}
	return s
}

func report(k key, p *pair, s *finding.Scales) (finding.Finding, error) {
	src, dst := k.Src.IP().String(), k.Dst.IP().String()
	last := p.Tries.Last.Time
	end := "; none of them fitted"
	if p.broken() {
		last = p.Logons.Last.Time
		end = fmt.Sprintf("; %s went through", humanize.Plural(p.Fitted, "logon"))
	}
	var refs []event.Ref
	for _, r := range append(p.Tries.Refs(), p.Logons.Refs()...) {
		if !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	return finding.New(finding.Finding{
		Kind:      finding.LogonGuessing,
		Technique: "T1110.001",
		Tactic:    finding.CredentialAccess,
		First:     p.Tries.First.Time,
		Last:      last,
		Title:     fmt.Sprintf("%s tried passwords on %s", src, dst),
		Sentence: fmt.Sprintf("%s failed to log on to port %d of %s %s times from %s to %s%s.",
			src, k.Port, dst, humanize.Count(p.Failed), p.Tries.First.Time, p.Tries.Last.Time, end),
		Entities: []finding.Entity{
			{Type: finding.Host, Value: src, Role: finding.Source},
			{Type: finding.Host, Value: dst, Role: finding.Destination},
		},
		Measures: map[string]any{"failed": p.Failed, "logons": p.Fitted, "days": int64(p.Days.Count()), "destination_port": int64(k.Port)},
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     refs,
	}, strconv.Itoa(int(k.Port)))
}
