package score

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"dwell/event"
	"dwell/finding"
	"dwell/truth"
)

// names is a set of names that the truth gives, forgiving in how they are written.
type names struct {
	full   map[string]bool
	logins map[string]bool // what stands behind or before the domain of an account
	bare   map[string]bool // accounts that were given without a domain
	far    []string        // domains of the attacker
}

func newNames() *names {
	return &names{full: map[string]bool{}, logins: map[string]bool{}, bare: map[string]bool{}}
}

// add takes hosts and mail addresses.
func (n *names) add(list []string) {
	for _, v := range list {
		n.full[plain(v)] = true
	}
}

// accounts takes logins, with or without a domain.
func (n *names) accounts(list []string) {
	n.add(list)
	for _, v := range list {
		name, qualified := login(plain(v))
		n.logins[name] = true
		n.bare[name] = n.bare[name] || !qualified
	}
}

// attackers takes addresses, domains and mail addresses. Whoever is below one of
// the domains is the attacker, too. So is the registered domain above it, because
// detectors sum up by it; the domains under which strangers register are no such.
func (n *names) attackers(list []string) {
	n.add(list)
	for _, v := range list {
		v = plain(v)
		if _, err := netip.ParseAddr(v); err == nil || strings.Contains(v, "@") || !strings.Contains(v, ".") {
			continue
		}
		n.far = append(n.far, v)
		if registered, err := publicsuffix.EffectiveTLDPlusOne(v); err == nil {
			n.full[registered] = true
		}
	}
}

// has reports whether the entity is one of the names.
func (n *names) has(e finding.Entity) bool {
	v := plain(e.Value)
	if n.full[v] {
		return true
	}
	if e.Type == finding.Account {
		name, qualified := login(v)
		return qualified && n.bare[name] || !qualified && n.logins[name]
	}
	for _, domain := range n.far {
		if strings.HasSuffix(v, "."+domain) || strings.HasSuffix(v, "@"+domain) {
			return true
		}
	}
	return false
}

// plain is the one way of writing a name.
func plain(v string) string {
	v = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(v)), ".")
	if a, err := netip.ParseAddr(v); err == nil {
		return a.Unmap().String()
	}
	return v
}

// login takes the domain off an account: "SHOP\minji", "minji@shop.example".
func login(account string) (name string, qualified bool) {
	if _, name, ok := strings.Cut(account, `\`); ok {
		return name, true
	}
	name, _, qualified = strings.Cut(account, "@")
	return name, qualified
}

// stageNames is what a finding without a record of a stage must agree with.
type stageNames struct {
	tactic      finding.Tactic
	first, last event.Time
	names       *names
}

func newStageNames(t *truth.Truth) []stageNames {
	out := make([]stageNames, len(t.Stages))
	for i := range t.Stages {
		s := &t.Stages[i]
		n := newNames()
		n.add(s.Hosts)
		n.accounts(s.Accounts)
		n.attackers(s.Attackers)
		out[i] = stageNames{finding.Tactic(s.Tactic), instant(s.First), instant(s.Last), n}
		if out[i].last.IsZero() {
			out[i].last = out[i].first
		}
	}
	return out
}

// agrees reports whether tactic, time and somebody who took part are the stage's.
func (s *stageNames) agrees(f *finding.Finding) bool {
	if f.Tactic != s.tactic || f.First.IsZero() || s.first.IsZero() {
		return false
	}
	last := f.First
	if f.Last.After(last) {
		last = f.Last
	}
	if f.First.Nanos > s.last.Nanos || last.Nanos < s.first.Nanos {
		return false
	}
	for _, e := range f.Entities {
		switch e.Type {
		case finding.Host, finding.Domain, finding.Mailbox, finding.Account:
			if s.names.has(e) {
				return true
			}
		}
	}
	return false
}
