package event

import (
	"net/netip"
	"net/url"
	"strings"
)

// Address is one mailbox of a mail header.
type Address struct {
	Name string // display name, decoded
	Addr string // local@domain; the domain in lower case
}

// Hop is one Received line, newest first in Mail.Hops.
type Hop struct {
	Time Time
	From string     // name given in the greeting, lower case
	IP   netip.Addr // address seen by the receiver
	By   string     // receiving host, lower case
	With string     // protocol, upper case ("ESMTPS"); "" not given
	For  string     // recipient; "" not given
}

// Medium says what kind of message a Mail was read from.
type Medium uint8

// The media.
const (
	MediumMail Medium = iota // an electronic mail
	MediumNote               // a text left on a machine: Text, and what it names in Links
	MediumChat               // a turn of a chat: Text, From, Time where the transcript gives one
)

// String returns the lower-case name ("mail").
func (m Medium) String() string {
	switch m {
	case MediumNote:
		return "note"
	case MediumChat:
		return "chat"
	}
	return "mail"
}

// BodyCheck is what the hash of a body, computed anew, says of a signature.
type BodyCheck uint8

// The results.
const (
	BodyUnknown   BodyCheck = iota // the body is not kept as it was sent
	BodyAgrees                     // it is the body that was signed
	BodyDisagrees                  // it is another body, or was changed on its way or in the mailbox
)

// String returns the lower-case name ("agrees").
func (c BodyCheck) String() string {
	switch c {
	case BodyAgrees:
		return "agrees"
	case BodyDisagrees:
		return "disagrees"
	}
	return "unknown"
}

// Signature is one DKIM-Signature field. Whether it is true is not known, for that takes
// the key; only the hash of the body in it was computed anew.
type Signature struct {
	Domain          string // d=, lower case
	Selector        string // s=
	Aligned         bool   // i= is the domain or lies below it, as it must
	From            bool   // the From field is among the signed ones, as it must be
	Partial         bool   // only the beginning of the body is signed (l=)
	Signed, Expires Time   // t= and x=; zero when not given
	Body            BodyCheck
}

// Header is one header line, unfolded and with encoded words decoded.
type Header struct {
	Name  string // as written
	Value string
}

// Part is one leaf of the MIME tree of a mail, or one member the mail carries inline.
type Part struct {
	Path        string   // "1.2": position in the tree
	Type        string   // declared media type, lower case, without parameters
	Charset     string   // declared charset label, lower case
	Disposition string   // "attachment", "inline" or ""
	Name        string   // file name, decoded; from Content-Disposition or else Content-Type
	TypeName    string   // name parameter of Content-Type when it differs from Name
	OtherNames  []string // names that a program may read instead, where the header gives several; mostly nil
	ContentID   string
	Data        []byte // decoded body, possibly cut at the reader's limit; valid during the call only
	Truncated   bool
	Encoding    string // transfer encoding as declared; "" for none
	LineLength  int    // of the first line of base64 or quoted-printable text, before decoding
}

// Code is what a QR code in a picture says.
type Code struct {
	Path string // of the part that is the picture
	Text string // a link, a wallet, any text
}

// Host returns the host that the code leads to, in lower case; "" when it is no link.
func (c Code) Host() string {
	text := strings.TrimSpace(c.Text)
	if len(text) > 4 && equalFold(text[:4], "www.") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// Mail is one message of a mailbox, or one SMTP transaction of a network sensor
// (then Text, Parts and Headers are empty). Medium marks what speaks like a mail
// but is none.
type Mail struct {
	Time      Time // Date header
	Delivered Time // newest Received line, or the mbox separator
	Ref       Ref
	Medium    Medium
	Vantage   Vantage // VantageServer for a mailbox, VantageNetwork for a sensor
	Mailbox   string  // logical path of the mailbox it lay in
	Folder    string  // folder within a mailbox that has some ("Inbox/2016"); "" none
	UID       string  // connection, for a sensor

	MessageID  string // without angle brackets
	InReplyTo  string
	References []string
	From       []Address
	Sender     Address
	ReplyTo    []Address
	ReturnPath string
	To, Cc     []Address
	Subject    string
	Client     string // User-Agent or X-Mailer
	Hops       []Hop  // newest first
	Headers    []Header
	AuthResult []string    // Authentication-Results and ARC-Authentication-Results, newest first
	Signatures []Signature // in the order of the header, newest first as a rule

	Text    string // visible text: plain parts, else HTML reduced to text; cut at the reader's limit
	Links   []string
	Codes   []Code // of pictures of the mail, where they were looked for
	Parts   []Part
	Defects []string // what was wrong with the message and how it was read nevertheless
}

// Author returns the first From address, the zero Address when there is none.
func (m *Mail) Author() Address {
	if len(m.From) == 0 {
		return Address{}
	}
	return m.From[0]
}

// Header returns the value of the first header of that name, in any case of letters.
func (m *Mail) Header(name string) string {
	for i := range m.Headers {
		if equalFold(m.Headers[i].Name, name) {
			return m.Headers[i].Value
		}
	}
	return ""
}

// equalFold compares two ASCII header names.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x, y := a[i], b[i]
		if x != y && (x|0x20 != y|0x20 || x|0x20 < 'a' || x|0x20 > 'z') {
			return false
		}
	}
	return true
}
