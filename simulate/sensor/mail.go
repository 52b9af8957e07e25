package sensor

import (
	"bytes"
	"hash/fnv"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/format/message/trace"
)

// Mailboxes are the mailboxes of some people, as mbox files.
type Mailboxes struct {
	condition
	folder *Folder
	border netip.Addr
	boxes  map[string]*File
	raw    []byte
	line   []byte
}

// NewMailboxes returns the mailboxes of the given addresses.
func NewMailboxes(s Setting, border netip.Addr, owners []string) (*Mailboxes, error) {
	m := &Mailboxes{condition: condition{s.Skew, s.Outages}, folder: s.Folder, border: border, boxes: make(map[string]*File)}
	for _, o := range owners {
		local, _, _ := strings.Cut(o, "@")
		f, err := s.Folder.Create("mail/" + local + ".mbox")
		if err != nil {
			return nil, err
		}
		m.boxes[o] = f
	}
	return m, nil
}

// Observe takes a day in.
func (m *Mailboxes) Observe(d *fact.Day) error {
	for i := range d.Mails {
		for _, b := range d.Mails[i].Boxes {
			if f := m.boxes[b.Owner]; f != nil {
				m.deliver(f, &d.Mails[i], b)
			}
		}
	}
	return nil
}

// Close closes the mailboxes.
func (m *Mailboxes) Close() error {
	for _, f := range m.boxes {
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// deliver puts a mail into a mailbox. A mailbox has no gaps: what a server lost for
// hours is delivered later.
func (m *Mailboxes) deliver(f *File, mail *fact.Mail, b fact.Box) {
	letter, client, route := m.compose(mail, b)
	m.raw = message.Append(m.raw[:0], letter, client, route)
	at := mail.Sent
	if route != nil {
		at = route.Hops[len(route.Hops)-1].Time
	}
	m.line = mailbox.AppendMbox(m.line[:0], mail.From.Address, at, m.raw, mailbox.MBoxRD)
	m.line = bytes.TrimSuffix(m.line, []byte{'\n'}) // the empty line between two messages is no record
	f.Record(mail.Label, at, m.line)
	f.Write([]byte{'\n'})
}

// compose is the mail as it lies in a mailbox.
func (m *Mailboxes) compose(mail *fact.Mail, b fact.Box) (*message.Message, *message.Client, *trace.Route) {
	client := clientOf(mail)
	letter := letterOf(mail)
	if b.Sent {
		return letter, client, nil
	}
	return letter, client, m.route(mail, b.Owner)
}

func letterOf(mail *fact.Mail) *message.Message {
	l := &message.Message{Number: mail.ID, Date: mail.Sent, From: address(mail.From), Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML}
	for _, p := range mail.To {
		l.To = append(l.To, address(p))
	}
	for _, p := range mail.Cc {
		l.Cc = append(l.Cc, address(p))
	}
	if mail.ReplyTo != "" {
		l.ReplyTo = []message.Address{{Addr: mail.ReplyTo}}
	}
	for _, a := range mail.Attachments {
		l.Attachments = append(l.Attachments, message.Attachment{Name: a.Name, Type: a.Type, Data: a.Content})
	}
	if q := mail.Answers; q != nil {
		asked := letterOf(q)
		id := string(message.AppendID(nil, asked, clientOf(q), nil))
		l.InReplyTo, l.References = id, []string{id}
		l.Quote = &message.Quote{From: asked.From, To: asked.To, Cc: asked.Cc, Date: asked.Date, Subject: asked.Subject, Text: asked.Text}
		l.Thread = message.Thread{Number: q.ID, Began: q.Sent}
	}
	return l
}

func address(p fact.Person) message.Address { return message.Address{Name: p.Name, Addr: p.Address} }

var programs = map[string]message.Program{
	"outlook": message.OutlookInternet, "outlook-express": message.OutlookExpress, "thunderbird": message.Thunderbird, "apple-mail": message.AppleMail, "iphone": message.IPhone,
	"gmail": message.Gmail, "naver": message.Naver, "daum": message.Daum, "newsletter": message.Newsletter, "cron": message.Cron,
}

// clientOf is the installation of the program that a person writes with: always the
// same for the same address.
func clientOf(mail *fact.Mail) *message.Client {
	h := fnv.New64a()
	h.Write([]byte(mail.From.Address))
	c := &message.Client{Program: programs[mail.Client], Account: h.Sum64()}
	if len(mail.Hops) > 0 && c.Program == message.Naver {
		c.Origin = mail.Hops[0].Address
	}
	return c
}

var relays = map[string]trace.Software{"postfix": trace.Postfix, "sendmail": trace.Sendmail, "exchange": trace.Exchange, "gmail": trace.Gmail, "naver": trace.Naver, "daum": trace.Daum}

// route is the way of a mail into a mailbox.
func (m *Mailboxes) route(mail *fact.Mail, owner string) *trace.Route {
	r := &trace.Route{ReturnPath: mail.From.Address, DeliveredTo: owner}
	at := mail.Sent
	for i, h := range mail.Hops {
		at = at.Add(h.After)
		hop := trace.Hop{Software: relays[h.Software], Number: mail.ID + uint64(i)<<32, Time: at, Greeting: h.From, Name: h.From, IP: h.Address, By: h.By, Protocol: "ESMTP", For: owner}
		if i == len(mail.Hops)-1 {
			hop.Time = m.clock(at)
			hop.ByIP = m.border
			hop.Verdicts = m.verdicts(mail)
			if mail.Verdict != nil {
				hop.Protocol = "ESMTPS"
			}
		} else {
			hop.Signature = m.signature(mail, at)
		}
		r.Hops = append(r.Hops, hop)
	}
	return r
}

func (m *Mailboxes) verdicts(mail *fact.Mail) *trace.Verdicts {
	v := mail.Verdict
	if v == nil {
		return nil
	}
	_, domain, _ := strings.Cut(mail.From.Address, "@")
	return &trace.Verdicts{SPF: v.SPF, DKIM: v.DKIM, DMARC: v.DMARC, MailFrom: mail.From.Address, From: domain, Policy: "none", Domain: v.Domain, Selector: "s1"}
}

// signature is what a sender's relay puts on a mail whose signature the border finds
// valid.
func (m *Mailboxes) signature(mail *fact.Mail, at time.Time) *trace.Signature {
	if mail.Verdict == nil || mail.Verdict.DKIM != "pass" {
		return nil
	}
	r := chance.New(mail.ID, "signature")
	s := &trace.Signature{Domain: mail.Verdict.Domain, Selector: "s1", Time: at, BodyHash: make([]byte, 32), Value: make([]byte, 128)}
	for _, b := range [][]byte{s.BodyHash, s.Value} {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	return s
}
