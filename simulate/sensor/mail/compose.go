package mail

import (
	"dwell/simulate/fact"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/letter"
)

// compose is the mail as it lies in a mailbox.
func (m *Sensor) compose(mail *fact.Mail, b fact.Box) (*message.Message, *message.Client, *trace.Route) {
	client := letter.Client(mail)
	written := letter.Of(mail)
	if b.Sent {
		return written, client, nil
	}
	return written, client, m.route(mail, b.Owner)
}
