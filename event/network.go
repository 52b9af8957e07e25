package event

import (
	"net/netip"
	"time"
)

// Unknown marks a count of bytes, packets or rows that the source did not give.
const Unknown = -1

// Transport is the layer above IP.
type Transport uint8

// The transports that matter; everything else is TransportOther.
const (
	TransportOther Transport = iota
	TransportTCP
	TransportUDP
	TransportICMP
)

// String returns the lower-case name ("tcp").
func (t Transport) String() string {
	switch t {
	case TransportTCP:
		return "tcp"
	case TransportUDP:
		return "udp"
	case TransportICMP:
		return "icmp"
	}
	return "other"
}

// Truth is a fact that a source may leave open.
type Truth uint8

// The values of a Truth.
const (
	TruthUnknown Truth = iota
	TruthNo
	TruthYes
)

// Endpoints are the two ends of a network event. Addresses are unmapped
// (an IPv4 address is never written in its IPv6-mapped form).
type Endpoints struct {
	Src, Dst         netip.Addr
	SrcPort, DstPort uint16
}

// Connection is one flow as a network sensor saw it (Zeek conn.log and open_conn.log,
// Suricata flow, flow logs of clouds and routers). Where Slice is set, a conversation
// may have several records: they have one UID, each says what its own time carried,
// and no shorter rhythm than twice the Slice can be seen in them.
type Connection struct {
	Time   Time // start
	Ref    Ref
	Sensor string // name of the sensor, "" when the log does not say
	UID    string // the sensor's id, joins the protocol logs
	Endpoints
	Transport          Transport
	Service            string        // application protocols, comma separated, sorted; "" unknown
	Duration           time.Duration // Unknown (-1) when not given
	SrcBytes, DstBytes int64         // payload bytes, or Unknown
	SrcIP, DstIP       int64         // bytes including IP headers, or Unknown
	State              string        // Zeek conn_state ("SF", "REJ", "S0"); "" unknown
	Open               bool          // logged while the connection was still open
	Estimated          bool          // SrcBytes and DstBytes were computed from whole packets: the source does not count payload
	Slice              time.Duration // the source cuts conversations into records of at most this length; 0 when it does not
	SrcLocal, DstLocal Truth         // the sensor's own configuration of local networks
}

// LookupPart says what of a lookup one record holds.
type LookupPart uint8

// The parts of a lookup.
const (
	LookupWhole    LookupPart = iota // query and answer
	LookupQuestion                   // the query alone; the source writes answers apart
	LookupAnswer                     // the answer alone, with the name that was asked for
)

// DNSLookup is one query with its answers (Zeek dns.log), or one half of it
// (Suricata dns). Lists of names alone have neither Time nor Endpoints.
type DNSLookup struct {
	Time   Time
	Ref    Ref
	Sensor string
	UID    string
	Endpoints
	Query   string // lower case, without the final dot
	Type    string // "A", "TXT"
	Code    string // "NOERROR", "NXDOMAIN"; "" when there was no answer
	Answers []string
	Part    LookupPart
}

// Vantage says from where a web request was recorded.
type Vantage uint8

// The vantages.
const (
	VantageNetwork Vantage = iota // a sensor on the wire
	VantageServer                 // the server's own access log
)

// WebRequest is one HTTP request with its response (Zeek http.log, access logs). One
// that is Open is logged again as long as its connection lasts, and once more when it
// is complete: it says what the connection is for and must not be counted.
type WebRequest struct {
	Time    Time
	Ref     Ref
	Vantage Vantage
	Sensor  string
	UID     string
	Endpoints
	Method        string
	Host          string // Host header or virtual host, lower case, with the port if one was given
	URI           string
	UserAgent     string
	Referrer      string
	User          string // authenticated user; "" none
	Status        int    // 0 unknown
	RequestBytes  int64  // body, or Unknown
	ResponseBytes int64  // body, or Unknown
	HostMissing   bool   // the log has a Host column and the request had none
	Open          bool   // logged while the connection was still open (Zeek open_http.log)
	FileIDs       []string
}

// TLSSession is one handshake (Zeek ssl.log, Suricata tls). One that is Open is logged
// again as long as its connection lasts, like a WebRequest.
type TLSSession struct {
	Time   Time
	Ref    Ref
	Sensor string
	UID    string
	Endpoints
	ServerName  string // SNI, lower case
	Version     string
	Subject     string
	Issuer      string
	Validation  string // the sensor's verdict on the chain ("ok", "self signed certificate")
	JA3, JA3S   string
	JA4         string
	Established bool
	Resumed     bool
	Open        bool     // logged while the connection was still open (Zeek open_ssl.log)
	ChainIDs    []string // file ids or fingerprints of the certificates
	SNIMatches  Truth    // whether the certificate fits the server name
}

// Certificate is one X.509 certificate seen on the wire (Zeek x509.log).
type Certificate struct {
	Time                Time
	Ref                 Ref
	ID                  string // file id or fingerprint, joins TLSSession.ChainIDs
	Subject, Issuer     string
	NotBefore, NotAfter Time
	Names               []string // subject alternative names
}

// FileTransfer is one file that crossed the wire (Zeek files.log).
type FileTransfer struct {
	Time      Time
	Ref       Ref
	ID        string
	UIDs      []string // connections
	Tx, Rx    netip.Addr
	Protocol  string // "HTTP", "SMB"
	Name      string
	MIMEType  string
	Bytes     int64 // seen, or Unknown
	Total     int64 // announced, or Unknown
	FromSrc   Truth // sent by the originator of the connection
	MD5, SHA1 string
	SHA256    string
}

// ShareAccess is one operation on a shared folder or a file in it (Zeek
// smb_mapping.log and smb_files.log, Suricata smb).
type ShareAccess struct {
	Time   Time
	Ref    Ref
	Sensor string
	UID    string
	Endpoints
	Action string // "map", "open", "read", "write", "close", "delete", "rename"; "" unknown
	Share  string // as the client asked for it, `\\host\ADMIN$`; "" unknown
	Name   string // file within the share; "" for the share itself
	Bytes  int64  // size of the file, or Unknown
}

// RemoteCall is one operation that a machine asked another to carry out over
// DCE/RPC (Zeek dce_rpc.log, Suricata smb and dcerpc).
type RemoteCall struct {
	Time   Time
	Ref    Ref
	Sensor string
	UID    string
	Endpoints
	Pipe      string // `\pipe\ntsvcs`, or the port
	Interface string // "svcctl"; a UUID when it has no name
	Operation string // "CreateServiceW"; "opnum 12" when it has no name
}

// Asset is what a sensor learned of one machine: its lease (Zeek dhcp.log), what it
// serves and what it runs (known_hosts.log, known_services.log, software.log).
type Asset struct {
	Time     Time
	Ref      Ref
	Sensor   string
	Host     netip.Addr
	Port     uint16 // of the service, 0 none
	HostName string // as the machine calls itself, lower case; "" unknown
	MAC      string // "00:50:56:aa:bb:cc"; "" unknown
	Service  string // application protocols, comma separated, sorted; "" none
	Software string // "OpenSSH 9.2p1"; "" unknown
}
