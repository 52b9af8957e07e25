package fact

import (
	"net/netip"
	"time"
)

// Person is somebody who writes or gets mail.
type Person struct {
	Name    string // as displayed
	Address string
}

// Mail is one message and the mailboxes that keep it.
type Mail struct {
	Label       Label
	Sent        time.Time // in the sender's zone
	Client      string    // mail program, by its name in simulate/format/message
	From        Person
	To, Cc      []Person
	ReplyTo     string
	Subject     string
	Text        string
	HTML        string
	Attachments []Attachment
	ID          uint64   // makes the Message-ID
	Answers     *Mail    // the mail that is answered
	Hops        []Hop    // in order of travel
	Verdict     *Verdict // of the company's border; nil: not judged there
	Boxes       []Box
}

// Box is a mailbox that keeps a mail.
type Box struct {
	Owner string // mail address
	Sent  bool   // in the folder of sent mails
}

// Attachment is one attached file. The bytes are inert.
type Attachment struct {
	Name, Type string
	Content    []byte
}

// Hop is one relay that took the mail over.
type Hop struct {
	By       string // host that wrote the line
	From     string // host that handed over, as it called itself
	Address  netip.Addr
	Software string // "postfix", "exchange", "gmail", "naver"
	After    time.Duration
}

// Verdict is what the receiving border found out.
type Verdict struct {
	SPF, DKIM, DMARC string // "pass", "fail", "none"
	Domain           string // of SPF
}
