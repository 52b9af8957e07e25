package fact

import (
	"net/netip"
	"time"
)

// Transport is the layer above IP.
type Transport uint8

// The transports.
const (
	TCP Transport = iota
	UDP
	ICMP
)

// Outcome says how a connection went.
type Outcome uint8

// The outcomes.
const (
	Finished   Outcome = iota // opened, used and closed
	Unanswered                // nobody answered
	Refused                   // refused at once
	Reset                     // broken off by the one who began it
	Unfinished                // still open, or its end was not seen
)

// Flow is one conversation between two machines.
type Flow struct {
	Label            Label
	Start            time.Time
	Duration         time.Duration
	Src, Dst         netip.Addr
	SrcPort, DstPort uint16 // SrcPort 0: the network gives it one
	Transport        Transport
	Service          string // protocol as a sensor would recognise it: "ssl", "http", "smb"; "" none
	Outcome          Outcome
	Out, In          int64  // payload bytes
	Name             string // server name that the client used; "" none
	TLS              *TLS
	Requests         []Request
	Lookup           *Lookup
	Files            []File
	SSH              *SSH
}

// TLS is the handshake of a conversation.
type TLS struct {
	Version         string // "TLSv12"
	Subject, Issuer string // of the server's certificate
	SelfSigned      bool
	Resumed         bool
	Failed          bool // the handshake did not finish
}

// Request is one HTTP request in a conversation.
type Request struct {
	After      time.Duration // from the beginning of the conversation
	Method     string
	Host, Path string
	Agent      string
	Referrer   string
	Status     int
	Sent       int64  // body
	Received   int64  // body
	Type       string // MIME type of the answer
}

// Lookup is one DNS question with its answers.
type Lookup struct {
	Name, Type string
	Code       string // "NOERROR", "NXDOMAIN"
	Answers    []string
}

// File is one file that crossed the wire.
type File struct {
	After  time.Duration
	Share  string // of SMB, "ADMIN$"
	Name   string // path on the share, "" when not said
	Type   string // MIME type
	Bytes  int64
	Upload bool // from the one who began the conversation
}

// SSH is what can be seen of an SSH conversation.
type SSH struct {
	Client, Server string // version banners
	Attempts       int    // logons tried
	Success        bool
}
