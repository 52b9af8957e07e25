package windows

// What the attributes of an account show where they have no value.
const (
	notSet   = "%%1793"
	never    = "%%1794"
	allHours = "%%1797"
)

// UserCreated is 4720: an account was created.
type UserCreated struct {
	Header
	Target  Subject // its LogonID is not written
	Subject Subject

	DisplayName    string // empty is "value not set"; give a dash for accounts of a domain, as all below
	PrincipalName  string // user@domain; empty is a dash
	HomeDirectory  string
	HomePath       string
	ScriptPath     string
	ProfilePath    string
	Workstations   string
	Parameters     string
	PrimaryGroupID uint32 // 513, the domain's users
	NewUAC         uint32 // 0x15: disabled, no password required, normal account
	Control        []string
	LogonHours     string // empty is "all"; a new account of a domain has "%%1793"
}

// Control strings of a new account, in the order Windows lists them.
const (
	ControlDisabled          = "%%2080"
	ControlPasswordNotNeeded = "%%2082"
	ControlNormalAccount     = "%%2084"
)

// Event gives the record; its fields are appended to buf[:0].
func (u *UserCreated) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"TargetUserName", Text(u.Target.Name)},
		Field{"TargetDomainName", Text(u.Target.Domain)},
		Field{"TargetSid", sid(u.Target.SID)})
	d = append(appendSubject(d, u.Subject),
		Field{"PrivilegeList", Text("-")},
		Field{"SamAccountName", Text(u.Target.Name)},
		Field{"DisplayName", or(u.DisplayName, notSet)},
		Field{"UserPrincipalName", dash(u.PrincipalName)},
		Field{"HomeDirectory", or(u.HomeDirectory, notSet)},
		Field{"HomePath", or(u.HomePath, notSet)},
		Field{"ScriptPath", or(u.ScriptPath, notSet)},
		Field{"ProfilePath", or(u.ProfilePath, notSet)},
		Field{"UserWorkstations", or(u.Workstations, notSet)},
		Field{"PasswordLastSet", Text(never)},
		Field{"AccountExpires", Text(never)},
		Field{"PrimaryGroupId", Decimal(uint64(u.PrimaryGroupID))},
		Field{"AllowedToDelegateTo", Text("-")},
		Field{"OldUacValue", Hex(0)},
		Field{"NewUacValue", Hex(uint64(u.NewUAC))},
		Field{"UserAccountControl", control(u.Control)},
		Field{"UserParameters", or(u.Parameters, notSet)},
		Field{"SidHistory", Text("-")},
		Field{"LogonHours", or(u.LogonHours, allHours)})
	return security(u.Header, 4720, 0, task{13824, "User Account Management"}, success, d)
}

// control writes every bit on a line of its own, the first too.
func control(bits []string) Value {
	if len(bits) == 0 {
		return Text("-")
	}
	const separator = "\r\n\t\t"
	return Text(joined(separator, bits, separator, ""))
}

// GroupMemberAdded is 4732: a member was added to a local group.
type GroupMemberAdded struct {
	Header
	MemberName string // distinguished name; a dash for local accounts
	MemberSID  string
	Group      Subject // its LogonID is not written
	Subject    Subject
}

// Event gives the record; its fields are appended to buf[:0].
func (g *GroupMemberAdded) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"MemberName", dash(g.MemberName)},
		Field{"MemberSid", sid(g.MemberSID)},
		Field{"TargetUserName", Text(g.Group.Name)},
		Field{"TargetDomainName", Text(g.Group.Domain)},
		Field{"TargetSid", sid(g.Group.SID)})
	d = append(appendSubject(d, g.Subject), Field{"PrivilegeList", Text("-")})
	return security(g.Header, 4732, 0, task{13826, "Security Group Management"}, success, d)
}

// AuditLogCleared is 1102: the security log was cleared. It is the new log's first record.
type AuditLogCleared struct {
	Header
	Subject Subject
}

// Event gives the record; its fields are appended to buf[:0].
func (c *AuditLogCleared) Event(buf []Field) Event {
	return Event{
		Header:   c.Header,
		Provider: Provider{Name: "Microsoft-Windows-Eventlog", GUID: "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}"},
		ID:       1102, Level: levelInformation, Task: 104, TaskName: "Log clear",
		Keywords: 1<<62 | keywordAuditSuccess, Channel: "Security",
		UserData: UserData{
			Element:   "LogFileCleared",
			Namespace: "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
		},
		Data: appendSubject(buf[:0], c.Subject),
	}
}
