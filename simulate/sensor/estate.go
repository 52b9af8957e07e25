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

// at returns the machine with an address.
func (e *Estate) at(a netip.Addr) (fact.Machine, bool) {
	i := slices.IndexFunc(e.Machines, func(m fact.Machine) bool { return m.Address == a })
	if i < 0 {
		return fact.Machine{}, false
	}
	return e.Machines[i], true
}

// of returns the hosts with a system, by their names.
func (e *Estate) of(s fact.System) []fact.Machine {
	var out []fact.Machine
	for _, m := range e.Machines {
		if m.System == s {
			out = append(out, m)
		}
	}
	return out
}

// deed is one thing that happened on a machine: one of its fields is set.
type deed struct {
	at      time.Time
	logon   *fact.Logon
	process *fact.Process
	file    *fact.Dropped
	service *fact.Service
}

// deeds returns what happened in a day on the machines that are asked for, in the
// order of time; of one instant first who came, and then what he did.
func deeds(d *fact.Day, on func(host string) bool) []deed {
	var out []deed
	for i := range d.Logons {
		if l := &d.Logons[i]; on(l.Host) {
			out = append(out, deed{at: l.Time, logon: l})
		}
	}
	for i := range d.Services {
		if s := &d.Services[i]; on(s.Host) {
			out = append(out, deed{at: s.Time, service: s})
		}
	}
	for i := range d.Processes {
		if p := &d.Processes[i]; on(p.Host) {
			out = append(out, deed{at: p.Time, process: p})
		}
	}
	for i := range d.Files {
		if f := &d.Files[i]; on(f.Host) {
			out = append(out, deed{at: f.Time, file: f})
		}
	}
	slices.SortStableFunc(out, func(a, b deed) int { return a.at.Compare(b.at) })
	return out
}
