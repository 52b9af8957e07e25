package incident

import (
	"slices"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// gaps lists the evidence whose absence weakens an answer to this incident, in the
// order of the kill chain.
func (s *story) gaps(c Coverage, inc *Incident) []Gap {
	out := []Gap{}
	for _, gap := range []*Gap{
		s.entryGap(c), s.otherEntryGap(c), s.executionGap(inc), s.backDoorGap(c), s.callerGap(), s.watchGap(c), s.movementGap(c),
		s.readGap(c), s.exfiltrationGap(c), s.demandGap(c, inc), s.claimGap(c),
	} {
		if gap != nil {
			out = append(out, *gap)
		}
	}
	return out
}

// footholds are the tactics of somebody who is inside already.
var footholds = []finding.Tactic{
	finding.Execution, finding.Persistence, finding.CommandControl, finding.CredentialAccess,
	finding.Discovery, finding.LateralMove, finding.Collection, finding.Exfiltration,
}

// intrusion reports whether somebody was inside, as far as the findings tell.
func (s *story) intrusion() bool {
	return s.any(func(v *view) bool { return inside(v) && slices.Contains(footholds, v.Tactic) })
}

// begin is when the first thing happened inside.
func (s *story) begin() event.Time {
	if v := s.first(inside); v != nil {
		return v.First
	}
	return event.Time{}
}

func (s *story) entryGap(c Coverage) *Gap {
	if !s.intrusion() || s.any(arrival) {
		return nil
	}
	mail := c.span(SourceMail)
	const weakens = "how they got in stays open"
	switch {
	case !c.has(SourceMail):
		return &Gap{finding.InitialAccess, "no mail was read", weakens}
	case s.begin().IsZero():
		return nil
	case mail.First.After(s.begin()):
		return &Gap{finding.InitialAccess, "the mail begins at " + utc(mail.First) + ", after the first activity", weakens}
	case mail.Last.Before(s.begin()) && s.begin().Sub(mail.Last) > openedWithin:
		return &Gap{finding.InitialAccess, "the mail ends at " + utc(mail.Last) + ", before the first activity", weakens}
	}
	return nil
}

func (s *story) otherEntryGap(c Coverage) *Gap {
	if !s.intrusion() || s.any(arrival) || c.has(SourceWebServer, SourceLogon) {
		return nil
	}
	return &Gap{finding.InitialAccess, "no logs of web servers or of logons were read",
		"a way in through a server or a stolen password cannot be seen"}
}

func (s *story) executionGap(inc *Incident) *Gap {
	if !s.any(backDoor) || s.any(func(v *view) bool { return v.Tactic == finding.Execution || v.Tactic == finding.Persistence }) {
		return nil
	}
	on := list(shownNames(inc.Hosts, "machine"))
	if on == "" {
		on = "the machine that calls"
	}
	return &Gap{finding.Execution, "no records of what ran on the machines were read",
		"which program was started on " + on + ", and whether it starts again, is not known"}
}

func (s *story) backDoorGap(c Coverage) *Gap {
	if s.any(backDoor) {
		first := s.first(backDoor)
		if first == nil {
			return &Gap{finding.CommandControl, "the records of the calls carry no times", "since when they are inside, and whether they still are, is not known"}
		}
		begin := c.span(networkSources...).First
		if begin.IsZero() || !c.cutAtStart(first.First, networkSources...) {
			return nil
		}
		return &Gap{finding.CommandControl, "the network logs begin at " + utc(begin) + ", when the first activity was already there",
			"since when they are inside stays open: it may be earlier"}
	}
	if c.has(networkSources...) || !s.intrusion() && !s.any(arrival) {
		return nil
	}
	return &Gap{finding.CommandControl, "no network logs were read", "whether a back door called out is not known"}
}

// callerGap is about calls of which the records do not say who made them: names that a
// resolver asked for others, lists of names.
func (s *story) callerGap() *Gap {
	if !s.any(backDoor) || s.any(func(v *view) bool { return backDoor(v) && len(v.hosts) > 0 }) {
		return nil
	}
	return &Gap{finding.CommandControl, "the records do not say which machine calls", "which machine is under control is not known"}
}

func (s *story) watchGap(c Coverage) *Gap {
	end := c.span(networkSources...).Last
	if end.IsZero() || !s.any(backDoor) {
		return nil
	}
	if _, at := s.last(backDoor); !c.cutAtEnd(at, networkSources...) {
		return nil
	}
	return &Gap{finding.CommandControl, "the network logs end at " + utc(end) + ", while the back door was in use",
		"whether they are still inside is not known"}
}

func (s *story) movementGap(c Coverage) *Gap {
	if !s.intrusion() || c.has(SourceLogon) {
		return nil
	}
	moved := func(v *view) bool { return v.Tactic == finding.LateralMove || v.Tactic == finding.CommandControl }
	if !s.any(moved) || s.any(func(v *view) bool { return len(v.accounts) > 0 }) {
		return nil
	}
	return &Gap{finding.LateralMove, "no logon records were read", "which accounts they used is not known"}
}

// readGap is about the log of the data store over the time from the first activity
// to the last.
func (s *story) readGap(c Coverage) *Gap {
	if !s.intrusion() {
		return nil
	}
	log := c.span(SourceQuery)
	begin := s.begin()
	_, end := s.last(inside)
	switch {
	case !c.has(SourceQuery):
		return &Gap{finding.Collection, "no database log was read", "what was read, and whose data it is, is not known"}
	case begin.IsZero():
		return nil
	case log.First.After(begin) && log.First.Sub(begin) > edge(log):
		return &Gap{finding.Collection, "the database log begins at " + utc(log.First) + ", after the first activity",
			"reads before it are not seen: what is counted is the least"}
	case end.After(log.Last) && end.Sub(log.Last) > edge(log):
		return &Gap{finding.Collection, "the database log ends at " + utc(log.Last) + ", before the last activity",
			"reads after it are not seen: what is counted is the least"}
	}
	return nil
}

func (s *story) exfiltrationGap(c Coverage) *Gap {
	read := func(v *view) bool { return v.Kind == finding.BulkRead || v.Taken != nil }
	if !s.any(read) || s.any(func(v *view) bool { return v.Tactic == finding.Exfiltration }) {
		return nil
	}
	net := c.span(SourceConnection, SourceWebNetwork)
	_, end := s.last(read)
	switch {
	case !c.has(SourceConnection, SourceWebNetwork):
		return &Gap{finding.Exfiltration, "no network logs were read", "whether and how the data left the company is not known"}
	case end.After(net.Last):
		return &Gap{finding.Exfiltration, "the network logs end at " + utc(net.Last) + ", before the last read",
			"whether and how the data left the company is not known"}
	case net.First.After(s.first(read).timeOr(end)):
		return &Gap{finding.Exfiltration, "the network logs begin at " + utc(net.First) + ", after the first read",
			"what left the company before that is not known"}
	}
	return nil
}

func (s *story) demandGap(c Coverage, inc *Incident) *Gap {
	if inc.Dwell.TheftEnd == nil || inc.Dwell.Awareness != nil {
		return nil
	}
	mail := c.span(SourceMail)
	const weakens = "whether they asked for money, and when the company could know, is not known"
	switch {
	case !c.has(SourceMail):
		return &Gap{finding.Impact, "no mail was read", weakens}
	case mail.Last.Before(inc.Dwell.TheftEnd.Estimate):
		return &Gap{finding.Impact, "the mail ends at " + utc(mail.Last) + ", before the theft does", weakens}
	}
	return nil
}

// claimGap is about mass blackmail, which claims a break-in that nobody can check
// without logs.
func (s *story) claimGap(c Coverage) *Gap {
	if s.intrusion() || !s.any(func(v *view) bool { return v.Demand != nil }) || c.has(networkSources...) {
		return nil
	}
	return &Gap{finding.Impact, "no network logs were read", "whether the break-in that the demand claims took place cannot be checked"}
}

// timeOr is when the finding begins, or the other time when there is no finding.
func (v *view) timeOr(other event.Time) event.Time {
	if v == nil {
		return other
	}
	return v.First
}

func utc(t event.Time) string { return humanize.Time(t, time.UTC) }
