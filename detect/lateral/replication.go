package lateral

import (
	"fmt"
	"time"

	"dwell/finding"
	"dwell/internal/humanize"
)

// Domain controllers copy the accounts of the domain, with the hashes of their
// passwords, from each other by one call (DRSGetNCChanges, [MS-DRSR] section 4.1.10).
// Any other machine that makes it takes all passwords (DCSync), or keeps a directory
// in step, which it does all day.
const (
	weightReplication = 3.3
	weightDirectory   = -2.5 // on many days, or all day long
	steadyCalls       = 24
	steadySpan        = 6 * time.Hour // to take all accounts once takes minutes
	replicationID     = "replication"
)

// replications are the findings of machines that copied the accounts.
func (y *survey) replications() ([]finding.Finding, error) {
	controllers := map[string]bool{}
	for _, p := range y.pairs {
		if p.acts[replicate] != nil {
			controllers[p.Dst.IP().String()] = true // it was asked, so it is one
		}
	}
	var out []finding.Finding
	for _, p := range y.pairs {
		a := p.acts[replicate]
		if a == nil || y.serves(p.Src) || controllers[p.Src.IP().String()] {
			continue
		}
		s := &finding.Scales{}
		s.Add("no domain controller", weightReplication, "%s answers for nobody's logons and is never asked for accounts itself", p.Src.IP())
		took := a.Marks.Last.Time.Sub(a.Marks.First.Time)
		if a.Days.Count() >= habitDays || a.Marks.Count >= steadyCalls && took >= steadySpan {
			s.Add("directory", weightDirectory, "it does so steadily: %d times on %d days", a.Marks.Count, a.Days.Count())
			s.Excuse("a server that keeps a directory in step (Entra Connect, SharePoint): likely, it asks all the time")
		} else {
			s.Excuse("a server that keeps a directory in step: unlikely, such a one asks all the time")
		}
		s.Excuse("a domain controller of which no logons were seen: possible, ask what %s is", p.Src.IP())
		f, err := p.replication(s, a)
		if err != nil {
			return nil, fmt.Errorf("%s to %s: %w", p.Src.IP(), p.Dst.IP(), err)
		}
		out = append(out, f)
	}
	return out, nil
}

func (p *pair) replication(s *finding.Scales, a *act) (finding.Finding, error) {
	src, dst := p.Src.IP().String(), p.Dst.IP().String()
	return finding.New(finding.Finding{
		Kind:      finding.CredentialTheft,
		Technique: deeds[replicate].technique,
		Tactic:    finding.CredentialAccess,
		First:     a.Marks.First.Time,
		Last:      a.Marks.Last.Time,
		Title:     fmt.Sprintf("%s copied the accounts of the domain from %s", src, dst),
		Sentence: fmt.Sprintf("%s asked the domain controller %s %s for the accounts of the domain with their password hashes, as only domain controllers do (DCSync), from %s to %s%s.",
			src, dst, times(a.Marks.Count), a.Marks.First.Time.Clock(), a.Marks.Last.Time.Clock(), reasons(s)),
		Entities: []finding.Entity{
			{Type: finding.Host, Value: src, Role: finding.Source},
			{Type: finding.Host, Value: dst, Role: finding.Destination},
		},
		Measures: map[string]any{"calls": a.Marks.Count, "days": int64(a.Days.Count()), "duration": humanize.Duration(a.Marks.Last.Time.Sub(a.Marks.First.Time))},
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     a.Marks.Refs(),
	}, replicationID)
}
