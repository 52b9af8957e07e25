package zeek

import (
	"net/netip"
	"time"
)

// SMTP is a line of smtp.log: one mail as it went over the wire. Zeek writes header
// fields as they stand there, encoded words and all.
type SMTP struct {
	TS  time.Time // of the first command of the mail
	UID string
	ID
	TransDepth                    uint64 // 1 for the first mail of the connection
	HELO, MailFrom                string
	RcptTo                        []string
	Date, From                    string
	To, CC                        []string
	ReplyTo, MsgID, InReplyTo     string
	Subject                       string
	XOriginatingIP                netip.Addr
	FirstReceived, SecondReceived string
	LastReply                     string       // "250 2.0.0 Ok: queued as 4F2A"
	Path                          []netip.Addr // the way of the mail, the receiver first
	UserAgent                     string
	TLS                           bool     // STARTTLS was used; then Zeek sees no more of the mail than the envelope so far
	FUIDs                         []string // nil is written as empty, not as unset
	IsWebmail                     bool

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// SMTPWriter writes smtp.log.
type SMTPWriter struct{ stream }

// NewSMTPWriter returns a writer of smtp.log.
func NewSMTPWriter(o Options) *SMTPWriter {
	return &SMTPWriter{newStream("smtp", connectionColumns+"trans_depth count, helo string, mailfrom string, "+
		"rcptto set[string], date string, from string, to set[string], cc set[string], reply_to string, msg_id string, "+
		"in_reply_to string, subject string, x_originating_ip addr, first_received string, second_received string, "+
		"last_reply string, path vector[addr], user_agent string, tls bool, fuids vector[string], is_webmail bool", o)}
}

// Append appends the line of a record.
func (w *SMTPWriter) Append(dst []byte, s *SMTP) []byte {
	r := w.begin(dst, s.TS, s.WriteTS)
	r.text(s.UID)
	r.id(&s.ID)
	r.number(s.TransDepth)
	r.text(s.HELO)
	r.text(s.MailFrom)
	r.texts(s.RcptTo)
	r.text(s.Date)
	r.text(s.From)
	r.texts(s.To)
	r.texts(s.CC)
	r.text(s.ReplyTo)
	r.text(s.MsgID)
	r.text(s.InReplyTo)
	r.text(s.Subject)
	r.address(s.XOriginatingIP)
	r.text(s.FirstReceived)
	r.text(s.SecondReceived)
	r.text(s.LastReply)
	r.addresses(s.Path)
	r.text(s.UserAgent)
	r.flag(s.TLS)
	r.always(s.FUIDs)
	r.flag(s.IsWebmail)
	return r.end()
}
