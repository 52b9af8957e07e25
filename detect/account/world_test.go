package account_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"time"

	"dwell/event"
)

// world is a company whose people live for some weeks, as logs have it. Networks are
// drawn from 10.0.0.0/8, which stands for the Internet here: there are not enough
// addresses for documentation.
type world struct {
	event.Batch
	random  *rand.Rand
	people  []*human
	offset  int64
	weeks   int
	taken   map[string]string // account to what was done with it
	mail    int
	strange int
}

// human is one account and its owner's habits.
type human struct {
	name     string
	home     netip.Addr
	contacts []string
	desk     string // software
	phone    string
	hour     float64 // at which they begin, UTC
	busy     float64 // mails read a day
	carrier  int
	tunnel   bool // uses a commercial tunnel, with another exit each week
	away     map[int]netip.Addr
	shift    map[int]float64
	night    bool
	list     []string // a newsletter goes to
}

const (
	windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"
	edge    = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0"
	mac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605.1"
	iphone  = "Outlook-iOS/2.0"
	android = "Outlook-Android/4.2"
	galaxy  = "Mozilla/5.0 (Linux; Android 15; SM-S918) Chrome/142.0 Mobile Safari/537.36"
	script  = "python-requests/2.32"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

var office = netip.MustParseAddr("192.0.2.10")

func newWorld(seed uint64, people, weeks int) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 3)), weeks: weeks, taken: map[string]string{}}
	for i := range people {
		w.people = append(w.people, w.human(i))
	}
	return w
}

func (w *world) net(provider int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(provider), byte(w.random.IntN(256)), byte(1 + w.random.IntN(250))})
}

func (w *world) human(i int) *human {
	h := &human{name: fmt.Sprintf("p%03d@example.com", i), home: w.net(20 + w.random.IntN(8)), hour: w.random.NormFloat64()*0.7 + 23.5,
		busy: math.Exp(w.random.NormFloat64()*0.5 + 3.2), carrier: 100 + w.random.IntN(3), tunnel: w.random.IntN(20) == 0,
		away: map[int]netip.Addr{}, shift: map[int]float64{}, night: w.random.IntN(10) == 0}
	h.desk, h.phone = []string{windows, edge, mac}[w.random.IntN(3)], []string{iphone, android, galaxy}[w.random.IntN(3)]
	for range 12 + w.random.IntN(30) {
		if w.random.IntN(2) == 0 {
			h.contacts = append(h.contacts, fmt.Sprintf("p%03d@example.com", w.random.IntN(200)))
		} else {
			h.contacts = append(h.contacts, w.stranger())
		}
	}
	return h
}

func (w *world) stranger() string {
	w.strange++
	return fmt.Sprintf("s%d@partner%d.example", w.strange, w.strange%97)
}

func (w *world) ref() event.Ref {
	w.offset += 100
	return event.Ref{File: 1, Offset: w.offset, Length: 99}
}

func at(day int, hour float64) event.Time {
	return event.UTC(monday.AddDate(0, 0, day).UnixNano()+int64(hour*float64(time.Hour)), event.PrecisionSecond)
}

// chance is true that often.
func (w *world) chance(p float64) bool { return w.random.Float64() < p }

func (w *world) logon(account string, t event.Time, a netip.Addr, software string, success event.Truth) {
	l := event.Logon{Time: t, Ref: w.ref(), Method: "m365", Account: account, Client: software, Success: success, Endpoints: event.Endpoints{Src: a}}
	if success == event.TruthNo {
		l.Failure = "InvalidUserNameOrPassword"
	}
	w.Logons = append(w.Logons, l)
}

func (w *world) act(account string, t event.Time, a netip.Addr, software string, act event.MailboxAct, items int) *event.MailboxAction {
	w.Actions = append(w.Actions, event.MailboxAction{Time: t, Ref: w.ref(), Product: "m365", Act: act, Account: account, Client: software, IP: a, Items: items, Success: event.TruthYes})
	return &w.Actions[len(w.Actions)-1]
}

// send is logged by the mailbox, and with the recipients by the server.
func (w *world) send(account string, t event.Time, a netip.Addr, software string, to ...string) string {
	w.mail++
	id := fmt.Sprintf("m%d@example.com", w.mail)
	w.act(account, t, a, software, event.ActSend, 1).MessageIDs = []string{id}
	w.Transfers = append(w.Transfers, event.MailTransfer{Time: t, Ref: w.ref(), Product: "m365", Step: event.MailDeliver, MessageID: id, Sender: account, Recipients: to, Count: len(to)})
	return id
}

// live is the ordinary life of everybody.
func (w *world) live() {
	move := -1 // day on which the office gets another provider
	if w.chance(0.3) {
		move = 14 + w.random.IntN(max(1, 7*w.weeks-20))
	}
	moved := w.net(40)
	for _, h := range w.people {
		w.plan(h)
		for day := range 7 * w.weeks {
			desk := office
			if move >= 0 && day >= move {
				desk = moved
			}
			w.day(h, day, desk)
		}
	}
	w.noise()
}

// plan draws the events of a life.
func (w *world) plan(h *human) {
	days := 7 * w.weeks
	if w.chance(0.25) { // a journey
		start, n := w.random.IntN(days), 2+w.random.IntN(6)
		hotel, region, shift := w.net(60+w.random.IntN(30)), 60+w.random.IntN(30), float64(w.random.IntN(15)-7)
		for d := start; d < start+n; d++ {
			if w.chance(0.3) {
				hotel = w.net(region)
			}
			h.away[d], h.shift[d] = hotel, shift
		}
	}
	if w.chance(0.08) {
		for range 150 {
			h.list = append(h.list, w.stranger())
		}
	}
	t := func() event.Time { return at(w.random.IntN(days), h.hour+2+w.random.Float64()*6) }
	if w.chance(0.3) { // a rule that files
		a := w.act(h.name, t(), office, h.desk, event.ActRule, 0)
		a.Rule = &event.InboxRule{Name: "Newsletters", Conditions: []string{"From: news@shop.example"}, Folder: "Reading"}
	}
	if w.chance(0.12) { // one that deletes
		a := w.act(h.name, t(), []netip.Addr{office, h.home}[w.random.IntN(2)], h.desk, event.ActRule, 0)
		a.Rule = &event.InboxRule{Name: "weg", Conditions: []string{"From: ads@shop.example"}, Delete: true, MarkRead: w.chance(0.5)}
	}
	if w.chance(0.04) { // mail to the private mailbox
		w.act(h.name, t(), office, h.desk, event.ActForward, 0).Targets = []string{h.name[:4] + "77@private.example"}
	}
	if w.chance(0.1) { // an assistant
		a := w.act(h.name, t(), office, "", event.ActPermit, 0)
		a.Actor, a.Targets, a.Rights = "admin@example.com", []string{"p001@example.com"}, "FullAccess"
	}
	if w.chance(0.06) { // a program
		a := w.act(h.name, t(), office, "", event.ActConsent, 0)
		a.Targets, a.Rights = []string{"Calendar helper"}, "Calendars.Read offline_access"
	}
	if w.chance(0.12) { // a mail merge
		n, when := 50+w.random.IntN(250), t()
		var to []string
		for range n {
			to = append(to, w.stranger())
		}
		if w.chance(0.5) {
			w.send(h.name, when, office, h.desk, to...)
		} else {
			for i, one := range to {
				w.send(h.name, event.UTC(when.Nanos+int64(i)*int64(2*time.Second), event.PrecisionSecond), office, h.desk, one)
			}
		}
	}
	if w.chance(0.15) { // a cleaned mailbox
		w.act(h.name, t(), office, h.desk, event.ActDelete, 200+w.random.IntN(1500))
	}
	if w.chance(0.04) { // a search through everything
		w.act(h.name, t(), office, h.desk, event.ActRead, 300+w.random.IntN(600))
	}
	if w.chance(0.1) { // a telephone with the old password
		when := t()
		for i := range 5 + w.random.IntN(30) {
			w.logon(h.name, event.UTC(when.Nanos+int64(i)*int64(7*time.Minute), event.PrecisionSecond), h.home, h.phone, event.TruthNo)
		}
	}
}

// day is one day of one person.
func (w *world) day(h *human, day int, desk netip.Addr) {
	weekend := day%7 >= 5
	begin := h.hour + h.shift[day]
	if day == 7*w.weeks/2 {
		switch { // things that change once
		case w.chance(0.15):
			h.phone = []string{iphone, android, galaxy}[w.random.IntN(3)]
			w.act(h.name, at(day, begin+10), h.home, h.phone, event.ActSync, 0)
		case w.chance(0.1):
			h.home = w.net(20 + w.random.IntN(8))
		case w.chance(0.1):
			h.desk = []string{windows, edge, mac}[w.random.IntN(3)]
		}
	}
	if hotel, ok := h.away[day]; ok {
		desk = hotel
	}
	if !weekend {
		w.session(h, day, begin, 8, desk, h.desk, 1)
	}
	if w.chance(0.7) { // on the road
		w.session(h, day, begin+w.random.Float64()*14-1, 1, w.net(h.carrier), h.phone, 0.2)
	}
	if w.chance(0.5) {
		where := h.home
		if hotel, ok := h.away[day]; ok {
			where = hotel
		}
		if h.tunnel && w.chance(0.5) {
			where = w.net(200 + w.random.IntN(5))
		}
		late := begin + 9 + w.random.Float64()*4
		if h.night {
			late += 4
		}
		w.session(h, day, late, 1, where, []string{h.desk, h.phone}[w.random.IntN(2)], 0.3)
	}
	if h.list != nil && day%7 == 2 {
		w.send(h.name, at(day, begin+5), desk, h.desk, h.list...)
	}
}

// session is a sitting at a screen.
func (w *world) session(h *human, day int, begin, hours float64, from netip.Addr, software string, share float64) {
	t := func() event.Time { return at(day, begin+w.random.Float64()*hours) }
	if w.chance(0.6) {
		if w.chance(0.05) {
			w.logon(h.name, t(), from, software, event.TruthNo)
		}
		w.logon(h.name, t(), from, software, event.TruthYes)
	}
	for left := int(h.busy * share * math.Exp(w.random.NormFloat64()*0.5)); left > 0; {
		n := min(left, 1+w.random.IntN(8))
		w.act(h.name, t(), from, software, event.ActRead, n)
		left -= n
	}
	if w.chance(0.5) {
		w.act(h.name, t(), from, software, event.ActDelete, 1+w.random.IntN(10))
	}
	for range int(share * (2 + w.random.Float64()*10)) {
		w.send(h.name, t(), from, software, w.recipients(h)...)
	}
}

// recipients are mostly people whom the account knows.
func (w *world) recipients(h *human) []string {
	n := 1
	for n < 12 && w.chance(0.3) {
		n++
	}
	var to []string
	for range n {
		one := h.contacts[int(math.Pow(w.random.Float64(), 2)*float64(len(h.contacts)))]
		if w.chance(0.06) {
			one = w.stranger()
			h.contacts = append(h.contacts, one)
		}
		to = append(to, one)
	}
	return to
}

// noise are guesses that never fit.
func (w *world) noise() {
	for range 5 {
		from := w.net(240)
		for range 40 {
			h := w.people[w.random.IntN(len(w.people))]
			w.logon(h.name, at(w.random.IntN(7*w.weeks), w.random.Float64()*24), from, script, event.TruthNo)
		}
	}
}
