package mail

import (
	"bytes"
	"net/netip"
	"strings"

	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/sensor"
)

// Sensor is the mailboxes of some people.
type Sensor struct {
	sensor.Setting
	border netip.Addr
	boxes  map[string]*sensor.File
	raw    []byte
	line   []byte
}

// New returns the mailboxes of the given addresses.
func New(s sensor.Setting, border netip.Addr, owners []string) (*Sensor, error) {
	m := &Sensor{Setting: s, border: border, boxes: make(map[string]*sensor.File)}
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
func (m *Sensor) Observe(d *fact.Day) error {
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
func (m *Sensor) Close() error {
	for _, f := range m.boxes {
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// deliver puts a mail into a mailbox. A mailbox has no gaps: what a server lost for
// hours is delivered later.
func (m *Sensor) deliver(f *sensor.File, mail *fact.Mail, b fact.Box) {
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
