package windows

// LogonType is how a session was asked for.
type LogonType uint8

// The logon types of winnt.h.
const (
	LogonInteractive       LogonType = 2
	LogonNetwork           LogonType = 3
	LogonBatch             LogonType = 4
	LogonService           LogonType = 5
	LogonUnlock            LogonType = 7
	LogonNetworkCleartext  LogonType = 8
	LogonNewCredentials    LogonType = 9
	LogonRemoteInteractive LogonType = 10
	LogonCachedInteractive LogonType = 11
)

// Parameter strings of the messages that the fields hold as numbers.
const (
	impersonation = "%%1833"
	yes           = "%%1842"
	no            = "%%1843"
)

// FailureReason is why a logon failed, as a parameter of its message.
type FailureReason string

// The reasons a simulation needs. Status and SubStatus say the same as NTSTATUS.
const (
	ReasonBadNameOrPassword FailureReason = "%%2313"
	ReasonNotGranted        FailureReason = "%%2308"
	ReasonDisabled          FailureReason = "%%2310"
	ReasonExpired           FailureReason = "%%2305"
	ReasonLocked            FailureReason = "%%2307"
)

func logonTask() task { return task{12544, "Logon"} }

// Authentication is how the identity was proved, in 4624 and 4625.
type Authentication struct {
	LogonProcess string // e.g. "Kerberos", "NtLmSsp ", "User32 ", "Advapi  ": the blanks belong to them
	Package      string // e.g. "Kerberos", "NTLM", "Negotiate"
	Workstation  string // the name the client gave; empty is a dash
	LMPackage    string // "NTLM V2" with NTLM; empty is a dash
	KeyLength    uint16 // 128 with NTLM, else 0
}

// Client is the process and the address a request came from.
type Client struct {
	ProcessID   uint64
	ProcessName string // empty is a dash
	IPAddress   string // empty is a dash for address and port
	IPPort      uint16
}

// Logon is 4624: an account was logged on.
type Logon struct {
	Header
	Subject Subject // who asked: the system for local logons, nobody for network logons
	Target  Subject // whose session began
	Type    LogonType
	Authentication
	LogonGUID GUID // shared with the domain controller's 4769
	Client

	RestrictedAdmin     string // "%%1842" or "%%1843" with type 10; empty is a dash
	OutboundUserName    string // with type 9: the other identity
	OutboundDomainName  string
	VirtualAccount      bool
	LinkedLogonID       uint64 // the other half of an administrator's split token
	Elevated            bool
	TransmittedServices string
}

// Event gives the record; its fields are appended to buf[:0].
func (l *Logon) Event(buf []Field) Event {
	d := appendTarget(appendSubject(buf[:0], l.Subject), l.Target)
	d = append(d,
		Field{"LogonType", Decimal(uint64(l.Type))},
		Field{"LogonProcessName", dash(l.LogonProcess)},
		Field{"AuthenticationPackageName", dash(l.Package)},
		Field{"WorkstationName", dash(l.Workstation)},
		Field{"LogonGuid", Braced(l.LogonGUID)},
		Field{"TransmittedServices", dash(l.TransmittedServices)},
		Field{"LmPackageName", dash(l.LMPackage)},
		Field{"KeyLength", Decimal(uint64(l.KeyLength))})
	d = appendClient(d, &l.Client)
	d = append(d,
		Field{"ImpersonationLevel", Text(impersonation)},
		Field{"RestrictedAdminMode", dash(l.RestrictedAdmin)},
		Field{"TargetOutboundUserName", dash(l.OutboundUserName)},
		Field{"TargetOutboundDomainName", dash(l.OutboundDomainName)},
		Field{"VirtualAccount", yesNo(l.VirtualAccount)},
		Field{"TargetLinkedLogonId", Hex(l.LinkedLogonID)},
		Field{"ElevatedToken", yesNo(l.Elevated)})
	return security(l.Header, 4624, 2, logonTask(), success, d)
}

// LogonFailed is 4625: an account failed to log on.
type LogonFailed struct {
	Header
	Subject   Subject
	Target    Subject // usually without a SID; its LogonID is not written
	Status    uint32  // NTSTATUS, e.g. 0xc000006d
	Reason    FailureReason
	SubStatus uint32 // NTSTATUS, e.g. 0xc000006a for a wrong password
	Type      LogonType
	Authentication
	Client
	TransmittedServices string
}

// Event gives the record; its fields are appended to buf[:0].
func (l *LogonFailed) Event(buf []Field) Event {
	d := append(appendSubject(buf[:0], l.Subject),
		Field{"TargetUserSid", sid(l.Target.SID)},
		Field{"TargetUserName", dash(l.Target.Name)},
		Field{"TargetDomainName", dash(l.Target.Domain)},
		Field{"Status", Hex(uint64(l.Status))},
		Field{"FailureReason", Text(string(l.Reason))},
		Field{"SubStatus", Hex(uint64(l.SubStatus))},
		Field{"LogonType", Decimal(uint64(l.Type))},
		Field{"LogonProcessName", dash(l.LogonProcess)},
		Field{"AuthenticationPackageName", dash(l.Package)},
		Field{"WorkstationName", dash(l.Workstation)},
		Field{"TransmittedServices", dash(l.TransmittedServices)},
		Field{"LmPackageName", dash(l.LMPackage)},
		Field{"KeyLength", Decimal(uint64(l.KeyLength))})
	return security(l.Header, 4625, 0, logonTask(), failure, appendClient(d, &l.Client))
}

// Logoff is 4634: a session ended.
type Logoff struct {
	Header
	Target Subject
	Type   LogonType
}

// Event gives the record; its fields are appended to buf[:0].
func (l *Logoff) Event(buf []Field) Event {
	d := append(appendTarget(buf[:0], l.Target), Field{"LogonType", Decimal(uint64(l.Type))})
	return security(l.Header, 4634, 0, task{12545, "Logoff"}, success, d)
}

func appendClient(dst []Field, c *Client) []Field {
	return append(dst,
		Field{"ProcessId", Hex(c.ProcessID)},
		Field{"ProcessName", dash(c.ProcessName)},
		Field{"IpAddress", dash(c.IPAddress)},
		Field{"IpPort", port(c.IPAddress, c.IPPort)})
}

func yesNo(b bool) Value {
	if b {
		return Text(yes)
	}
	return Text(no)
}
