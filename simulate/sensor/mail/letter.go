package mail

import (
	"hash/fnv"

	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
)

// compose is the mail as it lies in a mailbox.
func (m *Sensor) compose(mail *fact.Mail, b fact.Box) (*message.Message, *message.Client, *trace.Route) {
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
