package fact

import (
	"net/netip"
	"time"
)

// Access is something that somebody does with a mail account, as the service of the
// mailboxes sees it.
type Access struct {
	Label   Label
	Time    time.Time
	Do      Doing
	Account string // whose password or right is used: a mail address, or the name of a service
	Owner   string // of the mailbox
	By      Standing
	Device  *Device
	From    netip.Addr // of the client, as the Internet sees it
	Within  netip.Addr // in the office or its tunnel; zero: outside
	Session uint64
	Until   time.Time // SignIn: the connection ended
	Fresh   bool      // SignIn: the password was given, no token was left from before
	Failure Failure   // SignIn: why it was refused
	Items   []Item
	Count   int    // of items, where they are not all there; of a SignIn those that were fetched
	Folder  string // "Inbox"
	Rule    *Rule
	Target  string // to whom mail is passed on, who is given rights, which program may act
	Rights  string
}

// Doing is what is done.
type Doing uint8

// What can be done.
const (
	SignIn  Doing = iota
	Read          // items are opened
	Sync          // a folder is downloaded
	Send          // an item is sent
	Delete        // items are put into the bin
	Destroy       // items are deleted for good
	Move          // items go to another folder
	MakeRule
	PassOn // everything is forwarded
	Permit
	Consent
)

// Standing is by which right somebody is in a mailbox.
type Standing uint8

// The standings.
const (
	ByOwner Standing = iota
	ByDelegate
	ByAdministrator
	ByService
)

// Failure is why a password does not help.
type Failure uint8

// The failures.
const (
	NoFailure Failure = iota
	WrongPassword
	NoAccount
	Locked
)

// Device is an installation of a program for mail.
type Device struct {
	Kind   DeviceKind
	Agent  string // as the program calls itself
	Number uint64 // the same for all that the installation does
	Host   string // name of the machine; "" not told
}

// DeviceKind is how a program gets at mailboxes.
type DeviceKind uint8

// The kinds.
const (
	Outlook     DeviceKind = iota // downloads whole folders
	Browser                       // web mail
	PhoneApp                      // Outlook on a telephone
	PhoneMail                     // the telephone's own program
	MailProgram                   // IMAP and SMTP
	Console                       // of administrators
	Program                       // of a service, through the interface for programs
	Legacy                        // the same with a password instead of a token
)

// Item is a mail that lies in a mailbox, as far as its service names it.
type Item struct {
	ID      uint64
	Sent    time.Time
	From    Person
	Client  string
	Subject string
	Bytes   int
	Folder  string
}

// Rule is a rule of an inbox.
type Rule struct {
	Name      string
	Words     []string // in subject or body
	Sender    string   // "" anybody
	Folder    string   // where it puts mails; "" nowhere
	Forward   string   // to whom it sends them on
	Delete    bool
	MarkRead  bool
	ByProgram bool // Outlook on a PC made it
}
