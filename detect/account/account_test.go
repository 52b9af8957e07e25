package account_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/account"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// calm is a company in which nothing happens but work, and one of its people.
func calm(seed uint64) (*world, *human) {
	w := newWorld(seed, 25, 5)
	for _, h := range w.people {
		h.tunnel = false
		for day := range 7 * w.weeks {
			w.day(h, day, office)
		}
	}
	return w, w.people[3]
}

// of returns the finding about an account.
func of(findings []finding.Finding, name string) (finding.Finding, bool) {
	for _, f := range findings {
		if slices.Contains(f.Values(finding.Principal), name) {
			return f, true
		}
	}
	return finding.Finding{}, false
}

func parts(f finding.Finding) string {
	var names []string
	for _, p := range f.Parts {
		if p.Weight > 0 {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

// far is an address where nobody of the company was ever.
var far = netip.MustParseAddr("203.0.113.77")

func (w *world) owner(h *human, from netip.Addr) *intruder {
	return &intruder{world: w, victim: h, day: 25, from: from, software: mac, hour: 17}
}

var hiding = event.InboxRule{Name: ".", Conditions: []string{"SubjectOrBodyContainsWords: invoice;payment"}, Folder: "RSS Feeds", MarkRead: true}

func TestIntrudersAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		commit func(x *intruder)
		says   []string
		least  finding.Severity
		attack string // technique
	}{
		"hides the answers":   {func(x *intruder) { x.enter(0); x.rule(hiding) }, []string{"new network", "rule"}, finding.High, "T1564.008"},
		"passes all mail on":  {func(x *intruder) { x.commit("forwarding") }, []string{"new network", "forward"}, finding.Medium, "T1114.003"},
		"reads everything":    {func(x *intruder) { x.enter(0); x.read(0, 900) }, []string{"new network", "read", "reads only"}, finding.High, "T1114.002"},
		"reads for days":      {func(x *intruder) { x.commit("reading") }, []string{"new network", "reads only"}, finding.Medium, ""},
		"writes to strangers": {func(x *intruder) { x.commit("phishing") }, []string{"new network", "recipients", "many strangers"}, finding.High, "T1534"},
		"sends much, and no log knows to whom": {func(x *intruder) {
			for i := range 90 {
				x.act(x.victim.name, x.at(0, float64(i)/1000), x.from, x.software, event.ActSend, 1).MessageIDs = []string{fmt.Sprint("u", i)}
			}
		}, []string{"new network", "many mails"}, finding.Medium, "T1534"},
		"guesses first": {func(x *intruder) {
			for i := range 12 {
				x.logon(x.victim.name, x.at(0, -1+float64(i)/60), x.from, x.software, event.TruthNo)
			}
			x.enter(0)
			x.read(0, 80)
		}, []string{"new network", "passwords tried"}, finding.Medium, "T1110"},
		"tries all accounts":          {func(x *intruder) { x.commit("spraying") }, []string{"new network", "script", "passwords tried"}, finding.High, ""},
		"sends through many machines": {func(x *intruder) { x.commit("spam") }, []string{"recipients"}, finding.Medium, ""},
		"from machines everywhere": {func(x *intruder) {
			for i := range 40 {
				from := netip.AddrFrom4([4]byte{10, byte(150 + i), 1, 1})
				x.Transfers = append(x.Transfers, event.MailTransfer{Time: x.at(0, float64(i)/20), Ref: x.ref(), Product: "postfix", Step: event.MailSubmit, MessageID: fmt.Sprint("z", i), Account: x.victim.name,
					Sender: x.victim.name, Client: from, Recipients: []string{x.stranger()}, Count: 1})
			}
		}, []string{"many networks", "many strangers"}, finding.Medium, ""},
		"gives outsiders rights": {func(x *intruder) {
			x.enter(0)
			a := x.act(x.victim.name, x.at(0, 1), x.from, x.software, event.ActPermit, 0)
			a.Targets, a.Rights = []string{"x@mail.example.net"}, "FullAccess"
		}, []string{"new network", "permit"}, finding.Medium, "T1098.002"},
		"lets a program read": {func(x *intruder) {
			x.enter(0)
			a := x.act(x.victim.name, x.at(0, 1), x.from, x.software, event.ActConsent, 0)
			a.Targets, a.Rights = []string{"Helper"}, "Mail.Read offline_access"
		}, []string{"new network", "consent"}, finding.Medium, ""},
		"hides the answers from the owner's machine": {func(x *intruder) {
			x.from = office
			x.rule(event.InboxRule{Name: "..", Delete: true, Forwards: []string{"x@mail.example.net"}, MarkRead: true})
		},
			[]string{"rule"}, finding.Low, "T1564.008"},
	} {
		w, victim := calm(1)
		x := w.owner(victim, far)
		x.hour = 12 // deep night where they live
		c.commit(x)
		findings := investigate(t, w.Batch)
		f, ok := of(findings, victim.name)
		if !ok || f.Severity < c.least {
			t.Errorf("%s: found %v, %s %.1f: %v", name, ok, f.Severity, f.Score, f.Parts)
			continue
		}
		for _, part := range c.says {
			if !strings.Contains(parts(f), part) {
				t.Errorf("%s: %q is missing in %s", name, part, parts(f))
			}
		}
		if c.attack != "" && f.Technique != c.attack {
			t.Errorf("%s: %s", name, f.Technique)
		}
		if f.Kind != finding.MailAccountMisuse || len(f.Refs) == 0 || len(f.Innocent) == 0 || f.First.IsZero() {
			t.Errorf("%s: %+v", name, f)
		}
		if len(findings) != 1 {
			t.Errorf("%s: %d findings, the others are innocent", name, len(findings))
		}
	}
}

func TestOrdinaryLifeIsQuiet(t *testing.T) {
	abroad := func(x *intruder, days int, software string) {
		for d := range days {
			w, h := x.world, x.victim
			w.session(h, x.day+d, x.hour, 6, x.from, software, 0.8)
		}
	}
	quiet(t, map[string]func(x *intruder){
		"a journey":                      func(x *intruder) { abroad(x, 4, x.victim.desk) },
		"a journey with a new telephone": func(x *intruder) { abroad(x, 4, galaxy+" new") },
		"one night in a hotel":           func(x *intruder) { abroad(x, 1, x.victim.desk) },
		"a new home":                     func(x *intruder) { x.day = 15; abroad(x, 15, x.victim.desk) },
		"a new telephone that downloads all": func(x *intruder) {
			x.act(x.victim.name, x.at(0, 0), x.victim.home, "Outlook-iOS/9", event.ActSync, 0)
			x.act(x.victim.name, x.at(0, 0), far, "Outlook-iOS/9", event.ActSync, 0)
		},
		"a mail merge": func(x *intruder) {
			for i := range 300 {
				x.send(x.victim.name, x.at(0, float64(i)/1000), office, x.victim.desk, x.stranger())
			}
		},
		"a newsletter": func(x *intruder) {
			var list []string
			for range 400 {
				list = append(list, x.stranger())
			}
			for week := range 4 {
				x.send(x.victim.name, at(7*week+2, 1), office, x.victim.desk, list...)
			}
		},
		"a new assistant": func(x *intruder) {
			a := x.act(x.victim.name, x.at(0, 0), office, "", event.ActPermit, 0)
			a.Actor, a.Targets, a.Rights = "admin@example.com", []string{"p004@example.com"}, "FullAccess"
			for d := range 5 { // who then reads
				b := x.act(x.victim.name, x.at(d, 0), office, windows, event.ActRead, 10)
				b.Actor = "p004@example.com"
			}
		},
		"a rule that files newsletters, abroad": func(x *intruder) {
			abroad(x, 3, x.victim.desk)
			x.rule(event.InboxRule{Name: "News", Conditions: []string{"From: news@shop.example"}, Folder: "Reading", MarkRead: true})
		},
		"a rule that deletes advertising": func(x *intruder) {
			x.from = office
			x.rule(event.InboxRule{Name: "ads", Conditions: []string{"From: ads@shop.example"}, Delete: true})
		},
		"a rule for an absence": func(x *intruder) { x.rule(event.InboxRule{Name: "out of office"}) },
		"mail to the private mailbox": func(x *intruder) {
			x.act(x.victim.name, x.at(0, 0), office, x.victim.desk, event.ActForward, 0).Targets = []string{x.victim.name[:4] + "@private.example"}
		},
		"who left is forwarded": func(x *intruder) {
			a := x.act(x.victim.name, x.at(0, 0), office, "", event.ActForward, 0)
			a.Actor, a.Targets = "admin@example.com", []string{"successor@partner.example"}
		},
		"a cleaned mailbox": func(x *intruder) { x.act(x.victim.name, x.at(0, 0), office, x.victim.desk, event.ActDelete, 4000) },
		"a search":          func(x *intruder) { x.act(x.victim.name, x.at(0, 0), office, x.victim.desk, event.ActRead, 4000) },
		"an old password in a telephone": func(x *intruder) {
			for i := range 200 {
				x.logon(x.victim.name, x.at(i/24, float64(i%24)), x.victim.home, x.victim.phone, event.TruthNo)
			}
		},
		"guesses that never fit": func(x *intruder) {
			for i := range 500 {
				x.logon(x.people[i%25].name, x.at(0, float64(i)/100), far, script, event.TruthNo)
			}
		},
		"a new office": func(x *intruder) {
			for _, h := range x.people {
				for d := range 9 {
					x.session(h, x.day+d, h.hour, 8, far, h.desk, 1)
				}
			}
		},
		"people mistype in the new office": func(x *intruder) {
			for _, h := range x.people {
				x.logon(h.name, x.at(0, 0), far, h.desk, event.TruthNo)
				for d := range 9 {
					x.session(h, x.day+d, h.hour, 8, far, h.desk, 1)
				}
			}
		},
		"two travel together": func(x *intruder) {
			abroad(x, 3, x.victim.desk)
			x.victim = x.people[5]
			abroad(x, 3, x.victim.desk)
		},
		"rights are taken back": func(x *intruder) {
			a := x.act(x.victim.name, x.at(0, 0), far, "", event.ActPermit, 0)
			a.Targets, a.Rights, a.Removed = []string{"x@mail.example.net"}, "FullAccess", true
		},
		"a rule was refused": func(x *intruder) {
			a := x.act(x.victim.name, x.at(0, 0), office, "", event.ActRule, 0)
			a.Rule, a.Success = &hiding, event.TruthNo
		},
		"a new colleague": func(x *intruder) {
			h := x.world.human(300)
			for d := 30; d < 35; d++ {
				x.session(h, d, h.hour, 8, far, h.desk, 1)
			}
		},
	})
}

// quiet lives each life in a world of its own, of which nothing may be told.
func quiet(t *testing.T, lives map[string]func(x *intruder)) {
	t.Helper()
	for name, live := range lives {
		w, owner := calm(2)
		x := w.owner(owner, far)
		x.hour = owner.hour
		live(x)
		for _, f := range investigate(t, w.Batch) {
			t.Errorf("%s: %s %.1f %v", name, f.Values(finding.Principal), f.Score, f.Parts)
		}
	}
}

// The Message-ID joins who logged the sender's address with who logged the recipients.
func TestLogsOfOneMailAreJoined(t *testing.T) {
	w, victim := calm(3)
	x := w.owner(victim, far)
	x.enter(0)
	for i := range 40 {
		id := fmt.Sprintf("j%d@example.com", i)
		w.act(victim.name, x.at(0, 0.1), far, mac, event.ActSend, 1).MessageIDs = []string{id}
		w.Transfers = append(w.Transfers, event.MailTransfer{Time: x.at(0, 0.2), Ref: w.ref(), Product: "m365", Step: event.MailDeliver, MessageID: id, Sender: victim.name,
			Recipients: []string{w.stranger()}, Count: 1})
	}
	f, ok := of(investigate(t, w.Batch), victim.name)
	if !ok || f.Measures["mails"] != int64(40) || f.Measures["strangers"] != int64(40) {
		t.Errorf("%v %v", f.Measures, f.Parts)
	}
	if !slices.Contains(f.Values(finding.Object), "j0@example.com") || !slices.Contains(f.Values(finding.Attacker), far.String()) {
		t.Errorf("%v", f.Entities)
	}
}

// sentCopy is a mail as it lies in the folder of sent mails or came to a colleague.
func sentCopy(w *world, from string, t event.Time, client, origin string, to ...string) {
	w.mail++
	m := event.Mail{Time: t, Ref: w.ref(), Vantage: event.VantageServer, MessageID: fmt.Sprintf("c%d@example.com", w.mail), From: []event.Address{{Addr: from}}, Client: client}
	for _, a := range to {
		m.To = append(m.To, event.Address{Addr: a})
	}
	if origin != "" {
		m.Headers = []event.Header{{Name: "X-Originating-IP", Value: "[" + origin + "]"}}
	}
	w.Mails = append(w.Mails, m)
}

// Without any log the mails tell who wrote where from, when, and to whom.
// A program that many colleagues use already is no news when one more does.
func TestProgramsOfColleagues(t *testing.T) {
	w := newWorld(11, 10, 1)
	for day := range 40 {
		for i, h := range w.people {
			program := "New Mail 1"
			if i == 0 && day < 35 {
				program = "Thunderbird 140"
			}
			for range 2 {
				sentCopy(w, h.name, at(day, 1+w.random.Float64()*8), program, "", w.recipients(h)...)
			}
		}
	}
	for i := range 60 {
		sentCopy(w, w.people[0].name, at(36, 4+float64(i)/60), "New Mail 1", "", w.stranger())
	}
	if f, ok := of(investigate(t, w.Batch), w.people[0].name); ok {
		t.Errorf("%.1f %v", f.Score, f.Parts)
	}
}

func TestMailsAloneTell(t *testing.T) {
	for name, c := range map[string]struct {
		origin, client string
		found          bool
	}{
		"another place": {"203.0.113.77", "Roundcube Webmail", true}, "the usual place": {"192.0.2.10", "Thunderbird 140", false},
		"another program": {"", "Roundcube Webmail", true}, "another provider's webmail": {"", "", true},
	} {
		w := newWorld(4, 10, 1)
		h := w.people[0]
		for day := range 40 {
			for range 4 {
				origin := "192.0.2.10"
				if c.origin == "" { // copies of sent mails do not tell it
					origin = ""
				}
				sentCopy(w, h.name, at(day, 1+w.random.Float64()*8), "Thunderbird 140", origin, w.recipients(h)...)
			}
		}
		for i := range 60 {
			sentCopy(w, h.name, at(35, 14+float64(i)/60), c.client, c.origin, w.stranger())
		}
		f, ok := of(investigate(t, w.Batch), h.name)
		if ok != c.found {
			t.Errorf("%s: %v %.1f %v", name, ok, f.Score, f.Parts)
		}
	}
}

// Logins of mail servers have no domain; they are joined with the one address of the name.
func TestLoginsWithoutDomain(t *testing.T) {
	w, victim := calm(5)
	x := w.owner(victim, far)
	login, _, _ := strings.Cut(victim.name, "@")
	for i := range 80 {
		w.Logons = append(w.Logons, event.Logon{Time: x.at(0, float64(i)/60), Ref: w.ref(), Method: "smtp", Account: login, Success: event.TruthYes, Endpoints: event.Endpoints{Src: far}})
		w.Transfers = append(w.Transfers, event.MailTransfer{Time: x.at(0, float64(i)/60), Ref: w.ref(), Product: "postfix", Step: event.MailSubmit, MessageID: fmt.Sprint("l", i), Account: login, Sender: victim.name,
			Client: far, Recipients: []string{w.stranger()}, Count: 1})
	}
	if f, ok := of(investigate(t, w.Batch), victim.name); !ok || f.Severity < finding.Medium {
		t.Errorf("%v %v", ok, f.Parts)
	}
}

func TestOtherCompaniesAreNotJudged(t *testing.T) {
	w, victim := calm(6)
	w.owner(victim, far).commit("fraud")
	for i := range w.Actions {
		w.Actions[i].Account = strings.Replace(w.Actions[i].Account, "example.com", "else.example", 1)
	}
	for i := range w.Logons {
		w.Logons[i].Account = strings.Replace(w.Logons[i].Account, "example.com", "else.example", 1)
	}
	w.Transfers = nil
	if findings := investigate(t, w.Batch); len(findings) > 0 {
		t.Error(findings[0].Title)
	}
}

func law(t *testing.T) event.Batch {
	t.Helper()
	w := newWorld(7, 6, 4)
	w.live()
	w.take(6)
	for i := range 20 {
		sentCopy(w, w.people[0].name, at(i, 3), "Thunderbird 140", "192.0.2.10", w.people[1].name)
	}
	return w.Batch
}

func TestLaw(t *testing.T) {
	b := law(t)
	stream := []event.Batch{{Logons: b.Logons}, {Actions: b.Actions}, {Transfers: b.Transfers}, {Mails: b.Mails}}
	detecttest.Law(t, account.Spec(), detect.Config{}, view(), stream)
}

// Sampling drops whole accounts, whatever the order.
func TestLawWhenSampled(t *testing.T) {
	w := newWorld(8, 30, 4)
	w.live()
	w.take(20)
	b := w.Batch
	stream := []event.Batch{{Logons: b.Logons}, {Actions: b.Actions}, {Transfers: b.Transfers}}
	detecttest.Law(t, account.Spec(), detect.Config{MaxKeys: 4_000}, view(), stream)
	d := account.New(detect.Config{MaxKeys: 4_000})
	for i := range stream {
		d.Observe(&stream[i])
	}
	findings, err := d.Findings(view())
	if err != nil || len(findings) == 0 || findings[0].Measures["sampled"] == nil {
		t.Errorf("%d findings, %v", len(findings), err)
	}
}

func TestHostileEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	d := account.New(detect.Config{MaxKeys: 2000})
	texts := []string{"", "@", "a@", "@b", `\`, `nt authority\system`, "a b", strings.Repeat("x", 5000), "회사@회사.한국", "\x00\xff", "p1@example.com", "Client=", "Client=;;;", "0"}
	text := func() string { return texts[random.IntN(len(texts))] }
	times := []int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, 1_700_000_000_000_000_000}
	for i := range 20_000 {
		when := event.Time{Nanos: times[random.IntN(len(times))] + int64(i%50)*86_400_000_000_000, Zone: event.Zone(random.IntN(3))}
		ip := []netip.Addr{{}, netip.MustParseAddr("::"), netip.MustParseAddr("fe80::1"), far, netip.MustParseAddr("2001:db8::1"), netip.AddrFrom4([4]byte{10, byte(i), byte(i >> 3), 1})}[random.IntN(6)]
		many := slices.Repeat([]string{text(), text()}, random.IntN(800))
		b := event.Batch{}
		switch random.IntN(4) {
		case 0:
			b.Logons = []event.Logon{{Time: when, Ref: event.Ref{Offset: int64(i)}, Method: []string{"m365", "smtp", "", "ssh"}[random.IntN(4)], Account: text(), Client: text(), Success: event.Truth(random.IntN(3)), Attempts: random.IntN(1 << 30), Endpoints: event.Endpoints{Src: ip}}}
		case 1:
			b.Actions = []event.MailboxAction{{Time: when, Ref: event.Ref{Offset: int64(i)}, Act: event.MailboxAct(random.IntN(14)), Account: text(), Actor: text(), Client: text(), IP: ip, Items: random.IntN(1<<31) - 1<<30,
				MessageIDs: many, Targets: many, Rights: text(), Success: event.Truth(random.IntN(3))}}
			if random.IntN(2) == 0 {
				b.Actions[0].Rule = &event.InboxRule{Name: text(), Folder: text(), Forwards: many, Delete: true, Conditions: many}
			}
		case 2:
			b.Transfers = []event.MailTransfer{{Time: when, Ref: event.Ref{Offset: int64(i)}, Step: event.MailStep(random.IntN(10)), MessageID: text(), Sender: text(), Account: text(), Recipients: many, Count: random.IntN(1<<31) - 1<<30, Client: ip}}
		case 3:
			b.Mails = []event.Mail{{Time: when, Ref: event.Ref{Offset: int64(i)}, Vantage: event.VantageServer, MessageID: text(), From: []event.Address{{Addr: text()}}, To: []event.Address{{Addr: text()}}, Client: text(),
				Hops: make([]event.Hop, random.IntN(2)), Headers: []event.Header{{Name: "x-originating-ip", Value: text()}}}}
		}
		d.Observe(&b)
	}
	if _, err := d.Findings(detect.View{}); err != nil {
		t.Error(err)
	}
	if _, err := d.Findings(view()); err != nil {
		t.Error(err)
	}
}

// The short form of TestPopulation: most taken accounts are found, ordinary ones hardly ever.
func TestSmallPopulation(t *testing.T) {
	a := newTally()
	for seed := range uint64(2) {
		a.add(t, 500+seed, 60, 6, 12, everything)
	}
	found := 0
	for _, n := range a.found {
		found += n
	}
	const least, mostFalse = 20, 2 // of 24 taken; of 720 account-weeks
	if found < least || a.falseLow > mostFalse {
		t.Errorf("%s%s", a, strings.Join(a.false, "\n"))
	}
}

func BenchmarkObserve(b *testing.B) {
	w := newWorld(10, 100, 6)
	w.live()
	d := account.New(detect.Config{})
	for b.Loop() {
		d.Observe(&event.Batch{Logons: w.Logons})
		d.Observe(&event.Batch{Actions: w.Actions})
		d.Observe(&event.Batch{Transfers: w.Transfers})
	}
	b.ReportMetric(float64(w.Len())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkFindings(b *testing.B) {
	w := newWorld(10, 100, 6)
	w.live()
	d := account.New(detect.Config{})
	d.Observe(&w.Batch)
	for b.Loop() {
		if _, err := d.Findings(view()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(w.people))*float64(b.N)/b.Elapsed().Seconds(), "accounts/s")
}

// Where no log tells where mails were written, those of the day of a foreign logon count.
func TestMailsOfTheDayOfAForeignLogon(t *testing.T) {
	for name, c := range map[string]struct {
		from  netip.Addr
		found bool
	}{"a foreign logon": {far, true}, "none": {office, false}} {
		w, victim := calm(9)
		x := w.owner(victim, c.from)
		x.enter(0)
		for i := range 150 {
			w.Transfers = append(w.Transfers, event.MailTransfer{Time: x.at(0, 1+float64(i)/1000), Ref: w.ref(), Product: "m365", Step: event.MailDeliver, MessageID: fmt.Sprint("d", i), Sender: victim.name,
				Recipients: []string{w.stranger()}, Count: 1})
		}
		w.Actions = nil
		f, ok := of(investigate(t, w.Batch), victim.name)
		if ok != c.found || ok && !strings.Contains(parts(f), "many strangers") {
			t.Errorf("%s: %v %v", name, ok, f.Parts)
		}
	}
}
