package windows

import "time"

// Event is one record of an event log.
type Event struct {
	Header
	Provider Provider

	ID         uint16
	Qualifiers uint16 // upper half of a classic event's identifier; 0 writes no attribute
	Version    uint8
	Level      uint8
	Task       uint16
	Opcode     uint8
	Keywords   uint64
	Channel    string

	// TaskName and OpcodeName are the provider's words for Task and Opcode. Only Winlogbeat writes them.
	TaskName   string
	OpcodeName string

	Data   []Field
	Binary []byte // appended to the data of classic records, written as upper-case hex digits
}

// Header is what every record has whatever its provider.
type Header struct {
	Time       time.Time // written in UTC with the 100 ns of a FILETIME
	RecordID   uint64
	ActivityID GUID // zero writes no attribute
	ProcessID  uint32
	ThreadID   uint32
	Computer   string  // the full name in a domain
	User       Account // who logged the record, not whom it is about; often nobody

	// Collected is when Winlogbeat read the record; zero leaves event.created out. Event XML has no such time.
	Collected time.Time
}

// Provider names who wrote the record.
type Provider struct {
	Name            string
	GUID            string // with braces, as registered; empty for providers without a manifest
	EventSourceName string // the classic name of a provider that has both
}

// Account is the user of System/Security. Event XML shows only the SID, Winlogbeat looks up the rest.
type Account struct {
	SID    string
	Name   string
	Domain string
	Type   string // "User", "Well Known Group", ...
}

// localSystem is the account under which services such as Sysmon log.
func localSystem() Account {
	return Account{SID: "S-1-5-18", Name: "SYSTEM", Domain: "NT AUTHORITY", Type: "Well Known Group"}
}

// orLocalSystem gives a header whose user is the local system unless the caller named another.
func orLocalSystem(h Header) Header {
	if h.User.SID == "" {
		h.User = localSystem()
	}
	return h
}

// Levels and keywords of winmeta.xml in the Windows SDK.
const (
	levelAlways      = 0
	levelWarning     = 3
	levelInformation = 4
	levelVerbose     = 5

	keywordAuditFailure = 0x0010000000000000
	keywordAuditSuccess = 0x0020000000000000
	keywordClassic      = 0x0080000000000000
)
