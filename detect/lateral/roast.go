package lateral

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// Tickets for services are encrypted with the password of the account that runs the
// service, so whoever asks for many of them can guess those passwords at home
// (Kerberoasting). Ordinary machines ask for a ticket when they use a service: a few
// classes at logon, the others one by one.
const (
	roastWindow    = 10 * time.Minute
	leastServices  = 8 // different services of accounts, first asked for within the window
	weightRoast    = 1.7
	perDecadeRoast = 1.0
	weightUnasked  = 0.8  // nobody else asks for most of them
	weightScans    = -1.5 // for most of them on several days: a monitoring system
	weightUnused   = 0.4  // the machine asked for none of the kind in the day before
	roastID        = "tickets"
	maxServices    = 5 // that a finding names
)

// machineClasses are the services that run as the machine itself, whose password nobody
// guesses; http is among them because administrators ask for it by the dozen (WinRM).
var machineClasses = []string{"host", "http", "cifs", "ldap", "krbtgt", "gc", "dns", "rpcss", "termsrv", "wsman", "restrictedkrbhost", "kadmin", "netlogon", "rpc", "dfsr", "msserverclusterc", "hyper-v replica service"}

// ofAccount reports whether a service may run as an account with a password that
// somebody chose.
func ofAccount(service string) bool {
	class, _, ok := strings.Cut(service, "/")
	return !(ok && slices.Contains(machineClasses, class)) && !strings.HasSuffix(service, "$") && !strings.HasPrefix(service, "krbtgt")
}

// asker is an account on a machine that asked for tickets.
type asker struct {
	Src     fold.Addr
	Account uint64
}

// roasts are the findings of machines that asked for many tickets at once.
func (y *survey) roasts() ([]finding.Finding, error) {
	asked := map[asker][]*use{}
	for k, u := range y.state.Uses.All() {
		if k.Method == byTicket && ofAccount(u.Service) && y.estate.Inside(k.Src.IP()) && !u.Marks.First.Time.IsZero() {
			at := asker{k.Src, k.Account}
			asked[at] = append(asked[at], u)
		}
	}
	var out []finding.Finding
	for at, all := range asked {
		slices.SortFunc(all, func(a, b *use) int {
			return cmp.Or(a.Marks.First.Time.Compare(b.Marks.First.Time), cmp.Compare(a.Service, b.Service))
		})
		burst := mostAtOnce(all)
		if len(burst) < leastServices {
			continue
		}
		f, err := y.roast(at, all, burst)
		if err != nil {
			return nil, fmt.Errorf("tickets of %s: %w", at.Src.IP(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b finding.Finding) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	return out, nil
}

// mostAtOnce returns the most services that were first asked for within the window, the
// earliest of such bursts.
func mostAtOnce(all []*use) []*use {
	var best []*use
	from := 0
	for i := range all {
		for all[i].Marks.First.Time.Sub(all[from].Marks.First.Time) > roastWindow {
			from++
		}
		if i+1-from > len(best) {
			best = all[from : i+1]
		}
	}
	return best
}

func (y *survey) roast(at asker, all, burst []*use) (finding.Finding, error) {
	first, last := burst[0].Marks.First.Time, burst[len(burst)-1].Marks.First.Time
	alone, again := 0, 0
	var names []string
	f := finding.Finding{Kind: finding.CredentialTheft, Technique: "T1558.003", Tactic: finding.CredentialAccess, First: first, Last: last}
	for _, u := range burst {
		if len(y.logons.askers[u.Service]) == 1 {
			alone++
		}
		if u.Days.Count() >= usualDays {
			again++
		}
		names = append(names, u.Service)
		f.Refs = append(f.Refs, u.Marks.First.Ref)
	}
	s := &finding.Scales{}
	s.Add("many services at once", weightRoast+perDecadeRoast*logRatio(len(burst), leastServices), "tickets for %d services that accounts run, within %s", len(burst), humanize.Duration(last.Sub(first)))
	if 2*alone > len(burst) {
		s.Add("nobody else asks", weightUnasked, "no other machine asks for %d of them", alone)
	}
	if 2*again > len(burst) {
		s.Add("habit", weightScans, "it asks for %d of them on %d days and more", again, usualDays)
		s.Excuse("a monitoring system or a server that uses them all: likely, it asks again and again")
	} else {
		s.Excuse("a machine that uses many services at once after it was switched on: possible for a few, unlikely for %d", len(burst))
	}
	if burst[0] == all[0] && first.Sub(y.firstSeen(at.Src, first)) >= watched {
		s.Add("new", weightUnused, "%s never asked for such a ticket before", at.Src.IP())
	}
	account := burst[0].Account
	f.Title = fmt.Sprintf("%s asked for tickets for %d services at once", at.Src.IP(), len(burst))
	f.Sentence = fmt.Sprintf("%s, as %s, asked for tickets for %d services (%s) from %s to %s: with them the passwords of the accounts that run these services can be guessed elsewhere (Kerberoasting)%s.",
		at.Src.IP(), account, len(burst), strings.Join(names[:min(len(names), maxServices)], ", "), first.Clock(), last.Clock(), reasons(s))
	f.Entities = []finding.Entity{
		{Type: finding.Host, Value: at.Src.IP().String(), Role: finding.Source},
		{Type: finding.Account, Value: account, Role: finding.Principal},
	}
	f.Measures = map[string]any{"services": int64(len(burst)), "services_in_all": int64(len(all))}
	f.Parts, f.Innocent = s.Parts, s.Innocent
	f.Refs = distinct(f.Refs[:min(len(f.Refs), 2*maxMarkedRecords)])
	return finding.New(f, roastID)
}
