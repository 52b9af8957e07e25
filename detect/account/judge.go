package account

import (
	"slices"

	"dwell/finding"
)

// judge weighs everything about an account with one foreign place.
func (y *survey) judge(p *person, f *stay) *verdict {
	v := &verdict{person: p, stay: f, scales: &finding.Scales{}}
	y.place(v)
	v.mails = p.campaigns[f]
	y.silence(v)
	if v.mails == nil {
		v.mails, v.loose = p.meanwhile[f], true
	}
	y.actions(v)
	y.volumes(v)
	y.letters(v)
	return v
}

// judgeDays weighs what happened at one time from usual places, or nobody knows where
// from; of several times the one that tells the most.
func (y *survey) judgeDays(p *person) *verdict {
	burst := p.busiest(y.state.Begins[byServer])
	probe := &verdict{person: p}
	anchors := []int32{
		probe.worst(func(d *daily) uint32 { return d.Read }, readLeast, y.state.Begins[byAccess]).day,
		probe.worst(func(d *daily) uint32 { return d.Deleted }, deleteLeast, y.state.Begins[byAccess]).day,
	}
	if day, ok := p.stormiest(); ok {
		anchors = append(anchors, day)
	}
	if burst != nil {
		anchors = append(anchors, dayOf(burst.mails[0].Time))
	}
	for _, e := range p.profile.Deeds {
		anchors = append(anchors, dayOf(e.Time))
	}
	best := &verdict{person: p, scales: &finding.Scales{}}
	for _, day := range anchors {
		v := &verdict{person: p, anchor: day, scales: &finding.Scales{}}
		if burst != nil && v.near(dayOf(burst.mails[0].Time)) {
			v.mails = burst
		}
		y.actions(v)
		y.volumes(v)
		y.letters(v)
		if foreign := y.storm(v); p.knownBefore(day) && !foreign {
			v.scales.Add("usual places", weightInside, "nothing of it can be told to come from a foreign network")
		}
		if better(v, best) {
			best = v
		}
	}
	return best
}

// knownBefore reports whether it is known where the account was used before a day.
func (p *person) knownBefore(day int32) bool {
	return slices.ContainsFunc(p.places, func(s spot) bool { return s.known() && dayOf(s.First) < day })
}
