package attack

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
)

// intruder is somebody with another's mail account: from where and with what.
type intruder struct {
	from   netip.Addr
	device *fact.Device
}

// The attacker's programs for mail, by their names in scenarios.
var intruderDevices = map[string]fact.Device{
	"web":  {Kind: fact.Browser, Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0"},
	"imap": {Kind: fact.MailProgram, Agent: "Thunderbird"},
	"ews":  {Kind: fact.Legacy, Agent: "ExchangeServicesClient/15.00.0913.015"},
}

// misuse says who uses whose account.
func (a *Attack) misuse(with scenario.Values) (in intruder, victim *company.Employee, err error) {
	if victim, err = a.employee(with["victim"]); err == nil {
		in, err = a.intrude(with)
	}
	return in, victim, err
}

// intrude returns the attacker's way to a mail service: the same in all steps that name
// the same station.
func (a *Attack) intrude(with scenario.Values) (intruder, error) {
	kind, ok := intruderDevices[with.Text("client", "web")]
	if !ok {
		return intruder{}, fmt.Errorf("nobody reads mail with %q", with["client"])
	}
	place := with.Text("place", "rented")
	r := a.world.Source("attacker's mail", place)
	from := life.Rented(r)
	if place == "home" {
		from = life.Hijacked(r)
	}
	kind.Number = a.world.Identifiers("attacker's mail", place).Uint64()
	return intruder{from, &kind}, nil
}

// signIn is the attacker at the service's door.
func (i intruder) signIn(s *part, at time.Time, account string, why fact.Failure) fact.Access {
	return fact.Access{Label: s.label, Time: at, Do: fact.SignIn, Account: account, Owner: account, Device: i.device, From: i.from, Session: uint64(at.UnixNano()), Until: at.Add(time.Minute), Fresh: true, Failure: why}
}

// newEnter is the way to the password: asked for, or tried out.
func newEnter(a *Attack, s *part, t scenario.Task) (action, error) {
	if t.With["how"] == "phish" {
		return newPhish(a, s, t)
	}
	return newTry(a, s, t)
}

// try is passwords that somebody tries on mail accounts: some on each of many, or many on
// one.
type try struct {
	*Attack
	*part
	intruder
	victim *company.Employee
	tries  int
	many   bool
}

func newTry(a *Attack, s *part, t scenario.Task) (action, error) {
	in, victim, err := a.misuse(t.With)
	if err != nil {
		return nil, err
	}
	g := &try{a, s, in, victim, int(max(1, t.With.Int("tries"))), t.With["how"] == "spray"}
	device := *in.device
	device.Kind = fact.Legacy
	g.device = &device
	s.Accounts = []string{victim.Person.Address}
	s.against(in.from.String())
	technique := "T1110.001"
	if g.many {
		technique = "T1110.003"
	}
	s.tell("credential-access", technique, []string{"mail-server"}, "Somebody at %s tries passwords of mail accounts; that of %s fits.", in.from, victim.Name)
	return g, nil
}

func (g *try) day(d *fact.Day) {
	if !on(d, g.First) {
		return
	}
	r, at := g.source(g.part), g.First
	for i := range g.tries {
		account := g.victim.Person.Address
		if g.many && i < g.tries-1 {
			account = chance.Pick(r, g.world.Employees).Address
		}
		d.Accesses = append(d.Accesses, g.signIn(g.part, at, account, fact.WrongPassword))
		at = at.Add(r.Between(2*time.Second, 30*time.Second))
	}
	d.Accesses = append(d.Accesses, g.signIn(g.part, at, g.victim.Person.Address, fact.NoFailure))
}

// phish is a mail that leads to a page where the victim types in the password.
type phish struct {
	*Attack
	*part
	victim *company.Employee
	site   *station
	typed  time.Time
}

func newPhish(a *Attack, s *part, t scenario.Task) (action, error) {
	victim, err := a.employee(t.With["victim"])
	if err != nil {
		return nil, err
	}
	p := &phish{a, s, victim, a.station("page"), t.At.Add(t.With.Duration("typed"))}
	s.people, s.boxes = []string{victim.Person.Address}, []string{victim.Person.Address}
	s.Accounts = []string{victim.Person.Address}
	s.against(p.sender().Address, p.site.Name, p.site.Addresses[0].String())
	s.tell("initial-access", "T1566.002", []string{"mail", "connection", "mail-server"}, "A mail that seems to come from the mail service asks %s for the password; it leads to %s.", victim.Name, p.site.Name)
	return p, nil
}

func (p *phish) sender() fact.Person {
	return fact.Person{Name: p.world.Name + " Mail Administrator", Address: "postmaster@" + p.site.Name}
}

func (p *phish) day(d *fact.Day) {
	if !on(d, p.First) {
		return
	}
	link := "https://" + p.site.Name + "/owa/auth/" + fmt.Sprintf("%x", p.world.Identifiers("page").Uint32())
	d.Mails = append(d.Mails, fact.Mail{Label: p.label, Sent: p.First, Client: "thunderbird", From: p.sender(), To: []fact.Person{p.victim.Person}, Subject: "[알림] 메일 비밀번호 만료 안내", ID: 1<<43 + uint64(p.label),
		Text: p.victim.Hangul + "님,\n\n메일 계정의 비밀번호가 오늘 만료됩니다. 계속 사용하시려면 아래 주소에서 로그인해 주십시오.\n\n" + link + "\n\n메일 관리자\n",
		Hops: p.world.FromHouse("mail."+p.site.Name, "postfix", p.site.Addresses[0]), Verdict: &fact.Verdict{SPF: "pass", DKIM: "none", DMARC: "none", Domain: p.site.Name},
		Boxes: []fact.Box{{Owner: p.victim.Person.Address}}})
	r := p.source(p.part, "visit")
	p.world.Resolve(d, p.label, r, p.victim.Machine, p.typed, p.site.Name, p.site.Addresses...)
	d.Flows = append(d.Flows, fact.Flow{Label: p.label, Start: p.typed, Duration: r.Between(20*time.Second, time.Minute), Src: p.victim.Machine, Dst: p.site.Addresses[0], DstPort: 443, Service: "ssl", Out: r.Around(3400, 0.2), In: r.Around(61_000, 0.2), Name: p.site.Name,
		TLS: &fact.TLS{Version: "TLSv12", Subject: "CN=" + p.site.Name, Issuer: "CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US"}})
}

// shortened is a subject as the next letter of a conversation has it.
func shortened(subject string) string {
	for strings.HasPrefix(subject, "Re: ") {
		subject = strings.TrimPrefix(subject, "Re: ")
	}
	return subject
}
