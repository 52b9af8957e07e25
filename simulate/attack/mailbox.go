package attack

import (
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/scenario"
)

// peruse is somebody who reads in another's mailbox for days: first what is new, then
// what is old.
type peruse struct {
	*Attack
	*part
	intruder
	victim *company.Employee
	daily  int
	until  time.Time
	read   map[uint64]bool
}

func newPeruse(a *Attack, s *part, t scenario.Task) (action, error) {
	in, victim, err := a.misuse(t.With)
	if err != nil {
		return nil, err
	}
	s.Accounts = []string{victim.Person.Address}
	s.against(in.from.String())
	s.tell("collection", "T1114.002", []string{"mail-server"}, "Somebody at %s reads the mails of %s for days.", in.from, victim.Name)
	return &peruse{a, s, in, victim, int(max(1, t.With.Int("daily"))), t.Until, map[uint64]bool{}}, nil
}

func (p *peruse) day(d *fact.Day) {
	if !p.during(d, p.until) {
		return
	}
	r, at := p.source(p.part, d.Date.Format(time.DateOnly)), p.First
	if !on(d, p.First) {
		if r.Chance(0.3) {
			return // not every day
		}
		_, minutes, _ := p.First.Clock()
		at = d.At(time.Duration(p.First.Hour())*time.Hour + time.Duration(minutes)*time.Minute + r.Between(-2*time.Hour, 2*time.Hour))
	}
	account := p.victim.Person.Address
	in := p.signIn(p.part, at, account, fact.NoFailure)
	in.Count = int(r.Around(int64(p.daily), 0.4))
	session := in.Session
	todo := p.choose(in.Count)
	next := at.Add(20 * time.Second)
	for i := range todo {
		d.Accesses = append(d.Accesses, fact.Access{Label: p.label, Time: next, Do: fact.Read, Account: account, Owner: account, Device: p.device, From: p.from, Session: session, Items: todo[i : i+1]})
		next = next.Add(4*time.Second + r.Exponential(25*time.Second))
	}
	in.Until, in.Count = next.Add(time.Minute), len(todo)
	d.Accesses = append(d.Accesses, in)
}

// choose are the newest mails that he has not read yet.
func (p *peruse) choose(n int) []fact.Item {
	var out []fact.Item
	items := p.world.Mailbox(p.victim.Person.Address)
	for i := len(items) - 1; i >= 0 && len(out) < n; i-- {
		if !p.read[items[i].ID] {
			p.read[items[i].ID] = true
			out = append(out, items[i])
		}
	}
	return out
}

// settings is what he changes in the mailbox: a rule that hides the answers to his mails,
// and a forwarding that lets him read on without the password.
type settings struct {
	*Attack
	*part
	intruder
	victim        *company.Employee
	hides, passes bool
	drop          string
}

func newSettings(a *Attack, s *part, t scenario.Task) (action, error) {
	in, victim, err := a.misuse(t.With)
	if err != nil {
		return nil, err
	}
	what := t.With.Text("what", "both")
	g := &settings{a, s, in, victim, what == "hide" || what == "both", what == "forward" || what == "both", a.world.NewName("drop").Address}
	if in.device.Kind != fact.Browser { // settings are made in the browser
		g.device = &fact.Device{Kind: fact.Browser, Agent: intruderDevices["web"].Agent, Number: in.device.Number + 2}
	}
	s.Accounts = []string{victim.Person.Address}
	s.against(in.from.String())
	if g.passes {
		s.against(g.drop)
	}
	s.tell("defense-evasion", "T1564.008", []string{"mail-server"}, "Rules in the mailbox of %s hide mails and pass them on.", victim.Name)
	return g, nil
}

func (g *settings) day(d *fact.Day) {
	if !on(d, g.First) {
		return
	}
	r, account := g.source(g.part), g.victim.Person.Address
	act := func(after time.Duration, a fact.Access) {
		a.Label, a.Time, a.Account, a.Owner, a.Device, a.From, a.Session = g.label, g.First.Add(after), account, account, g.device, g.from, uint64(g.First.UnixNano())
		d.Accesses = append(d.Accesses, a)
	}
	d.Accesses = append(d.Accesses, g.signIn(g.part, g.First, account, fact.NoFailure))
	if g.hides {
		rule := fact.Rule{Name: chance.Pick(r, []string{".", "..", "a", "정리"}), Words: []string{"사진", "확인", "이상한", "해킹", "첨부"}, Folder: chance.Pick(r, []string{"RSS Feeds", "Conversation History", "Archive"}), MarkRead: true}
		act(40*time.Second, fact.Access{Do: fact.MakeRule, Rule: &rule})
	}
	if g.passes {
		act(95*time.Second, fact.Access{Do: fact.PassOn, Target: g.drop})
	}
}

// sibling is a mail from a true account to a colleague, in a conversation that they have.
type sibling struct {
	*Attack
	*part
	intruder
	victim  *company.Employee
	to      *company.Employee
	opened  time.Time
	carrier fact.Attachment
	link    bool
}

func newSibling(a *Attack, s *part, t scenario.Task) (action, error) {
	victim, err := a.employee(t.With["victim"])
	if err != nil {
		return nil, err
	}
	to, err := a.employee(t.With["to"])
	if err != nil {
		return nil, err
	}
	in, err := a.intrude(t.With)
	if err != nil {
		return nil, err
	}
	g := &sibling{Attack: a, part: s, intruder: in, victim: victim, to: to, opened: t.At.Add(t.With.Duration("opened")), link: t.With["payload"] == "link"}
	if g.carrier, err = pictures(a.flagged("file-name")); err != nil {
		return nil, err
	}
	g.carrier.Name = "회의자료.zip"
	if !a.world.Cloud {
		g.device = &fact.Device{Kind: fact.MailProgram, Agent: "Thunderbird", Number: in.device.Number + 1}
	}
	s.people, s.boxes = []string{victim.Person.Address, to.Person.Address}, []string{to.Person.Address, victim.Person.Address}
	s.Accounts = []string{victim.Person.Address}
	s.against(in.from.String())
	s.tell("lateral-movement", "T1534", []string{"mail", "mail-server"}, "A mail to %s from the true account of %s brings a program.", to.Name, victim.Name)
	return g, nil
}

func (g *sibling) day(d *fact.Day) {
	if !on(d, g.First) {
		return
	}
	account := g.victim.Person.Address
	hop := g.world.Taken("[10.0.2.15]", g.from, time.Second) // web mail notes the browser's address
	m := fact.Mail{Label: g.label, Sent: g.First, Client: g.writesWith(), From: g.victim.Person, To: []fact.Person{g.to.Person}, Subject: "Re: " + shortened(g.subject()), ID: 1<<44 + uint64(g.label),
		Text: g.to.Hangul + "님,\n\n지난번 말씀드린 자료 수정본입니다. 압축 풀어서 확인 부탁드립니다.\n\n" + g.victim.Hangul + "\n", Attachments: []fact.Attachment{g.carrier},
		Hops: []fact.Hop{hop}, Boxes: []fact.Box{{Owner: g.to.Person.Address}}}
	if g.link {
		m.Attachments, m.Text = nil, g.to.Hangul+"님,\n\n지난번 말씀드린 자료를 올려 두었습니다. 회사 계정으로 로그인해서 확인 부탁드립니다.\nhttps://"+g.station("page").Name+"/share/1f3a\n\n"+g.victim.Hangul+"\n"
	}
	d.Mails = append(d.Mails, m)
	item := fact.Item{ID: m.ID, Sent: m.Sent, From: m.From, Client: m.Client, Subject: m.Subject, Bytes: 40_000, Folder: "Sent Items"}
	in := g.signIn(g.part, g.First.Add(-4*time.Minute), account, fact.NoFailure)
	in.Until = g.First.Add(5 * time.Minute)
	d.Accesses = append(d.Accesses, in)
	for i, do := range []fact.Doing{fact.Send, fact.Destroy} {
		d.Accesses = append(d.Accesses, fact.Access{Label: g.label, Time: g.First.Add(time.Duration(i) * 50 * time.Second), Do: do, Account: account, Owner: account, Device: g.device, From: g.from, Session: in.Session, Items: []fact.Item{item}, Folder: "Sent Items"})
	}
	if !g.link {
		image := `C:\Users\` + g.to.User + `\AppData\Local\Temp\` + disguise
		d.Processes = append(d.Processes, fact.Process{Label: g.label, Time: g.opened, Host: g.to.Host, User: g.to.User, ID: 4812, Parent: 2204, Image: image, ParentImage: explorer, Command: `"` + image + `" /S`})
	}
}

// writesWith is what the mail looks like: in the cloud the service writes its header,
// else the attacker's own program does.
func (g *sibling) writesWith() string {
	if g.world.Cloud && g.device.Kind != fact.MailProgram {
		return "outlook-365"
	}
	return "thunderbird"
}

// subject is that of the last conversation of the two, or a usual one.
func (g *sibling) subject() string {
	items := g.world.Mailbox(g.victim.Person.Address)
	for i := len(items) - 1; i >= 0; i-- {
		if items[i].From.Address == g.to.Person.Address {
			return items[i].Subject
		}
	}
	return "회의 자료"
}
