package account_test

import (
	"net/netip"
	"time"

	"dwell/event"
)

// intruder is somebody else with an account, from some day on.
type intruder struct {
	*world
	victim   *human
	day      int
	from     netip.Addr
	software string
	hour     float64
}

// crimes are what intruders do.
var crimes = []string{"fraud", "phishing", "forwarding", "reading", "spraying", "spam"}

// take gives some accounts to intruders, each kind of crime in turn.
func (w *world) take(n int) {
	order := w.random.Perm(len(w.people))
	for i := range n {
		x := &intruder{world: w, victim: w.people[order[i]], day: 14 + w.random.IntN(7*w.weeks-24), software: windows}
		x.from = w.net(210 + w.random.IntN(20)) // a rented server
		if w.chance(0.3) {
			x.from = w.net(int(x.victim.home.As4()[1])) // somebody's machine in the victim's town
			x.software = x.victim.desk
		} else if w.chance(0.3) {
			x.software = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
		}
		x.hour = w.random.Float64() * 24
		crime := crimes[i%len(crimes)]
		w.taken[x.victim.name] = crime
		x.commit(crime)
	}
}

func (x *intruder) at(days int, hours float64) event.Time { return at(x.day+days, x.hour+hours) }

func (x *intruder) enter(days int) {
	x.logon(x.victim.name, x.at(days, 0), x.from, x.software, event.TruthYes)
}

func (x *intruder) read(days, items int) {
	for items > 0 {
		n := min(items, 10+x.random.IntN(30))
		x.act(x.victim.name, x.at(days, x.random.Float64()*2), x.from, x.software, event.ActRead, n)
		items -= n
	}
}

func (x *intruder) rule(r event.InboxRule) {
	x.act(x.victim.name, x.at(0, 1), x.from, x.software, event.ActRule, 0).Rule = &r
}

func (x *intruder) commit(crime string) {
	v := x.victim
	switch crime {
	case "fraud": // reads, hides the answers, asks a correspondent for money
		x.enter(0)
		x.read(0, 100+x.random.IntN(400))
		x.rule(event.InboxRule{Name: ".", Conditions: []string{"SubjectOrBodyContainsWords: invoice;payment"}, Folder: "RSS Feeds", MarkRead: true})
		for d := 1; d < 4; d++ {
			x.enter(d)
			x.read(d, 20)
			x.send(v.name, x.at(d, 1), x.from, x.software, v.contacts[d])
		}
	case "phishing": // writes to everybody
		x.enter(0)
		x.read(0, 20)
		n := 60 + x.random.IntN(200)
		for i := range n {
			to := v.contacts[i%len(v.contacts)]
			if x.chance(0.6) {
				to = x.stranger()
			}
			x.send(v.name, event.UTC(x.at(0, 1).Nanos+int64(i)*int64(3*time.Second), event.PrecisionSecond), x.from, x.software, to)
		}
		x.act(v.name, x.at(0, 2), x.from, x.software, event.ActDelete, n)
	case "forwarding": // once, and listens
		x.enter(0)
		x.act(v.name, x.at(0, 0.2), x.from, x.software, event.ActForward, 0).Targets = []string{"drop9@mail.example.net"}
	case "reading": // for weeks, a little
		for d := range 9 {
			if x.chance(0.6) {
				x.enter(d)
				x.read(d, 20+x.random.IntN(60))
			}
		}
	case "spraying": // one of many guesses fitted
		for i := range 30 {
			h := x.people[x.random.IntN(len(x.people))]
			x.logon(h.name, x.at(0, -1-float64(i)/60), x.from, script, event.TruthNo)
		}
		x.software = script
		x.enter(0)
		x.read(0, 50+x.random.IntN(200))
	case "spam": // through the mail server alone
		for i := range 300 {
			x.mail++
			t := event.UTC(x.at(0, 0).Nanos+int64(i)*int64(2*time.Second), event.PrecisionSecond)
			x.Transfers = append(x.Transfers, event.MailTransfer{Time: t, Ref: x.ref(), Product: "postfix", Step: event.MailSubmit, MessageID: t.String(), Account: v.name, Sender: v.name,
				Client: x.net(int(x.from.As4()[1])), Recipients: []string{x.stranger(), x.stranger()}, Count: 2})
		}
	}
}
