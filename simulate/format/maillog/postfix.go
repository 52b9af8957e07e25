package maillog

import (
	"strconv"
	"time"
)

// Mail is a mail in the queue of Postfix.
type Mail struct {
	Queue   string
	Service string // "postfix/smtpd", "postfix/submission/smtpd"
	PID     int
	Client  Peer
	Account string // that the client proved; "" none
	Message string // Message-ID in angle brackets
	Sender  string
	Bytes   int
	Count   int // recipients
}

// Taken is the line of the server that takes the mail.
func (m *Mail) Taken(dst []byte, h *Header) []byte {
	dst = h.begin(dst, m.Service, m.PID)
	dst = append(append(dst, m.Queue...), ": client="...)
	dst = m.Client.append(dst)
	if m.Account != "" {
		dst = clean(append(dst, ", sasl_method=PLAIN, sasl_username="...), m.Account)
	}
	return append(dst, '\n')
}

// Named is the line that tells the Message-ID.
func (m *Mail) Named(dst []byte, h *Header) []byte {
	dst = h.begin(dst, "postfix/cleanup", m.PID+3)
	dst = append(append(dst, m.Queue...), ": message-id="...)
	return append(clean(dst, m.Message), '\n')
}

// Queued is the line of the queue manager.
func (m *Mail) Queued(dst []byte, h *Header) []byte {
	dst = h.begin(dst, "postfix/qmgr", 1187)
	dst = append(append(dst, m.Queue...), ": from=<"...)
	dst = append(clean(dst, m.Sender), ">, size="...)
	dst = strconv.AppendInt(dst, int64(m.Bytes), 10)
	dst = strconv.AppendInt(append(dst, ", nrcpt="...), int64(m.Count), 10)
	return append(dst, " (queue active)\n"...)
}

// Removed is the last line of a mail.
func (m *Mail) Removed(dst []byte, h *Header) []byte {
	dst = h.begin(dst, "postfix/qmgr", 1187)
	return append(append(dst, m.Queue...), ": removed\n"...)
}

// Delivery is one recipient of a mail.
type Delivery struct {
	Queue   string
	Program string // "postfix/lmtp", "postfix/smtp"
	PID     int
	To      string
	Relay   string // "mail01.shop.example[private/dovecot-lmtp]", "mx.partner.example[192.0.2.7]:25"
	Delay   time.Duration
	DSN     string // "2.0.0"
	Status  string // "sent", "bounced", "deferred"
	Words   string // of the other server
}

// Append appends the line.
func (d *Delivery) Append(dst []byte, h *Header) []byte {
	dst = h.begin(dst, d.Program, d.PID)
	dst = append(append(dst, d.Queue...), ": to=<"...)
	dst = append(clean(dst, d.To), ">, relay="...)
	dst = append(clean(dst, d.Relay), ", delay="...)
	seconds := d.Delay.Seconds()
	dst = strconv.AppendFloat(dst, seconds, 'f', 2, 64)
	dst = append(dst, ", delays="...)
	dst = strconv.AppendFloat(dst, seconds/4, 'f', 2, 64)
	dst = append(dst, "/0.01/"...)
	dst = strconv.AppendFloat(dst, seconds/2, 'f', 2, 64)
	dst = append(dst, '/')
	dst = strconv.AppendFloat(dst, seconds/4, 'f', 2, 64)
	dst = append(append(dst, ", dsn="...), d.DSN...)
	dst = append(append(dst, ", status="...), d.Status...)
	dst = clean(append(dst, " ("...), d.Words)
	return append(dst, ")\n"...)
}

// Connected and Disconnected are the ends of a connection.
func Connected(dst []byte, h *Header, service string, pid int, p Peer) []byte {
	return append(p.append(append(h.begin(dst, service, pid), "connect from "...)), '\n')
}

// Disconnected tells what a client did: "ehlo=2 auth=1 mail=1 rcpt=2 data=1 quit=1 commands=8".
func Disconnected(dst []byte, h *Header, service string, pid int, p Peer, did string) []byte {
	dst = p.append(append(h.begin(dst, service, pid), "disconnect from "...))
	return append(append(append(dst, ' '), did...), '\n')
}

// RefusedSASL is a password that did not fit.
func RefusedSASL(dst []byte, h *Header, service string, pid int, p Peer, method, account string) []byte {
	dst = p.append(append(h.begin(dst, service, pid), "warning: "...))
	dst = append(append(dst, ": SASL "...), method...)
	dst = append(dst, " authentication failed: UGFzc3dvcmQ6, sasl_username="...)
	return append(clean(dst, account), '\n')
}
