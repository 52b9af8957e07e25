package event

import (
	"net/netip"
	"time"
)

// Logon is one authentication, successful or not (Zeek ssh.log, kerberos.log,
// ntlm.log, rdp.log; Suricata ssh, krb5, rdp).
type Logon struct {
	Time   Time
	Ref    Ref
	Sensor string
	UID    string
	Endpoints
	Account  string
	Domain   string // Windows domain or Kerberos realm of the account; "" unknown
	Method   string // "ssh", "kerberos-as" (the account itself), "kerberos-tgs" (a ticket for Service), "ntlm", "rdp"
	Service  string // principal of the service that a ticket was asked for, "cifs/files.example.com"
	Success  Truth
	Failure  string // the server's reason, "KDC_ERR_PREAUTH_FAILED"; "" none
	Attempts int    // 0 unknown
	Client   string // software of the client
	Server   string // software of the server
	From     string // name that the client's machine gives itself; "" unknown
	Keyboard string // keyboard layout of the client, "Korean"; "" unknown
}

// Alert is a finding of another product (Zeek notice.log and weird.log, Suricata
// alert and anomaly).
type Alert struct {
	Time    Time
	Ref     Ref
	Sensor  string
	Product string // "zeek", "suricata"
	Name    string // "SSL::Invalid_Server_Cert", the signature of a rule
	Message string
	Class   string // the product's own class, "Potentially Bad Traffic"; "" none
	Level   int    // the product's own severity, 1 the gravest; 0 unknown
	Anomaly bool   // a protocol was not kept to: nobody judged that it means harm
	Blocked bool
	UID     string
	Endpoints
}

// QuerySource says which kind of log line a DatabaseQuery comes from; the kinds
// differ in what they know (see QueryAudit).
type QuerySource uint8

// The sources of a DatabaseQuery.
const (
	QueryStatement QuerySource = iota // log_statement or log_min_duration_statement: the text only
	QueryAudit                        // pgaudit: class, object and perhaps rows
	QueryPlan                         // auto_explain: rows per plan node
	QueryError                        // the statement failed or was cancelled
	QuerySession                      // connection authorised or ended
)

// DatabaseQuery is one line that a database server wrote about one statement.
// One statement may give several of them (one per relation, per source, per
// parallel worker): SessionID, StatementID and SubID tell.
type DatabaseQuery struct {
	Time        Time
	Ref         Ref
	Source      QuerySource
	Server      string // product, "postgresql"
	User        string
	Database    string
	Client      netip.Addr // zero for a local socket or when not given
	ClientHost  string     // as written ("[local]", a host name)
	Application string
	PID         int
	SessionID   string // as the server writes it, or derived from the PID
	Line        int64  // line number within the session, 0 unknown
	StatementID int64  // pgaudit statement id within the session, 0 unknown
	SubID       int64  // pgaudit substatement id
	Class       string // pgaudit class: READ, WRITE, MISC, ...; "" unknown
	Command     string // "SELECT", "COPY", "FETCH"; upper case
	ObjectType  string // "TABLE", "VIEW"; "" unknown
	Object      string // "public.member"; "" unknown
	Statement   string
	Parameters  string
	Rows        int64         // Unknown when not given
	Duration    time.Duration // Unknown when not given
	SQLState    string        // "57014"; "" or "00000" when none
	Message     string        // for QueryError and QuerySession: the server's words; for QueryPlan: why Rows is not exact, or ""
}
