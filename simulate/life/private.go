package life

import (
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// HandIn makes the provider's record of an employee's private mailbox part of the evidence,
// and returns its address.
func (w *World) HandIn(e *company.Employee) string {
	p := e.Private[0].Provider
	w.Private, w.PrivateOwner = p.Mailbox(e.User, 10+w.Life(e, "private mailbox").IntN(80)), e
	return w.Private
}

// privately is how the owner uses the private mailbox: the telephone asks for mail now and
// then, in the evening there is a program at home, and on some days one in the office.
func (w *World) privately(d *fact.Day) {
	e := w.PrivateOwner
	if e == nil {
		return
	}
	r, h := w.source(d, e, "private mailbox"), w.habit(e)
	visit := func(at time.Time, s spot, device *fact.Device, read int) {
		w.access(d, s.via(fact.Access{Time: at, Do: fact.SignIn, Account: w.Private, Device: device, Session: w.visitNumber(), Fresh: true, Until: at.Add(time.Duration(1+read) * 20 * time.Second), Count: read}))
	}
	begin, end, works := w.Hours(e, d.Date)
	phone := &fact.Device{Kind: fact.PhoneMail, Agent: "SAMSUNG-SM-S908N/101.12", Number: 7}
	for range r.Poisson(9) {
		at := d.At(7*time.Hour + r.Between(0, 16*time.Hour))
		visit(at, w.pocket(d, e, h, r, at, works, begin, end), phone, r.Poisson(0.5))
	}
	if r.Chance(0.5) {
		at := d.At(20*time.Hour + r.Between(0, 3*time.Hour))
		visit(at, w.residence(e, d.Date), &fact.Device{Kind: fact.MailProgram, Agent: "Thunderbird", Number: 8}, r.Poisson(4))
	}
	if works && r.Chance(0.3) {
		at := begin.Add(r.Between(time.Hour, 6*time.Hour))
		visit(at, w.desk(e, at), &fact.Device{Kind: fact.Browser, Agent: chance.Pick(r, homeBrowsers), Number: 9}, r.Poisson(2))
	}
}
