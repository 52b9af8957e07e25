package suricata

// SMTP is an event of type smtp: a mail.
type SMTP struct {
	Event
	TxID uint64 // 0 for the first of the connection; always written
	SMTPTransaction
	Email Email
}

// SMTPTransaction is the object smtp of several events: the envelope.
type SMTPTransaction struct {
	HELO     string
	MailFrom string   // with its angle brackets: <ann@example.net>
	RcptTo   []string // with their angle brackets
}

// Email is the object email of several events: the header of the mail. As installed, a
// sensor writes the fields up to URL; the others it writes where suricata.yaml says
// "extended" or names them.
type Email struct {
	Status     string // PARSE_DONE
	From       string
	To, CC     []string // the header cut at its commas, wherever they stand
	Attachment []string // names
	URL        []string // that stand in the text

	ReplyTo        string
	BCC            []string
	MessageID      string // with its angle brackets
	Subject        string // as it stands in the header
	XMailer        string
	UserAgent      string
	Received       []string
	XOriginatingIP string
	InReplyTo      string
	References     string
	Date           string
	SubjectMD5     string
	BodyMD5        string
}

// AppendSMTP appends an event of type smtp.
func (w *Writer) AppendSMTP(dst []byte, s *SMTP) []byte {
	dst = w.begin(dst, &s.Event, "smtp")
	dst = appendNumber(dst, "tx_id", s.TxID)
	dst = s.appendCommon(dst)
	dst = appendMail(dst, &s.SMTPTransaction, &s.Email)
	return w.end(dst)
}

// appendMail appends the envelope and the header of a mail, as far as they are there.
func appendMail(dst []byte, s *SMTPTransaction, e *Email) []byte {
	if s != nil {
		dst = append(dst, `,"smtp":{`...)
		dst = appendText(dst, "helo", s.HELO)
		dst = appendText(dst, "mail_from", s.MailFrom)
		dst = appendTexts(dst, "rcpt_to", s.RcptTo)
		dst = append(dst, '}')
	}
	if e == nil || e.Status == "" {
		return dst
	}
	dst = append(dst, `,"email":{`...)
	dst = appendText(dst, "status", e.Status)
	dst = appendText(dst, "from", e.From)
	dst = appendTexts(dst, "to", e.To)
	dst = appendTexts(dst, "cc", e.CC)
	dst = appendTexts(dst, "attachment", e.Attachment)
	dst = appendTexts(dst, "url", e.URL)
	dst = appendText(dst, "reply_to", e.ReplyTo)
	dst = appendTexts(dst, "bcc", e.BCC)
	dst = appendText(dst, "message_id", e.MessageID)
	dst = appendText(dst, "subject", e.Subject)
	dst = appendText(dst, "x_mailer", e.XMailer)
	dst = appendText(dst, "user_agent", e.UserAgent)
	dst = appendTexts(dst, "received", e.Received)
	dst = appendText(dst, "x_originating_ip", e.XOriginatingIP)
	dst = appendText(dst, "in_reply_to", e.InReplyTo)
	dst = appendText(dst, "references", e.References)
	dst = appendText(dst, "date", e.Date)
	dst = appendText(dst, "subject_md5", e.SubjectMD5)
	dst = appendText(dst, "body_md5", e.BodyMD5)
	return append(dst, '}')
}
