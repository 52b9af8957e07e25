package attack

import (
	"cmp"
	"strings"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/scenario"
)

// lure is a mail in the name of somebody whom the victim knows, in that person's
// way of writing, from an altered address, with a program that is named like
// pictures.
type lure struct {
	*Attack
	*part
	victim  *company.Employee
	as      *company.Contact
	from    fact.Person
	zone    *time.Location
	opened  time.Time
	carrier fact.Attachment
}

func newLure(a *Attack, s *part, t scenario.Task) (action, error) {
	victim, err := a.employee(t.With["victim"])
	if err != nil {
		return nil, err
	}
	l := &lure{Attack: a, part: s, victim: victim, as: victim.Private[0], zone: a.zone(t.With["zone"]), opened: t.At.Add(t.With.Duration("opened"))}
	l.from = fact.Person{Name: l.as.Name, Address: altered(l.as.Address)}
	if l.carrier, err = pictures(a.flagged("file-name")); err != nil {
		return nil, err
	}
	s.people, s.boxes = []string{victim.Person.Address}, []string{victim.Person.Address}
	s.Accounts = []string{victim.Person.Address}
	s.against(l.from.Address)
	s.tell("initial-access", "T1566.001", []string{"mail"}, "A mail in the name of %s, whom %s knows, from an altered address; it brings a program that is named like pictures.", l.as.Name, victim.Name)
	return l, nil
}

func (l *lure) day(d *fact.Day) {
	if !on(d, l.First) {
		return
	}
	text := given(l.victim.Hangul) + "야,\n\n지난 주말에 찍은 가족 사진으로 화면 보호기를 만들었어. 엄마가 제일 예쁘게 나왔어!\n압축 풀어서 열어 봐. 비밀번호는 없어.\n\n" + given(l.as.Hangul) + "\n"
	d.Mails = append(d.Mails, fact.Mail{Label: l.label, Sent: l.First.In(l.zone), Client: "outlook-express", From: l.from, To: []fact.Person{l.victim.Person}, Subject: "우리 가족 사진",
		Text: text, Attachments: []fact.Attachment{l.carrier}, ID: 1<<40 + uint64(l.label),
		Hops:    l.world.FromHouse("mail."+l.station("relay").Name, "sendmail", l.station("relay").Addresses[0]),
		Verdict: &fact.Verdict{SPF: "fail", DKIM: "none", DMARC: "fail", Domain: l.from.Address[strings.IndexByte(l.from.Address, '@')+1:]},
		Boxes:   []fact.Box{{Owner: l.victim.Person.Address}}})
	d.Processes = append(d.Processes, fact.Process{Label: l.label, Time: l.opened, Host: l.victim.Host, User: l.victim.User, ID: 4812, Parent: 2204,
		Image: l.image(), ParentImage: explorer, Command: `"` + l.image() + `" /S`})
	l.unpack(d, l.image())
}

// disguise is what the program of the lure is called.
const disguise = "IMG_0503.jpg.scr"

// image is the program of the lure, where the victim opens it.
func (l *lure) image() string {
	return `C:\Users\` + l.victim.User + `\AppData\Local\Temp\` + cmp.Or(l.flagged("file-name"), disguise)
}

// altered is an address that is easily taken for another: one character more.
func altered(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	return local + "1@" + domain
}

func given(hangul string) string { return string([]rune(hangul)[1:]) }

// offset reads "+0830" or "+0900".
func offset(text string, otherwise *time.Location) *time.Location {
	t, err := time.Parse("-0700", text)
	if err != nil {
		return otherwise
	}
	_, seconds := t.Zone()
	return time.FixedZone("", seconds)
}
