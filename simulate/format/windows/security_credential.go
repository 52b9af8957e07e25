package windows

// ExplicitCredentials is 4648: a process used the credentials of another account, logged where it runs.
type ExplicitCredentials struct {
	Header
	Subject      Subject
	LogonGUID    GUID
	TargetName   string
	TargetDomain string
	TargetGUID   GUID   // logon GUID of the session it led to
	Server       string // "localhost" or the computer reached
	Info         string // e.g. the service principal name; often the server again
	ProcessID    uint64
	ProcessName  string // stays empty for the kernel, whose process id is 4
	IPAddress    string // empty is a dash for address and port
	IPPort       uint16
}

// Event gives the record; its fields are appended to buf[:0].
func (c *ExplicitCredentials) Event(buf []Field) Event {
	d := append(appendSubject(buf[:0], c.Subject),
		Field{"LogonGuid", Braced(c.LogonGUID)},
		Field{"TargetUserName", dash(c.TargetName)},
		Field{"TargetDomainName", dash(c.TargetDomain)},
		Field{"TargetLogonGuid", Braced(c.TargetGUID)},
		Field{"TargetServerName", dash(c.Server)},
		Field{"TargetInfo", dash(c.Info)},
		Field{"ProcessId", Hex(c.ProcessID)},
		Field{"ProcessName", Text(c.ProcessName)},
		Field{"IpAddress", dash(c.IPAddress)},
		Field{"IpPort", port(c.IPAddress, c.IPPort)})
	return security(c.Header, 4648, 0, logonTask(), success, d)
}

// SpecialPrivileges is 4672: a new session holds privileges of an administrator.
type SpecialPrivileges struct {
	Header
	Subject    Subject
	Privileges []string // e.g. "SeDebugPrivilege"
}

// Event gives the record; its fields are appended to buf[:0].
func (p *SpecialPrivileges) Event(buf []Field) Event {
	d := append(appendSubject(buf[:0], p.Subject),
		Field{"PrivilegeList", Text(joined("", p.Privileges, "\r\n\t\t\t", ""))})
	return security(p.Header, 4672, 0, task{12548, "Special Logon"}, success, d)
}

// CredentialValidation is 4776: a password was checked with NTLM, logged where the account is kept.
type CredentialValidation struct {
	Header
	TargetName  string
	Workstation string // of the client; may be empty
	Status      uint32 // NTSTATUS, 0 is success
}

// Event gives the record; its fields are appended to buf[:0].
func (v *CredentialValidation) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"PackageName", Text("MICROSOFT_AUTHENTICATION_PACKAGE_V1_0")},
		Field{"TargetUserName", Text(v.TargetName)},
		Field{"Workstation", Text(v.Workstation)},
		Field{"Status", Hex(uint64(v.Status))})
	return security(v.Header, 4776, 0, task{14336, "Credential Validation"}, outcomeOf(v.Status), d)
}
