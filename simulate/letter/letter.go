// Package letter makes of a mail of the facts the message that its author's program
// writes: what mailboxes hold, and by which Message-ID the logs of mail services call it.
//
// It must not import sensors.
package letter

import (
	"fmt"
	"hash/fnv"

	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
)

// Of is the mail as its author wrote it.
func Of(mail *fact.Mail) *message.Message {
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
		asked := Of(q)
		id := string(message.AppendID(nil, asked, Client(q), nil))
		l.InReplyTo, l.References = id, []string{id}
		l.Quote = &message.Quote{From: asked.From, To: asked.To, Cc: asked.Cc, Date: asked.Date, Subject: asked.Subject, Text: asked.Text}
		l.Thread = message.Thread{Number: q.ID, Began: q.Sent}
	}
	return l
}

func address(p fact.Person) message.Address { return message.Address{Name: p.Name, Addr: p.Address} }

// ID is the Message-ID of a mail that lies in a mailbox, with its angle brackets.
func ID(i *fact.Item) string {
	m := &message.Message{Number: i.ID, Date: i.Sent, From: address(i.From)}
	return bracketed(m, installation(i.Client, i.From.Address))
}

// MessageID is that of a mail.
func MessageID(mail *fact.Mail) string {
	return bracketed(&message.Message{Number: mail.ID, Date: mail.Sent, From: address(mail.From)}, installation(mail.Client, mail.From.Address))
}

// bracketed spells the Message-ID. Where the program leaves it to its own server, that is
// a Postfix whose number for the mail is the mail's.
func bracketed(m *message.Message, c *message.Client) string {
	first := &trace.Route{Hops: []trace.Hop{{Software: trace.Postfix, Number: m.Number}}}
	return "<" + string(message.AppendID(nil, m, c, first)) + ">"
}

var programs = map[string]message.Program{
	"outlook": message.OutlookInternet, "outlook-express": message.OutlookExpress, "thunderbird": message.Thunderbird, "apple-mail": message.AppleMail, "iphone": message.IPhone,
	"outlook-365": message.OutlookExchange, "gmail": message.Gmail, "naver": message.Naver, "daum": message.Daum, "newsletter": message.Newsletter, "cron": message.Cron,
}

// Client is the installation of the program that a person writes with: always the
// same for the same address.
func Client(mail *fact.Mail) *message.Client {
	c := installation(mail.Client, mail.From.Address)
	if len(mail.Hops) > 0 && c.Program == message.Naver {
		c.Origin = mail.Hops[0].Address
	}
	return c
}

func installation(program, address string) *message.Client {
	h := fnv.New64a()
	h.Write([]byte(address))
	c := &message.Client{Program: programs[program], Account: h.Sum64()}
	if c.Program == message.OutlookExchange { // the service spells the Message-ID
		c.Host = "SL2P216MB" + fmt.Sprintf("%04d", c.Account%10_000) + ".KORP216.PROD.OUTLOOK.COM"
	}
	return c
}
