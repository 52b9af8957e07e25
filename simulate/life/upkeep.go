package life

import (
	"fmt"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// tidy is what somebody changes in the mailbox now and then. The rates are chances of a
// working day: a mailbox gets a rule a year, and is cleaned three times.
func (w *World) tidy(d *fact.Day, e *company.Employee) {
	begin, end, works := w.Hours(e, d.Date)
	if !works {
		return
	}
	r, h := w.source(d, e, "upkeep of the mailbox"), w.habit(e)
	at := begin.Add(r.Between(10*time.Minute, end.Sub(begin)))
	s, device := w.desk(e, at), h.desk
	if device.Kind != fact.Outlook || r.Chance(0.2) {
		device = &fact.Device{Kind: fact.Browser, Agent: e.Agent, Number: h.desk.Number + 1} // settings are made in the browser
	}
	act := func(a fact.Access) {
		a.Time, a.Account, a.Device, a.Session = at, e.Address, device, w.working(e, at)
		w.access(d, s.via(a))
	}
	if r.Chance(1.0 / 200) {
		rule := w.sorting(r, e)
		rule.ByProgram = device.Kind == fact.Outlook
		act(fact.Access{Do: fact.MakeRule, Rule: rule})
	}
	if r.Chance(1.0 / 90) { // the mailbox is full
		items := w.oldest(e, 20+r.IntN(60), r)
		act(fact.Access{Do: fact.Delete, Items: items, Count: len(items) + r.IntN(1+r.IntN(900)), Folder: "Inbox"})
		at = at.Add(r.Between(20*time.Second, 9*time.Minute))
		if r.Chance(0.4) {
			act(fact.Access{Do: fact.Destroy, Items: items, Count: len(items) + r.IntN(300), Folder: "Deleted Items"})
		}
	}
	if r.Chance(1.0 / 2000) { // everything to the private mailbox, too: for a holiday, or for good
		act(fact.Access{Do: fact.PassOn, Target: e.Private[0].Provider.Mailbox(e.User, 10+r.IntN(80))})
	}
	if r.Chance(1.0 / 120) {
		act(fact.Access{Do: fact.Permit, Target: chance.Pick(r, w.Employees).Address, Rights: "Reviewer", Folder: "Calendar"})
	}
	w.allow(h, r, at, act)
}

// oldest are some old mails of a mailbox.
func (w *World) oldest(e *company.Employee, n int, r chance.Source) []fact.Item {
	items := w.Mailbox(e.Address)
	n = min(n, len(items))
	if n == 0 {
		return nil
	}
	from := r.IntN(len(items) - n + 1)
	return append([]fact.Item(nil), items[from:from+n]...)
}

// sorting is a rule with which somebody keeps order.
func (w *World) sorting(r chance.Source, e *company.Employee) *fact.Rule {
	letters := trimmed(w.mail.letters[r.IntN(len(w.mail.letters))].Name)
	supplier := w.Suppliers[r.IntN(len(w.Suppliers))]
	rules := []fact.Rule{
		{Name: "뉴스레터", Sender: "news@" + letters, Folder: "뉴스레터"},
		{Name: letters, Sender: "news@" + letters, Delete: true},
		{Name: "광고", Words: []string{"광고", "수신거부"}, Folder: "Junk Email", MarkRead: r.Chance(0.3)},
		{Name: supplier.Domain, Sender: supplier.People[0].Address, Folder: "거래처"},
		{Name: "세금계산서", Words: []string{"세금계산서"}, Folder: "회계"},
		{Name: "주간 업무 보고", Words: []string{"주간 업무 보고"}, Folder: "보고", MarkRead: r.Chance(0.3)},
		{Name: "server", Sender: "root@" + w.Servers.Backup.Host + "." + w.Domain, Folder: "Archive", MarkRead: true},
		{Name: chance.Pick(r, w.Employees).Hangul, Sender: chance.Pick(r, w.Employees).Address, Folder: "팀"},
		{Name: "대리", Sender: chance.Pick(r, w.Employees).Address, Forward: chance.Pick(r, w.Employees).Address},
	}
	weights := []float64{6, 2, 2, 5, 3, 3, 1, 4, 1}
	if e.Role == company.Administrator {
		weights[6] = 6
	}
	rule := rules[r.Weighted(weights)]
	return &rule
}

// allow is what programs are allowed to do: a telephone's own asks when it is new, others
// when somebody finds them useful.
func (w *World) allow(h *habits, r chance.Source, at time.Time, act func(fact.Access)) {
	if h.phone != nil && midnight(h.renewed).Equal(midnight(at)) && h.next.Kind == fact.PhoneMail {
		act(fact.Access{Do: fact.Consent, Target: "Apple Internet Accounts", Rights: "EAS.AccessAsUser.All EWS.AccessAsUser.All offline_access"})
	}
	if r.Chance(1.0 / 700) {
		p := [][2]string{{"Calendar helper", "Calendars.ReadWrite User.Read offline_access"}, {"Video calls for the office", "Calendars.Read User.Read"},
			{"Trade contacts", "Contacts.Read User.Read"}, {"Mail merge", "Mail.Send User.Read"}, {"To-do lists", "Tasks.ReadWrite Mail.Read offline_access"}}[r.IntN(5)]
		act(fact.Access{Do: fact.Consent, Target: p[0], Rights: p[1]})
	}
}

// circulars are mails to many: to the staff, and to those whom marketing and trade meet.
func (w *World) circulars(d *fact.Day) {
	if !w.Open(d.Date) {
		return
	}
	r := w.own(d, "circulars")
	if from := w.Part(company.Personnel); r.Chance(0.05) {
		if begin, _, ok := w.Hours(from, d.Date); ok {
			m := w.internal(from, w.Employees[0], begin.Add(r.Between(time.Hour, 6*time.Hour)), letter{subject: fmt.Sprintf("전사 공지 %d", 1+r.IntN(90)), text: "임직원 여러분께,\n\n다음 주 사내 행사 일정을 안내드립니다. 자세한 내용은 공유 폴더를 확인해 주세요.\n\n" + from.Hangul + "\n"})
			for _, e := range w.Employees[1:min(len(w.Employees), 300)] {
				if e != from {
					m.Cc = append(m.Cc, e.Person)
					m.Boxes = append(m.Boxes, fact.Box{Owner: e.Address})
				}
			}
			d.Mails = append(d.Mails, m)
		}
	}
	for _, e := range w.Employees {
		weekly, most := 0.1, 2
		switch e.Role {
		case company.Marketing:
			weekly, most = 0.35, 70
		case company.Trader, company.Executive:
			weekly, most = 1, 4
		}
		n := w.source(d, e, "strangers")
		begin, _, ok := w.Hours(e, d.Date)
		if !ok || !n.Chance(weekly/5) {
			continue
		}
		at := begin.Add(n.Between(time.Hour, 7*time.Hour))
		for range 1 + n.IntN(most) {
			site := trimmed(w.Internet.Sites[n.IntN(len(w.Internet.Sites))].Name)
			to := fact.Person{Address: chance.Pick(n, []string{"info", "sales", "contact", "order", "md"}) + "@" + site}
			d.Mails = append(d.Mails, fact.Mail{Sent: at, Client: e.Client, From: e.Person, To: []fact.Person{to}, Subject: "제휴 문의", ID: w.id(),
				Text: "안녕하세요.\n\n" + w.Name + " " + e.Hangul + "입니다. 귀사 상품의 입점에 관심이 있어 연락드립니다. 담당자를 알려 주시면 자료를 보내 드리겠습니다.\n\n감사합니다.\n", Boxes: []fact.Box{{Owner: e.Address, Sent: true}}})
			at = at.Add(20*time.Second + n.Exponential(4*time.Minute))
		}
	}
}
