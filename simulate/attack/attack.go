// Package attack does what a scenario's attacker does, one file per action, and
// keeps what the answer sheet will say of it. Actions make facts, like everything
// else that happens; nothing here runs, is sent, or could harm anybody: a fact is
// a line in a log to be.
package attack

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// Attack is the attacker at work.
type Attack struct {
	world   *life.World
	plan    *scenario.Plan
	servers map[string]*station
	parts   []*part
	data    *truth.Data
	demands *truth.Extortion
	home    time.Time // when the first byte of the data left; zero: never
	away    time.Time // and the last
	taken   time.Time // the first bulk read
}

// action is one thing that an attacker does.
type action interface {
	// day adds what happens on a day.
	day(d *fact.Day)
}

// part is one step of the scenario.
type part struct {
	truth.Stage
	label  fact.Label
	do     string // as the scenario calls the action
	action action
	people []string // mail addresses of those deceived or imitated
	boxes  []string // mailboxes that hold records of it
}

// station is one of the attacker's servers.
type station struct {
	company.Site
	named bool // reached by name
	alone bool // nobody else vouches for its certificate
}

// actions make the actions by their names in scenarios.
var actions = map[string]func(*Attack, *part, scenario.Task) (action, error){
	"lure": newLure, "beacon": newBeacon, "scan": newScan, "guess": newGuess, "move": newMove,
	"read": newRead, "stage": newStage, "upload": newUpload, "demand": newDemand,
	"slow-read": newSlow, "walk": newWalk, "export": newExport, "shell": newShell, "note": newNote,
	"enter-mail": newEnter, "read-mail": newPeruse, "change-mail": newSettings, "colleague": newSibling, "read-private": newPrivate,
}

// New plans the attack of a scenario on a company.
func New(w *life.World, p *scenario.Plan) (*Attack, error) {
	a := &Attack{world: w, plan: p, servers: make(map[string]*station)}
	tasks, err := p.Tasks()
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		if !t.At.Before(p.To) {
			continue // the evidence ends before it
		}
		plan, ok := actions[t.Do]
		if !ok {
			return nil, fmt.Errorf("scenario %s, step %s: no action %q; there are %s", p.Name, t.Name, t.Do, strings.Join(slices.Sorted(maps.Keys(actions)), ", "))
		}
		s := &part{label: fact.Label(len(a.parts) + 1), do: t.Do}
		s.Name, s.First, s.Last = t.Name, t.At, t.At
		if s.action, err = plan(a, s, t); err != nil {
			return nil, fmt.Errorf("scenario %s, step %s: %w", p.Name, t.Name, err)
		}
		a.parts = append(a.parts, s)
	}
	return a, nil
}

// Day adds what the attacker does on a day.
func (a *Attack) Day(d *fact.Day) {
	for _, p := range a.parts {
		p.action.day(d)
	}
	a.aware(d)
}

// Mailboxes returns the mailboxes that hold records of the attack.
func (a *Attack) Mailboxes() []string {
	var out []string
	for _, s := range a.parts {
		out = join(out, s.boxes)
	}
	return out
}

// source returns the random source of a step.
func (a *Attack) source(s *part, labels ...string) chance.Source {
	return a.world.Source(append([]string{"attack", s.Name}, labels...)...)
}

// privateCloud is a cloud storage on which somebody has a private account.
const privateCloud = "private-cloud"

// station returns one of the attacker's servers by its name in the scenario.
func (a *Attack) station(name string) *station {
	if s := a.servers[name]; s != nil {
		return s
	}
	if name == privateCloud { // everybody's, so nothing about it is the attacker's own
		s := &station{Site: a.world.Internet.Clouds[0], named: true}
		a.servers[name] = s
		return s
	}
	s := &station{Site: a.world.NewSite("attacker", name), named: name != "drop"}
	s.Addresses = []netip.Addr{netip.AddrFrom4([4]byte{203, 0, 113, byte(10 + 17*len(a.servers))})}
	if a.plan.Values["certificate"] != "vouched" {
		s.Subject, s.Issuer, s.alone = "CN=localhost", "CN=localhost", true
	}
	a.servers[name] = s
	return s
}

// machine is a machine inside that takes part.
type machine struct {
	host     string
	address  netip.Addr
	user     string
	employee *company.Employee // nil: a server
}

// machine returns the machine of a role, or a server.
func (a *Attack) machine(name string) (machine, error) {
	s := a.world.Servers
	servers := map[string]company.Server{"files": s.Files, "web": s.Web, "database": s.Database, "directory": s.Directory, "backup": s.Backup, "replica": s.Replica}
	if v, ok := servers[name]; ok {
		return machine{host: v.Host, address: v.Address, user: "SYSTEM"}, nil
	}
	if e := a.world.Part(company.Role(name)); e != nil {
		return machine{host: e.Host, address: e.Machine, user: e.User, employee: e}, nil
	}
	return machine{}, fmt.Errorf("nobody and nothing at the company is called %q", name)
}

func (a *Attack) machines(names []string) ([]machine, error) {
	var out []machine
	for _, n := range names {
		m, err := a.machine(n)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// employee returns the employee with a role.
func (a *Attack) employee(name string) (*company.Employee, error) {
	if e := a.world.Part(company.Role(name)); e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("nobody at the company is %q", name)
}

// on reports whether an instant lies in a day.
func on(d *fact.Day, t time.Time) bool {
	return !t.Before(d.Date) && t.Before(d.Date.AddDate(0, 0, 1))
}

// during reports whether a day lies between the beginning of the step and its end.
func (s *part) during(d *fact.Day, until time.Time) bool {
	return d.Date.Before(until) && !d.Date.AddDate(0, 0, 1).Before(s.First)
}

// involve notes who and what took part in a step.
func (s *part) involve(ms ...machine) {
	for _, m := range ms {
		if text := m.address.String(); !slices.Contains(s.Hosts, text) {
			s.Hosts = append(s.Hosts, text)
		}
	}
}

// tell says what the step is.
func (s *part) tell(tactic, technique string, sources []string, sentence string, values ...any) {
	s.Tactic, s.Technique, s.Sources, s.Sentence = tactic, technique, sources, fmt.Sprintf(sentence, values...)
}

// against notes what of the attacker's shows.
func (s *part) against(names ...string) {
	for _, n := range names {
		if n != "" && !slices.Contains(s.Attackers, n) {
			s.Attackers = append(s.Attackers, n)
		}
	}
}
