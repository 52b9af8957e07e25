package account

import (
	"net/netip"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// How telling a record is, for the choice of those that are shown.
const (
	tellsUse = iota
	tellsMany
	tellsSent
	tellsLogon
)

// logon notes an authentication at a service of mail or of identities.
func (d *Detector) logon(l *event.Logon) {
	u := use{account: canonical(l.Account), address: l.Src, client: d.family(l.Client), channel: byLogon, at: l.Time, ref: l.Ref, weight: tellsLogon}
	switch l.Method {
	case "m365":
	case "smtp", "imap", "pop3", "submission", "managesieve":
		u.channel = byServer
	default:
		return // of machines: another detector's question
	}
	d.state.Begins.note(u.channel, l.Time)
	if u.account == "" || l.Time.IsZero() {
		return
	}
	switch {
	case l.Success == event.TruthYes:
		d.use(&u)
	case l.Success == event.TruthNo && isGuess(l.Failure):
		d.refused(&u, int64(max(1, l.Attempts)))
	}
}

// isGuess reports whether a logon failed for its password. Others fail for rules, for a
// second factor that is asked for, and for sessions that are over.
func isGuess(failure string) bool {
	switch failure {
	case "", "authentication failed", "InvalidUserNameOrPassword", "50126", "IdsLocked", "50053", "UserAccountNotFound", "50034":
		return true
	}
	return strings.Contains(failure, "InvalidPassword")
}

func (d *Detector) refused(u *use, times int64) {
	if p := d.profile(u.account); p != nil {
		p.addDay(daily{Day: dayOf(u.at.Nanos), Failed: uint32(min(times, 1<<20))})
	}
	if n := network(u.address); n != 0 {
		if j := d.state.Networks.At(n); j != nil {
			j.Failed += times
			j.Days.Add(u.at)
			j.Refused.Add(fold.Scatter(fold.HashString(u.account)), maxRefused)
		}
	}
	if p := d.state.Places.At(u.key()); p != nil {
		p.note(u)
		p.Failed += times
		p.Failures.Add(fold.Mark{Time: u.at, Ref: u.ref})
	}
}

// action notes what was done in a mailbox, as a use of the account that did it.
func (d *Detector) action(a *event.MailboxAction) {
	d.state.Begins.note(byAccess, a.Time)
	owner := canonical(a.Account)
	actor := owner
	if a.Actor != "" {
		actor = canonical(a.Actor)
	}
	if a.Time.IsZero() || owner == "" {
		return
	}
	u := use{account: actor, address: a.IP, client: d.family(a.Client), channel: byAccess, at: a.Time, ref: a.Ref,
		steady: a.Act == event.ActSync || a.Act == event.ActRead}
	d.observeDeed(a, owner, actor, &u)
	if actor == "" || !strings.Contains(actor, "@") || a.Success == event.TruthNo {
		return // a service of the system
	}
	switch a.Act {
	case event.ActRead, event.ActDelete, event.ActMove:
		u.weight = tellsMany + int64(min(a.Items, 1000))
	case event.ActSend:
		u.weight = tellsSent
	}
	p := d.use(&u)
	d.count(a, actor, p)
	if a.Act == event.ActSend {
		if p != nil {
			p.Sent++
		}
		for _, id := range a.MessageIDs {
			d.observeSent(owner, id, a.Time, a.Ref, network(a.IP), 0, nil)
		}
	}
}

// count adds what was read and deleted to the day and to the place.
func (d *Detector) count(a *event.MailboxAction, actor string, p *place) {
	items := int64(max(1, min(a.Items, 1<<20)))
	day := daily{Day: dayOf(a.Time.Nanos)}
	switch a.Act {
	case event.ActRead:
		day.Read = uint32(items)
	case event.ActDelete:
		day.Deleted = uint32(items)
	case event.ActSync:
	default:
		return
	}
	if f := d.profile(actor); f != nil {
		f.addDay(day)
	}
	if p == nil {
		return
	}
	if a.Throttled {
		p.Throttled++
	}
	p.Read += int64(day.Read)
	p.Deleted += int64(day.Deleted)
	if a.Act == event.ActSync {
		p.Synced++
	}
}

// transfer notes a mail that an account of this server sent. Mails of strangers that
// arrive are not of interest, and there are many of them.
func (d *Detector) transfer(t *event.MailTransfer) {
	d.state.Begins.note(byServer, t.Time)
	account := canonical(t.Account)
	sender := canonical(t.Sender)
	if account == "" || !strings.Contains(account, "@") && localOf(sender) == account {
		account = sender
	}
	if account == "" || t.Time.IsZero() || !isOwn(t, account) {
		return
	}
	from := uint64(0)
	if t.Account != "" || t.Step == event.MailSubmit {
		from = network(t.Client)
	}
	s := d.observeSent(account, t.MessageID, t.Time, t.Ref, from, t.Count, t.Recipients)
	if s != nil && t.Step == event.MailFail {
		for _, r := range t.Recipients[:min(len(t.Recipients), maxRecipients)] {
			s.Failed.Add(fold.Scatter(fold.HashString(canonical(r))), maxTo)
		}
	}
	if from != 0 && t.Step == event.MailSubmit {
		if p := d.use(&use{account: account, address: t.Client, channel: byServer, at: t.Time, ref: t.Ref, weight: tellsSent}); p != nil {
			p.Sent++
		}
	}
}

// isOwn reports whether the mail was sent by an account of the server that logged it.
func isOwn(t *event.MailTransfer, account string) bool {
	switch {
	case t.Account != "", t.Step == event.MailSubmit:
		return true
	case t.Product == "m365" && !t.Client.IsValid():
		return true // a trace leaves the address blank for what its own mailboxes sent
	}
	domain := domainOf(account)
	for _, r := range t.Recipients {
		if domain != "" && domainOf(r) == domain {
			return true
		}
	}
	return false
}

// mail notes a mail that was written here: a copy of what was sent, or one between
// colleagues.
func (d *Detector) mail(m *event.Mail) {
	author := canonical(m.Author().Addr)
	if m.Medium != event.MediumMail || m.Vantage != event.VantageServer || author == "" || !writtenHere(m, author) {
		return
	}
	t := m.Time
	if !m.Delivered.IsZero() {
		t = m.Delivered
	}
	if t.IsZero() {
		return
	}
	d.state.Begins.note(byMail, t)
	a := origin(m)
	var to []string
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for i := range list[:min(len(list), maxRecipients)] {
			to = append(to, list[i].Addr)
		}
	}
	s := d.observeSent(author, m.MessageID, t, m.Ref, network(a), 0, to)
	u := use{account: author, address: a, client: d.software(m), channel: byMail, at: t, ref: m.Ref, weight: tellsSent}
	u.program = network(a) == 0 && u.client != ""
	if u.program && s != nil {
		fold.Lowest(&s.Program, programKey(u.client))
	}
	if u.program || network(a) != 0 {
		d.use(&u)
	}
}

// software is with what a mail was written: as it says itself, or by the host that made
// its Message-ID, which for webmail is the provider's.
func (d *Detector) software(m *event.Mail) string {
	if m.Client != "" {
		return d.family(m.Client)
	}
	_, host, _ := strings.Cut(m.MessageID, "@")
	labels := strings.Split(strings.ToLower(host[:min(len(host), maxName)]), ".")
	const registered = 2 // labels, which is enough to tell hosts apart
	if len(labels) < registered {
		return ""
	}
	return "a program at " + strings.ToValidUTF8(strings.Join(labels[len(labels)-registered:], "."), "")
}

// writtenHere reports whether a mail is a copy of what was sent, which never travelled,
// or went from a domain to itself.
func writtenHere(m *event.Mail, author string) bool {
	if len(m.Hops) == 0 && m.Delivered.IsZero() {
		return true
	}
	domain := domainOf(author)
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for i := range list[:min(len(list), maxRecipients)] {
			if domainOf(list[i].Addr) == domain {
				return true
			}
		}
	}
	return false
}

// origin is the address of the writer's machine, as servers note it: in a header, or as
// the client of the first server. Private addresses tell no network.
func origin(m *event.Mail) netip.Addr {
	for _, header := range []string{"X-Originating-IP", "X-Originating-Client-IP", "X-Client-IP", "X-Sender-IP"} {
		if a, err := netip.ParseAddr(strings.Trim(m.Header(header), "[] ")); err == nil {
			return a.Unmap().WithZone("")
		}
	}
	if n := len(m.Hops); n > 0 && m.Hops[n-1].IP.IsValid() && !m.Hops[n-1].IP.IsPrivate() {
		return m.Hops[n-1].IP
	}
	return netip.Addr{}
}
