package company

import "dwell/simulate/fact"

// System returns what one of the servers runs: Windows where the office needs it, for
// logons, files and printing, and Linux where the shop runs.
func (s *Servers) System(one Server) fact.System {
	switch one.Address {
	case s.Directory.Address, s.Files.Address, s.Printer.Address:
		return fact.Windows
	}
	return fact.Linux
}

// Machines returns every machine of the company, servers first. All workstations run
// Windows.
func (c *Company) Machines() []fact.Machine {
	var out []fact.Machine
	for _, s := range c.Servers.All() {
		out = append(out, fact.Machine{Host: s.Host, Address: s.Address, System: c.Servers.System(s)})
	}
	for _, e := range c.Employees {
		out = append(out, fact.Machine{Host: e.Host, Address: e.Machine, System: fact.Windows, User: e.User})
	}
	return out
}
