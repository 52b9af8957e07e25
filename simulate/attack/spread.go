package attack

import (
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/scenario"
)

// scan tries the neighbourhood for machines that can be administered.
type scan struct {
	*Attack
	*part
	from machine
}

func newScan(a *Attack, s *part, t scenario.Task) (action, error) {
	from, err := a.machine(t.With["from"])
	if err != nil {
		return nil, err
	}
	s.involve(from)
	s.tell("discovery", "T1046", []string{"connection"}, "%s tries all addresses of the office and of the servers.", from.host)
	return &scan{a, s, from}, nil
}

func (c *scan) day(d *fact.Day) {
	if !on(d, c.First) {
		return
	}
	c.ask(d)
	r, at := c.source(c.part), c.First
	there := map[netip.Addr]bool{}
	for _, e := range c.world.Employees {
		there[e.Machine] = true
	}
	for _, s := range c.world.Servers.All() {
		there[s.Address] = true
	}
	for _, net := range []byte{1, 5} {
		for last := range 254 {
			to := netip.AddrFrom4([4]byte{10, 20, net, byte(1 + last)})
			for _, port := range []uint16{445, 3389, 5985} {
				at = at.Add(r.Between(5*time.Millisecond, 60*time.Millisecond))
				outcome := fact.Unanswered
				if there[to] {
					outcome = fact.Refused
					if port == 445 {
						outcome = fact.Finished
					}
				}
				d.Flows = append(d.Flows, fact.Flow{Label: c.label, Start: at, Duration: r.Between(time.Millisecond, 30*time.Millisecond), Src: c.from.address, Dst: to, DstPort: port, Outcome: outcome})
			}
		}
	}
}

// guess tries passwords on a machine.
type guess struct {
	*Attack
	*part
	from, to machine
	tries    int
}

func newGuess(a *Attack, s *part, t scenario.Task) (action, error) {
	ms, err := a.machines([]string{t.With["from"], t.With["to"]})
	if err != nil {
		return nil, err
	}
	s.involve(ms...)
	s.tell("credential-access", "T1110.001", []string{"connection", "host"}, "%s tries passwords on %s.", ms[0].host, ms[1].host)
	return &guess{a, s, ms[0], ms[1], int(t.With.Int("tries"))}, nil
}

func (g *guess) day(d *fact.Day) {
	if !on(d, g.First) {
		return
	}
	r, at := g.source(g.part), g.First
	for i := range g.tries {
		at = at.Add(r.Between(time.Second, 4*time.Second))
		fitted := i == g.tries-1
		d.Flows = append(d.Flows, fact.Flow{Label: g.label, Start: at, Duration: r.Between(900*time.Millisecond, 2*time.Second), Src: g.from.address, Dst: g.to.address, DstPort: 22,
			Service: "ssh", Out: r.Around(1900, 0.05), In: r.Around(2500, 0.05), SSH: &fact.SSH{Client: banner, Server: company.Banner, Attempts: 1, Success: fitted}})
		d.Logons = append(d.Logons, fact.Logon{Label: g.label, Time: at, Host: g.to.host, User: chance.Pick(r, []string{"root", "admin", "deploy", "www"}), From: g.from.address, Kind: fact.OverSSH, Success: fitted})
	}
}

// banner is what the attacker's SSH program calls itself.
const banner = "SSH-2.0-libssh2_1.7.0"

// move puts a program on other machines and starts it there.
type move struct {
	*Attack
	*part
	from machine
	to   []machine
	with []string
}

func newMove(a *Attack, s *part, t scenario.Task) (action, error) {
	from, err := a.machine(t.With["from"])
	if err != nil {
		return nil, err
	}
	to, err := a.machines(t.With.List("to"))
	if err != nil {
		return nil, err
	}
	tools := t.With.List("tool")
	technique := "T1021.002"
	if slices.Contains(tools, "ssh") {
		technique = "T1021.004"
	}
	s.involve(append([]machine{from}, to...)...)
	s.Accounts = []string{administrator}
	s.tell("lateral-movement", technique, []string{"connection", "host"}, "%s goes on to %d more machines.", from.host, len(to))
	return &move{a, s, from, to, tools}, nil
}

func (m *move) day(d *fact.Day) {
	if !on(d, m.First) {
		return
	}
	r, at := m.source(m.part), m.First
	for _, to := range m.to {
		for _, tool := range m.with {
			at = at.Add(r.Between(20*time.Second, 3*time.Minute))
			m.reach(d, r, to, tool, at)
		}
		at = at.Add(r.Between(2*time.Minute, 20*time.Minute))
	}
}

// reach is one way of getting onto a machine.
func (m *move) reach(d *fact.Day, r chance.Source, to machine, tool string, at time.Time) {
	f := fact.Flow{Label: m.label, Start: at, Src: m.from.address, Dst: to.address, Duration: r.Between(2*time.Second, 40*time.Second)}
	kind := fact.OverNetwork
	switch tool {
	case "smb":
		f.DstPort, f.Service, f.Out, f.In = 445, "gssapi,smb", r.Around(410_000, 0.1), r.Around(6000, 0.2)
		f.Files = []fact.File{{After: time.Second, Share: "ADMIN$", Name: `Temp\hsvc.exe`, Type: "application/x-dosexec", Bytes: 391_168, Upload: true}}
		d.Services = append(d.Services, fact.Service{Label: m.label, Time: at.Add(3 * time.Second), Host: to.host, Name: "hsvc", Path: hiddenSystem, Account: "LocalSystem", User: administrator})
	case "winrm":
		f.DstPort, f.Service, f.Out, f.In = 5985, "http", r.Around(24_000, 0.3), r.Around(36_000, 0.3)
		f.Duration += 40 * time.Second
	case "ssh":
		f.DstPort, f.Service, f.Out, f.In, kind = 22, "ssh", r.Around(60_000, 0.3), r.Around(220_000, 0.3), fact.OverSSH
		f.Duration += 20 * time.Minute
		f.SSH = &fact.SSH{Client: banner, Server: company.Banner, Attempts: 1, Success: true}
	}
	d.Flows = append(d.Flows, f)
	m.settle(d, to, tool, at)
	d.Logons = append(d.Logons, fact.Logon{Label: m.label, Time: at.Add(time.Second), Host: to.host, User: administrator, From: m.from.address, Kind: kind, Success: true, Until: at.Add(f.Duration)})
}
