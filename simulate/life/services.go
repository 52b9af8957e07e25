package life

import (
	"net/netip"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// assist is who looks into the mailbox of somebody else: assistants of those who lead.
func (w *World) assist(d *fact.Day) {
	helpers := w.Working(company.Management)
	for i, boss := range w.Working(company.Executive) {
		helper := helpers[i%len(helpers)]
		begin, end, ok := w.Hours(helper, d.Date)
		if !ok {
			continue
		}
		r := w.source(d, helper, "assists "+boss.User)
		device := w.habit(helper).desk
		items := w.Mailbox(boss.Address)
		moments(r, begin.Add(10*time.Minute), end, 0.7, func(t time.Time) {
			a := fact.Access{Time: t, Do: fact.Sync, Account: helper.Address, Owner: boss.Address, By: fact.ByDelegate, Device: device, Session: w.working(helper, t), Folder: "Inbox"}
			if device.Kind != fact.Outlook && len(items) > 0 {
				n := min(len(items), 1+r.IntN(5))
				a.Do, a.Items = fact.Read, append([]fact.Item(nil), items[len(items)-n:]...)
			}
			w.access(d, w.desk(helper, t).via(a))
		})
	}
}

// services are the machines and administrators that get at everybody's mail. Which of
// them a company has is drawn once.
type services struct {
	backup    bool
	agent     string
	from      netip.Addr
	migration time.Time // a weekend on which all mails are copied; zero: none
	rollout   time.Time // a program is allowed for everybody
}

func newServices(w *World) services {
	r := w.Source("mail services")
	s := services{backup: r.Chance(0.5), agent: chance.Pick(r, []string{"BackupSuite/7.1", "ArchiveOne/3.0 (ExchangeServicesClient/15.20)", "MailVault/12"}), from: Rented(r)}
	span := w.End.Sub(w.Begin)
	if r.Chance(0.1) {
		s.migration = midnight(w.Begin.Add(r.Between(span/4, span)))
	}
	if r.Chance(0.2) {
		s.rollout = midnight(w.Begin.Add(r.Between(span/4, span)))
	}
	return s
}

// serve is what services and administrators do with mailboxes.
func (w *World) serve(d *fact.Day) {
	r := w.own(d, "mail services")
	s := &w.services
	if s.backup {
		w.copyAll(d, r, "svc-backup@"+w.Domain, s.agent, d.At(2*time.Hour+30*time.Minute), 30)
	}
	if s.migration.Equal(d.Date) {
		w.copyAll(d, r, "svc-migration@"+w.Domain, "MigrationTool/4.2 (ExchangeServicesClient/15.20)", d.At(time.Hour), 1<<20)
	}
	if s.rollout.Equal(d.Date) {
		for _, e := range w.Employees {
			if r.Chance(0.6) {
				at := d.At(9*time.Hour + r.Between(0, 9*time.Hour))
				w.access(d, w.desk(e, at).via(fact.Access{Time: at, Do: fact.Consent, Account: e.Address, Device: w.habit(e).desk, Target: "Electronic approval", Rights: "User.Read Mail.ReadWrite offline_access"}))
			}
		}
	}
	w.administerMail(d, r)
}

// copyAll is a service that reads what is new in every mailbox, or everything.
func (w *World) copyAll(d *fact.Day, r chance.Source, account, agent string, at time.Time, most int) {
	device := &fact.Device{Kind: fact.Program, Agent: agent, Number: w.services.number()}
	place := outside(w.services.from)
	session := w.visitNumber()
	w.access(d, place.via(fact.Access{Time: at, Do: fact.SignIn, Account: account, Device: device, Session: session, Fresh: true, Until: at.Add(time.Hour)}))
	for _, e := range w.Employees {
		items := w.Mailbox(e.Address)
		n := min(len(items), most, 30)
		if n == 0 {
			continue
		}
		a := fact.Access{Time: at, Do: fact.Read, Account: account, Owner: e.Address, By: fact.ByService, Device: device, Session: session, Items: append([]fact.Item(nil), items[len(items)-n:]...)}
		if most > kept {
			a.Count = len(items) * (5 + r.IntN(40)) // years of mails
		}
		w.access(d, place.via(a))
		at = at.Add(r.Between(2*time.Second, 40*time.Second))
	}
}

// number is the number of the service's installation.
func (s *services) number() uint64 {
	a := s.from.As4()
	return uint64(a[1])<<16 | uint64(a[2])<<8 | uint64(a[3])
}

// administerMail is what administrators change for others, and now and then look up on
// behalf of somebody who may ask for it.
func (w *World) administerMail(d *fact.Day, r chance.Source) {
	admin := w.Part(company.Administrator)
	begin, end, ok := w.Hours(admin, d.Date)
	if !ok {
		return
	}
	device := &fact.Device{Kind: fact.Console, Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", Number: w.habit(admin).desk.Number + 2}
	at := begin.Add(r.Between(30*time.Minute, end.Sub(begin)))
	act := func(owner *company.Employee, a fact.Access) {
		a.Time, a.Account, a.Owner, a.Device, a.Session = at, admin.Address, owner.Address, device, w.working(admin, at)
		if a.By == fact.ByOwner {
			a.By = fact.ByAdministrator
		}
		w.access(d, w.desk(admin, at).via(a))
	}
	staff := float64(len(w.Employees))
	whose := chance.Pick(r, w.Employees)
	if r.Chance(staff / 6000) { // a deputy for somebody who is away
		act(whose, fact.Access{Do: fact.Permit, Target: chance.Pick(r, w.Employees).Address, Rights: "FullAccess"})
	}
	if r.Chance(staff / 8000) { // of somebody who has left
		act(whose, fact.Access{Do: fact.PassOn, Target: chance.Pick(r, w.Employees).Address})
	}
	if r.Chance(staff / 20000) {
		act(whose, fact.Access{Do: fact.PassOn, Target: whose.Private[0].Provider.Mailbox(whose.User, 10+r.IntN(80))})
	}
	if r.Chance(1.0 / 60) { // an inquiry: the administrator reads in a mailbox
		act(whose, fact.Access{Do: fact.Permit, Target: admin.Address, Rights: "FullAccess"})
		for range 4 + r.IntN(12) {
			at = at.Add(time.Minute + r.Exponential(4*time.Minute))
			if items := w.oldest(whose, 3+r.IntN(14), r); len(items) > 0 {
				act(whose, fact.Access{Do: fact.Read, By: fact.ByDelegate, Items: items})
			}
		}
	}
}

// knock is the Internet that tries passwords everywhere: a few from each of many machines,
// and now and then a list of names from one.
func (w *World) knock(d *fact.Day) {
	r := w.own(d, "passwords tried")
	names := []string{"admin", "info", "test", "sales", "scanner", "office", "support", "webmaster", "contact", "marketing"}
	try := func(at time.Time, from netip.Addr) {
		a := fact.Access{Time: at, Do: fact.SignIn, Device: &fact.Device{Kind: fact.Legacy, Agent: chance.Pick(r, guessers), Number: r.Uint64()}, Session: r.Uint64(), Failure: fact.WrongPassword}
		if r.Chance(0.5) {
			a.Account = chance.Pick(r, w.Employees).Address
			if r.Chance(0.1) {
				a.Failure = fact.Locked
			}
		} else {
			a.Account, a.Failure = chance.Pick(r, names)+"@"+w.Domain, fact.NoAccount
		}
		w.access(d, outside(from).via(a))
	}
	end := d.At(24 * time.Hour)
	moments(r, d.Date, end, 1.5, func(t time.Time) {
		from := Hijacked(r)
		for i := range 1 + r.IntN(3) {
			try(t.Add(time.Duration(i)*2*time.Second), from)
		}
	})
	if r.Chance(0.1) {
		from, at := Rented(r), d.At(r.Between(0, 23*time.Hour))
		for range 20 + r.IntN(60) {
			try(at, from)
			at = at.Add(r.Between(time.Second, 20*time.Second))
		}
	}
}

// guessers are how programs that try passwords call themselves.
var guessers = []string{"BAV2ROPC", "BAV2ROPC", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.130 Safari/537.36", "python-requests/2.28.1", "axios/1.7.9"}
