package event

import "net/netip"

// MailStep says what a server did with a mail.
type MailStep uint8

// The steps.
const (
	MailOther   MailStep = iota
	MailReceive          // taken over from another server
	MailSubmit           // taken over from its writer: a mailbox of this server, or who proved an account
	MailDeliver          // put into a mailbox
	MailSend             // handed to another server
	MailDefer            // to be tried again
	MailFail             // given up, or refused
	MailExpand           // a list was replaced by its members
)

// String returns the lower-case name ("receive").
func (s MailStep) String() string {
	switch s {
	case MailReceive:
		return "receive"
	case MailSubmit:
		return "submit"
	case MailDeliver:
		return "deliver"
	case MailSend:
		return "send"
	case MailDefer:
		return "defer"
	case MailFail:
		return "fail"
	case MailExpand:
		return "expand"
	}
	return "other"
}

// MailTransfer is one step of one mail through a server, as the server's own log has
// it (Exchange message tracking, Microsoft 365 message trace, Postfix, Exim). The steps
// of one mail share its MessageID; servers that write one line per recipient give one
// event for each.
type MailTransfer struct {
	Time       Time
	Ref        Ref
	Product    string // "exchange", "m365", "postfix", "exim"
	Server     string // host that wrote the record, lower case; "" unknown
	Step       MailStep
	MessageID  string     // of the mail's header, without angle brackets
	NetworkID  string     // Exchange's id of the mail across servers; "" unknown
	QueueID    string     // the server's own id of it
	Sender     string     // of the envelope, lower case; "" for bounces
	Recipients []string   // lower case
	Count      int        // recipients by the server's count, 0 unknown; Recipients may be fewer
	Client     netip.Addr // that handed the mail in; zero unknown
	ClientName string     // lower case; "" unknown
	Account    string     // that the client proved to have; "" none
	Relay      string     // where it went: host or mailbox store; "" unknown
	Subject    string
	Bytes      int64  // size of the mail, or Unknown
	Status     string // in the server's words
}

// MailboxAct is a class of what somebody does in a mailbox.
type MailboxAct uint8

// The acts.
const (
	ActOther   MailboxAct = iota
	ActRead               // items were opened
	ActSync               // a folder was downloaded
	ActSend               // in the owner's own name, or from their mailbox
	ActDelete             // items were deleted or moved to the deleted ones
	ActMove               // items were moved or copied elsewhere
	ActRule               // a rule of the inbox was made or changed
	ActForward            // everything that arrives is passed on
	ActPermit             // somebody was given rights to the mailbox
	ActConsent            // a program was allowed to act for the account
	ActSignIn             // a mailbox session began (older audit logs)
)

// String returns the lower-case name ("read").
func (a MailboxAct) String() string {
	names := [...]string{"other", "read", "sync", "send", "delete", "move", "rule", "forward", "permit", "consent", "sign-in"}
	if int(a) < len(names) {
		return names[a]
	}
	return names[0]
}

// InboxRule is what a rule of an inbox does.
type InboxRule struct {
	Name       string
	Conditions []string // "SubjectContainsWords: invoice;payment", sorted; none: it meets every mail
	Folder     string   // to which it moves
	Forwards   []string // addresses to which it passes mails on
	Delete     bool
	MarkRead   bool
}

// MailboxAction is something done in or to a mailbox or its account, as the service's
// audit log has it (Microsoft 365 unified audit log, Exchange mailbox and admin audit).
// Logons are events of their own.
type MailboxAction struct {
	Time       Time
	Ref        Ref
	Product    string // "m365", "exchange"
	Act        MailboxAct
	Operation  string     // the product's own name, "MailItemsAccessed"
	Account    string     // owner of the mailbox, lower case: an address, or what the log has
	Actor      string     // who did it, "" when it is the owner
	Client     string     // software, as the log has it
	IP         netip.Addr // of the client; zero unknown
	Session    string     // "" unknown
	Items      int        // that the record is about, at least; 0 unknown
	MessageIDs []string   // of those items, without angle brackets; Items may be more
	Folder     string
	Subject    string
	Throttled  bool       // the log left items out from here on
	Rule       *InboxRule // for ActRule
	Targets    []string   // for ActForward addresses, ActPermit trustees, ActConsent programs
	Rights     string     // for ActPermit and ActConsent, "FullAccess"
	Removed    bool       // what Rule, Targets and Rights say was taken back
	Success    Truth
}
