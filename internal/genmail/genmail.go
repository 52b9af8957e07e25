// Package genmail writes the mail of a company at size, for benchmarks and trials: what
// its people get from colleagues, suppliers, private correspondents, newsletters and
// machines over months, in order of time, the same bytes for the same settings. How a mail
// looks is simulate/format/message; this package only decides who writes to whom, with
// what, when and over which relays.
package genmail

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/mailbox"
)

// Config is the shape of a company's mail.
type Config struct {
	Mails   int
	People  int // inside
	Outside int // correspondents
	Days    int
	Seed    uint64
}

// Usual is a company whose people get some 50 mails on a working day.
func Usual(mails int) Config {
	people := max(20, mails/3000)
	return Config{Mails: mails, People: people, Outside: people * 6, Days: 62, Seed: 1}
}

// Mail is one mail as it lies in the recipient's mailbox.
type Mail struct {
	Raw      []byte // valid until the next mail
	ID       string // Message-ID, without angle brackets
	From, To string
	Envelope string
	At       time.Time
}

// Begin is when the mail of every company begins.
var begin = time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)

// Each makes the mails one after the other; an error of take ends it.
func Each(c Config, take func(*Mail) error) error {
	w := newWorld(c)
	step := time.Duration(c.Days) * 24 * time.Hour / time.Duration(max(c.Mails, 1))
	var m Mail
	for i := range c.Mails {
		at := begin.Add(time.Duration(i)*step + w.draw.Between(0, step))
		w.next(&m, uint64(i), at)
		if err := take(&m); err != nil {
			return err
		}
	}
	return nil
}

// Write writes the mails as one mbox.
func Write(out io.Writer, c Config) error {
	b := bufio.NewWriterSize(out, 1<<20)
	var line []byte
	err := Each(c, func(m *Mail) error {
		line = mailbox.AppendMbox(line[:0], m.Envelope, m.At, m.Raw, mailbox.MBoxRD)
		_, err := b.Write(line)
		return err
	})
	if err != nil {
		return fmt.Errorf("write mbox: %w", err)
	}
	return b.Flush()
}

// world is who there is, and what was lately written.
type world struct {
	draw    chance.Source
	inside  []*person
	outside []*person
	recent  [512]sent
	vocab   vocabulary
}

// sent is a mail that may be answered.
type sent struct {
	letter   *message.Message
	from, to *person
	id       string
}

func newWorld(c Config) *world {
	w := &world{draw: chance.New(c.Seed, "genmail"), vocab: newVocabulary(c.Seed)}
	own := ownDomain(w.draw)
	for i := range c.People {
		w.inside = append(w.inside, w.newPerson(i, own))
	}
	var domain *domain
	for i := range c.Outside {
		if domain == nil || w.draw.Chance(0.4) {
			domain = w.newDomain(i)
		}
		w.outside = append(w.outside, w.newPerson(c.People+i, domain))
	}
	return w
}

// next makes a mail: an answer to a recent one, or a new one between two people.
func (w *world) next(m *Mail, number uint64, at time.Time) {
	slot := &w.recent[w.draw.IntN(len(w.recent))]
	var from, to *person
	l := &message.Message{Number: number}
	answers := slot.letter != nil && slot.to.writes() && w.draw.Chance(0.4)
	if answers {
		from, to = slot.to, slot.from
		l.Subject = "Re: " + trimRe(slot.letter.Subject)
		l.InReplyTo, l.References = slot.id, append(l.References, slot.id)
		l.Quote = &message.Quote{From: slot.letter.From, To: slot.letter.To, Date: slot.letter.Date, Subject: slot.letter.Subject, Text: slot.letter.Text}
	} else {
		from, to = w.pair()
		l.Subject = w.vocab.subject(w.draw)
	}
	l.Date = at.In(from.domain.zone)
	l.From, l.To = from.address, []message.Address{to.address}
	w.fill(l, from)
	client := from.clientAt(at, w.draw)
	route := w.route(from, to, number, at)
	m.Raw = message.Append(m.Raw[:0], l, client, route)
	m.ID = string(message.AppendID(nil, l, client, route))
	m.From, m.To, m.Envelope, m.At = from.address.Addr, to.address.Addr, route.ReturnPath, at
	if from.writes() {
		*slot = sent{letter: l, from: from, to: to, id: m.ID}
	}
}

// pair draws who writes to whom: mail comes from outside, goes inside, or out.
func (w *world) pair() (from, to *person) {
	in := w.inside[w.draw.IntN(len(w.inside))]
	switch {
	case w.draw.Chance(0.5):
		return in.friend(w, w.outside), in
	case w.draw.Chance(0.6):
		other := in.friend(w, w.inside)
		if other == in {
			other = w.inside[(w.draw.IntN(len(w.inside)))]
		}
		return other, in
	default:
		return in, in.friend(w, w.outside)
	}
}
