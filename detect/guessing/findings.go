package guessing

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// maxNamed is how many machines on each side a finding names.
const maxNamed = 10

// Findings says what the state shows: one finding per source, or per target of many
// sources outside.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, c := range d.claims(v) {
		if !c.enough() {
			continue
		}
		s := c.weigh()
		if s.Total() < leastScore {
			continue
		}
		f, err := c.report(s)
		if err != nil {
			return nil, fmt.Errorf("guessing: %s: %w", named(c.sources), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// named words one machine, or how many.
func named(all []fold.Addr) string {
	switch {
	case len(machines(all)) == 0:
		return "the mail service"
	case len(all) == 1:
		return all[0].IP().String()
	}
	return fmt.Sprintf("%d machines", len(all))
}

func (c *claim) report(s *finding.Scales) (finding.Finding, error) {
	src, dst := named(c.sources), named(c.targets)
	technique, what := "T1110.001", "tried passwords on"
	if c.spraying() {
		technique, what = "T1110.003", "tried the passwords of many accounts on"
	}
	last, end := c.Tries.Last.Time, "; none of them fitted"
	if c.broken > 0 {
		if c.in.Last.Time.After(last) {
			last = c.in.Last.Time
		}
		end = "; " + c.entry()
	}
	measures := map[string]any{
		"failed": c.Failed, "logons": c.through, "days": int64(c.Days.Count()), "worst_day": c.peak(),
		"accounts": c.Tried.Count(maxAccounts), "targets": int64(len(machines(c.targets))), "sources": int64(len(c.sources)),
	}
	if c.port != 0 {
		measures["destination_port"] = int64(c.port)
	}
	return finding.New(finding.Finding{
		Kind:      finding.LogonGuessing,
		Technique: technique,
		Tactic:    finding.CredentialAccess,
		First:     c.Tries.First.Time,
		Last:      last,
		Title:     fmt.Sprintf("%s %s %s", src, what, dst),
		Sentence: fmt.Sprintf("%s failed to log on to %s%s %s times%s from %s to %s%s.",
			src, c.where(), dst, humanize.Count(c.Failed), c.accounts(), c.Tries.First.Time.Clock(), c.Tries.Last.Time.Clock(), end),
		Entities: c.entities(),
		Measures: measures,
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     c.refs(),
	}, "")
}

func (c *claim) where() string {
	if c.port == 0 {
		return ""
	}
	return fmt.Sprintf("port %d of ", c.port)
}

func (c *claim) accounts() string {
	if n := c.Tried.Count(maxAccounts); n > 0 {
		return " as " + humanize.Plural(n, "account")
	}
	return ""
}

// entry words what fitted.
func (c *claim) entry() string {
	switch n := c.opened(); {
	case n == 0:
		return humanize.Plural(c.through, "logon") + " went through after the failures began"
	case len(c.names) > 0 && int64(len(c.names)) == n:
		return strings.Join(c.names, ", ") + " got in after the failures began"
	default:
		return humanize.Plural(n, "account") + " of them got in"
	}
}

func (c *claim) entities() []finding.Entity {
	var out []finding.Entity
	for _, a := range c.sources[:min(len(c.sources), maxNamed)] {
		out = append(out, finding.Entity{Type: finding.Host, Value: a.IP().String(), Role: finding.Source})
	}
	for _, a := range machines(c.targets[:min(len(c.targets), maxNamed)]) {
		out = append(out, finding.Entity{Type: finding.Host, Value: a.IP().String(), Role: finding.Destination})
	}
	for _, name := range c.names {
		out = append(out, finding.Entity{Type: finding.Account, Value: name, Role: finding.Object})
	}
	return out
}

// refs are the failures' and the logons' telling records.
func (c *claim) refs() []event.Ref {
	var refs []event.Ref
	for _, r := range append(c.Tries.Refs(), c.in.Refs()...) {
		if !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	return refs
}
