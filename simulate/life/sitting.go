package life

import (
	"cmp"
	"slices"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// sitting is one time at which somebody looks at the mailbox.
type sitting struct {
	spot
	begin, end time.Time
	device     *fact.Device
	session    uint64
	fresh      bool
	looks      float64 // chance that an unread mail is opened
}

// sit is what somebody does with the mailbox on a day.
func (w *World) sit(d *fact.Day, e *company.Employee) {
	r := w.source(d, e, "mailbox")
	h := w.habit(e)
	all := w.sittings(d, e, h, r)
	slices.SortStableFunc(all, func(a, b sitting) int { return cmp.Or(a.begin.Compare(b.begin), a.end.Compare(b.end)) })
	for i := range all {
		w.look(d, e, &all[i], r)
	}
	w.forget(d, e, h, r)
}

// sittings plans a day: the work, the telephone on the way and in between, and home.
func (w *World) sittings(d *fact.Day, e *company.Employee, h *habits, r chance.Source) []sitting {
	var out []sitting
	begin, end, works := w.Hours(e, d.Date)
	if works {
		out = append(out, sitting{spot: w.desk(e, begin), begin: begin.Add(r.Between(time.Minute, 12*time.Minute)), end: end, device: h.desk, session: w.working(e, begin), fresh: r.Chance(0.5), looks: 0.9})
	}
	away := h.away(d.Date)
	shift := time.Duration(0)
	if away != nil {
		shift = away.shift
	}
	if h.phone != nil {
		for range r.Poisson(map[bool]float64{true: 4, false: 1.5}[works]) {
			at := d.At(7*time.Hour + r.Between(0, 16*time.Hour) - shift)
			out = append(out, sitting{spot: w.pocket(d, e, h, r, at, works, begin, end), begin: at, end: at.Add(time.Minute + r.Exponential(4*time.Minute)), device: h.telephone(at), session: w.visitNumber(), fresh: r.Chance(0.1), looks: 0.6})
		}
	}
	if h.browser != nil && r.Chance(h.evening) {
		at := d.At(19*time.Hour + r.Between(0, 4*time.Hour) - shift)
		s := w.residence(e, d.Date)
		if away != nil {
			s = w.lodge(e, away, d.Date)
		} else if h.exit && r.Chance(0.5) {
			s = w.exit(e, at)
		}
		out = append(out, sitting{spot: s, begin: at, end: at.Add(5*time.Minute + r.Exponential(20*time.Minute)), device: h.browser, session: w.visitNumber(), fresh: r.Chance(0.6), looks: 0.8})
	}
	return out
}

// exit is that of a rented tunnel: another machine every few days.
func (w *World) exit(e *company.Employee, at time.Time) spot {
	return outside(Rented(w.Life(e, "exit", at.Truncate(96*time.Hour).Format(time.DateOnly))))
}

// pocket is where a telephone is at an instant.
func (w *World) pocket(d *fact.Day, e *company.Employee, h *habits, r chance.Source, at time.Time, works bool, begin, end time.Time) spot {
	away := h.away(d.Date)
	switch {
	case h.exit && r.Chance(0.3):
		return w.exit(e, at)
	case away != nil && r.Chance(0.6):
		return w.lodge(e, away, d.Date)
	case away != nil && away.shift != 0: // roaming is routed home
		return outside(mobileAddress(r, h.carrier))
	case works && at.After(begin) && at.Before(end) && w.present(e, d.Date) && r.Chance(0.6):
		return spot{from: Gate(), within: tunnelled(e).Next()} // the office's wireless network
	case away == nil && (!works || at.Before(begin.Add(-time.Hour)) || at.After(end.Add(time.Hour))) && r.Chance(0.7):
		return w.residence(e, d.Date)
	case r.Chance(0.06):
		return outside(hotspot(r))
	}
	return outside(mobileAddress(r, h.carrier))
}

// look is one sitting: who comes, what is read, what is put away.
func (w *World) look(d *fact.Day, e *company.Employee, s *sitting, r chance.Source) {
	if s.fresh && r.Chance(0.04) {
		w.mistype(d, e, s, 1+r.IntN(2))
	}
	read := w.opened(e, s, r)
	w.access(d, s.via(fact.Access{Time: s.begin, Do: fact.SignIn, Account: e.Address, Device: s.device, Session: s.session, Until: s.end, Fresh: s.fresh, Count: len(read)}))
	if s.device.Kind == fact.Outlook {
		w.fetch(d, e, s, r)
	}
	for i := range read {
		if s.device.Kind != fact.Outlook || r.Chance(0.03) { // what was downloaded is read without the service
			w.access(d, s.via(fact.Access{Time: read[i].at, Do: fact.Read, Account: e.Address, Device: s.device, Session: s.session, Items: []fact.Item{read[i].Item}}))
		}
	}
	w.putAway(d, e, s, read, r)
}

// mistype is a password that is wrong at first.
func (w *World) mistype(d *fact.Day, e *company.Employee, s *sitting, times int) {
	for i := range times {
		w.access(d, s.via(fact.Access{Time: s.begin.Add(time.Duration(i-times) * 9 * time.Second), Do: fact.SignIn, Account: e.Address, Device: s.device, Session: s.session, Failure: fact.WrongPassword}))
	}
}

// opened takes what is opened in a sitting out of what waits, and adds older mails that
// are looked up again.
func (w *World) opened(e *company.Employee, s *sitting, r chance.Source) []arrival {
	box := w.boxes[e.Address]
	if box == nil {
		return nil
	}
	var read []arrival
	at := s.begin.Add(r.Between(2*time.Second, 20*time.Second))
	stay := box.unread[:0]
	for _, a := range box.unread {
		if !a.at.Before(s.end) || !r.Chance(s.looks) {
			stay = append(stay, a)
			continue
		}
		if a.at.After(at) {
			at = a.at.Add(r.Exponential(5 * time.Minute))
		}
		read = append(read, arrival{at, a.Item})
		at = at.Add(4*time.Second + r.Exponential(40*time.Second))
	}
	box.unread = stay
	again := r.Poisson(0.4)
	if r.Chance(1.0 / 120) { // somebody looks for something: old mails, one after the other
		again = 15 + r.IntN(60)
	}
	for range min(again, len(box.items)) {
		read = append(read, arrival{at, box.items[r.IntN(len(box.items))]})
		at = at.Add(3*time.Second + r.Exponential(20*time.Second))
	}
	return read
}

// fetch is what Outlook downloads of the folders while it runs: in the morning of all,
// then of those in which something changes.
func (w *World) fetch(d *fact.Day, e *company.Employee, s *sitting, r chance.Source) {
	for i, folder := range []string{"Inbox", "Sent Items", "Deleted Items", "Drafts", "Calendar"} {
		w.access(d, s.via(fact.Access{Time: s.begin.Add(time.Duration(i+1) * 700 * time.Millisecond), Do: fact.Sync, Account: e.Address, Device: s.device, Session: s.session, Folder: folder}))
	}
	for t := s.begin.Add(r.Exponential(90 * time.Minute)); t.Before(s.end); t = t.Add(10*time.Minute + r.Exponential(90*time.Minute)) {
		w.access(d, s.via(fact.Access{Time: t, Do: fact.Sync, Account: e.Address, Device: s.device, Session: s.session, Folder: chance.Pick(r, []string{"Inbox", "Inbox", "Sent Items"})}))
	}
}

// putAway is what becomes of mails that were read.
func (w *World) putAway(d *fact.Day, e *company.Employee, s *sitting, read []arrival, r chance.Source) {
	var gone, filed []fact.Item
	last := s.begin
	for i := range read {
		last = read[i].at
		switch {
		case r.Chance(0.25):
			gone = append(gone, read[i].Item)
		case r.Chance(0.1):
			filed = append(filed, read[i].Item)
		}
	}
	if len(gone) > 0 {
		w.access(d, s.via(fact.Access{Time: last.Add(3 * time.Second), Do: fact.Delete, Account: e.Address, Device: s.device, Session: s.session, Items: gone, Folder: "Inbox"}))
	}
	if len(filed) > 0 {
		w.access(d, s.via(fact.Access{Time: last.Add(5 * time.Second), Do: fact.Move, Account: e.Address, Device: s.device, Session: s.session, Items: filed, Folder: "Projects"}))
	}
}

// forget is a day on which the password is a new one, and the telephone has the old one
// until somebody types it in; and a password forgotten after a holiday.
func (w *World) forget(d *fact.Day, e *company.Employee, h *habits, r chance.Source) {
	const span = 90
	begin, end, works := w.Hours(e, d.Date)
	if !works {
		return
	}
	day := int(d.Date.Unix() / 86400)
	if h.phone != nil && day%span == h.password {
		until := begin.Add(r.Exponential(5 * time.Hour))
		number := w.visitNumber()
		for t := begin.Add(20 * time.Minute); t.Before(until); t = t.Add(5*time.Minute + r.Exponential(20*time.Minute)) {
			s := w.pocket(d, e, h, r, t, true, begin, end)
			w.access(d, s.via(fact.Access{Time: t, Do: fact.SignIn, Account: e.Address, Device: h.telephone(t), Session: number, Failure: fact.WrongPassword}))
		}
	}
	if r.Chance(1.0 / 250) {
		s := &sitting{spot: w.desk(e, begin), begin: begin.Add(2 * time.Minute), device: h.desk, session: w.working(e, begin)}
		w.mistype(d, e, s, 3+r.IntN(8))
	}
}
