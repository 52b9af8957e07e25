package message

import "time"

// Message is one mail as its author wrote it. Text is UTF-8; bytes that aren't
// become U+FFFD.
type Message struct {
	// Number identifies the message: Message-ID, boundaries, parts' names and thread
	// are spelled from it. Two messages with the same number and date have the same
	// identifiers.
	Number uint64

	Date     time.Time // with the zone of the author's machine
	From     Address
	Sender   Address // who sent it in the author's name; the zero Address: the author
	ReplyTo  []Address
	To, Cc   []Address
	Subject  string
	Priority Priority

	Text string // line ends may be LF or CR LF
	HTML string // "" leaves it to the program whether it makes HTML of the text

	Attachments []Attachment

	InReplyTo  string   // Message-ID of the mail that is answered
	References []string // of the thread, oldest first
	Quote      *Quote   // what is quoted of it; nil: nothing
	Thread     Thread

	Extra []Field // further lines of the header, such as List-Unsubscribe
}

// Address is a mailbox with the name of its owner, which may be empty.
type Address struct {
	Name string
	Addr string // local@domain
}

// Field is a line of the header. The value is ASCII, without line ends.
type Field struct{ Name, Value string }

// Attachment is a file that the mail carries.
type Attachment struct {
	Name      string
	Type      string // media type that the mail declares; "" is application/octet-stream
	Data      []byte
	Inline    bool      // shown in the text, by a "cid:" link where there is HTML
	ContentID string    // of an inline file; "" is spelled from the message's number
	Modified  time.Time // which Exchange writes down; the zero time is the mail's
}

// Priority is how urgent the author called the mail.
type Priority int8

// The priorities.
const (
	Normal Priority = iota
	High
	Low
)

// Thread is the conversation that Exchange and Outlook count by Thread-Index. The
// zero Thread is one that the message itself begins.
type Thread struct {
	Number uint64    // of its first message
	Began  time.Time // date of its first message
}

// Quote is the mail that a reply repeats.
type Quote struct {
	From    Address
	To, Cc  []Address
	Date    time.Time // in the zone of who answers
	Subject string
	Text    string
	HTML    string // "" is made of the text
}
