package entity

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/event"
)

// Observer folds events into what is needed to conclude an Estate. It obeys the
// same laws as a detector: order and grouping of the events never matter, and
// its memory is bounded (about 170 MB at worst; see maxEdges, maxNamed, maxHosts and
// maxDomains).
type Observer struct {
	traffic *traffic
	names   *names
	hosts   *hostNames
	mails   *correspondence
	clocks  clocks
}

// NewObserver returns an observer that has seen nothing.
func NewObserver() *Observer {
	return &Observer{traffic: newTraffic(), names: newNames(), hosts: newHostNames(), mails: newCorrespondence()}
}

// Observe folds the events of the batch in.
func (o *Observer) Observe(b *event.Batch) {
	for i := range b.Connections {
		c := &b.Connections[i]
		o.traffic.connection(c)
		if human(c) {
			o.clocks.activity.add(c.Time)
		}
	}
	for i := range b.DNSLookups {
		o.names.lookup(&b.DNSLookups[i])
		o.traffic.between(&b.DNSLookups[i].Endpoints)
	}
	for i := range b.TLSSessions {
		o.traffic.between(&b.TLSSessions[i].Endpoints)
	}
	for i := range b.WebRequests {
		r := &b.WebRequests[i]
		if r.Vantage == event.VantageServer {
			o.clocks.servers.add(r.Time)
			continue
		}
		o.traffic.between(&r.Endpoints)
	}
	for i := range b.Assets {
		o.hosts.asset(&b.Assets[i])
	}
	for i := range b.Logons {
		o.hosts.logon(&b.Logons[i])
	}
	for i := range b.Queries {
		o.clocks.servers.add(b.Queries[i].Time)
	}
	for i := range b.Mails {
		o.mails.mail(&b.Mails[i])
	}
	for i := range b.Transfers {
		o.mails.transfer(&b.Transfers[i])
	}
	for i := range b.Actions {
		o.mails.action(&b.Actions[i])
	}
}

// human reports whether a connection is of the kind that people at work cause:
// to the web, from an address that is probably inside.
func human(c *event.Connection) bool {
	switch c.DstPort {
	case 80, 443, 3128, 8080:
		return c.SrcLocal == event.TruthYes || c.Src.IsPrivate()
	}
	return false
}

// Merge folds the state of other in; other must not be used afterwards.
func (o *Observer) Merge(other *Observer) {
	o.traffic.merge(other.traffic)
	o.names.merge(other.names)
	o.hosts.merge(other.hosts)
	o.mails.merge(other.mails)
	o.clocks.merge(&other.clocks)
}

// Estate concludes. Overrides win over what the evidence says.
func (o *Observer) Estate(overrides Overrides) *Estate {
	s := networks(o.traffic, o.names)
	company, about := o.mails.company()
	zone, why := o.clocks.zone(o.mails, company)
	e := &Estate{names: o.names.all(), hosts: o.hosts.all(), stated: overrides.statesNetworks()}
	e.Inferences = append(e.Inferences, override(&s, overrides)...)
	e.inside, e.outside = newTable(s.inside), newTable(s.outside)
	if len(overrides.CompanyDomains) > 0 {
		company, about = overrides.CompanyDomains, nil
		for _, d := range company {
			about = append(about, stated(subjectCompany, d))
		}
	}
	if overrides.Zone != nil {
		zone, why = overrides.Zone, stated(subjectZone, overrides.Zone.String())
	}
	e.company, e.zone = sortedDomains(company), zone
	e.Inferences = append(append(e.Inferences, about...), why)
	slices.SortFunc(e.Inferences, compareInferences)
	return e
}

func compareInferences(a, b Inference) int {
	return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Why, b.Why))
}

// override replaces what was concluded about networks by what the user states:
// inside networks replace all conclusions, outside networks those within them.
// It returns the inferences that remain.
func override(s *sides, o Overrides) []Inference {
	if len(o.Inside) > 0 {
		*s = sides{inside: append(slices.Clone(ownLinks), o.Inside...)}
	}
	for _, out := range o.Outside {
		s.inside = slices.DeleteFunc(s.inside, func(p netip.Prefix) bool { return within(p, out) })
		s.inferences = slices.DeleteFunc(s.inferences, func(i Inference) bool {
			p, err := netip.ParsePrefix(i.Value)
			return err == nil && within(p, out)
		})
	}
	s.outside = append(s.outside, o.Outside...)
	for _, p := range o.Inside {
		s.inferences = append(s.inferences, stated(subjectInside, p.String()))
	}
	for _, p := range o.Outside {
		s.inferences = append(s.inferences, stated(subjectOutside, p.String()))
	}
	return s.inferences
}

// within reports whether p lies in the wider or equal prefix.
func within(p, wide netip.Prefix) bool {
	return p.Bits() >= wide.Bits() && wide.Contains(p.Addr())
}

func stated(subject, value string) Inference {
	return Inference{Subject: subject, Value: value, Why: "stated by the user", Overridden: true}
}
