package sensor

import (
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/fact"
)

// Estate is the company's machines, as far as their own logs know them.
type Estate struct {
	Domain         string // of the directory, as the DNS knows it
	Directory      string // machine that keeps the accounts
	Machines       []fact.Machine
	Users          []string // who has an account
	Administrators []string // of them, and others
	Zone           *time.Location
	Skew           map[string]time.Duration // of each machine's clock
}

// At returns the machine with an address.
func (e *Estate) At(a netip.Addr) (fact.Machine, bool) {
	i := slices.IndexFunc(e.Machines, func(m fact.Machine) bool { return m.Address == a })
	if i < 0 {
		return fact.Machine{}, false
	}
	return e.Machines[i], true
}

// Of returns the hosts with a system, by their names.
func (e *Estate) Of(s fact.System) []fact.Machine {
	var out []fact.Machine
	for _, m := range e.Machines {
		if m.System == s {
			out = append(out, m)
		}
	}
	return out
}
