package windows

import "time"

// SysmonProcessCreate is Sysmon 1: a process began. The Actor is the new process.
type SysmonProcessCreate struct {
	Header
	Actor
	FileDetails
	CommandLine       string
	CurrentDirectory  string // with a backslash at the end
	LogonGUID         GUID
	LogonID           uint64
	TerminalSessionID uint32
	IntegrityLevel    string // "Low", "Medium", "High", "System"
	Hashes            string // e.g. "SHA256=...,IMPHASH=..." in upper case
	Parent            SysmonParent
}

// SysmonParent is the process that began another.
type SysmonParent struct {
	ProcessGUID GUID
	ProcessID   uint32
	Image       string
	CommandLine string
	User        string
}

// Event gives the record; its fields are appended to buf[:0].
func (p *SysmonProcessCreate) Event(buf []Field) Event {
	d := appendDetails(appendActor(buf[:0], &p.Actor), &p.FileDetails)
	d = append(d,
		Field{"CommandLine", dash(p.CommandLine)},
		Field{"CurrentDirectory", dash(p.CurrentDirectory)},
		Field{"User", dash(p.Actor.User)},
		Field{"LogonGuid", Braced(p.LogonGUID)},
		Field{"LogonId", Hex(p.LogonID)},
		Field{"TerminalSessionId", Decimal(uint64(p.TerminalSessionID))},
		Field{"IntegrityLevel", dash(p.IntegrityLevel)},
		Field{"Hashes", dash(p.Hashes)},
		Field{"ParentProcessGuid", Braced(p.Parent.ProcessGUID)},
		Field{"ParentProcessId", Decimal(uint64(p.Parent.ProcessID))},
		Field{"ParentImage", dash(p.Parent.Image)},
		Field{"ParentCommandLine", dash(p.Parent.CommandLine)},
		Field{"ParentUser", dash(p.Parent.User)})
	return sysmon(p.Header, 1, 5, "Process Create (rule: ProcessCreate)", d)
}

// SysmonProcessTerminate is Sysmon 5: a process ended.
type SysmonProcessTerminate struct {
	Header
	Actor
}

// Event gives the record; its fields are appended to buf[:0].
func (p *SysmonProcessTerminate) Event(buf []Field) Event {
	d := appendUser(appendActor(buf[:0], &p.Actor), &p.Actor)
	return sysmon(p.Header, 5, 3, "Process terminated (rule: ProcessTerminate)", d)
}

// SysmonImageLoad is Sysmon 7: a process loaded a library.
type SysmonImageLoad struct {
	Header
	Actor
	ImageLoaded string
	FileDetails
	Hashes          string
	Signed          bool
	Signature       string
	SignatureStatus string // "Valid", "Unavailable", ...
}

// Event gives the record; its fields are appended to buf[:0].
func (l *SysmonImageLoad) Event(buf []Field) Event {
	d := append(appendActor(buf[:0], &l.Actor), Field{"ImageLoaded", dash(l.ImageLoaded)})
	d = append(appendDetails(d, &l.FileDetails),
		Field{"Hashes", dash(l.Hashes)},
		Field{"Signed", Boolean(l.Signed)},
		Field{"Signature", dash(l.Signature)},
		Field{"SignatureStatus", dash(l.SignatureStatus)})
	return sysmon(l.Header, 7, 3, "Image loaded (rule: ImageLoad)", appendUser(d, &l.Actor))
}

// SysmonPeer is one of the two processes of a record about a process that touches another.
type SysmonPeer struct {
	ProcessGUID GUID
	ProcessID   uint32
	Image       string
	User        string
}

// SysmonRemoteThread is Sysmon 8: a process began a thread in another.
type SysmonRemoteThread struct {
	Header
	RuleName       string
	UTC            time.Time
	Source, Target SysmonPeer
	NewThreadID    uint32
	StartAddress   uint64
	StartModule    string
	StartFunction  string
}

// Event gives the record; its fields are appended to buf[:0].
func (r *SysmonRemoteThread) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"RuleName", dash(r.RuleName)},
		Field{"UtcTime", utc(r.UTC)},
		Field{"SourceProcessGuid", Braced(r.Source.ProcessGUID)},
		Field{"SourceProcessId", Decimal(uint64(r.Source.ProcessID))},
		Field{"SourceImage", dash(r.Source.Image)},
		Field{"TargetProcessGuid", Braced(r.Target.ProcessGUID)},
		Field{"TargetProcessId", Decimal(uint64(r.Target.ProcessID))},
		Field{"TargetImage", dash(r.Target.Image)},
		Field{"NewThreadId", Decimal(uint64(r.NewThreadID))},
		Field{"StartAddress", address(r.StartAddress)},
		Field{"StartModule", dash(r.StartModule)},
		Field{"StartFunction", dash(r.StartFunction)},
		Field{"SourceUser", dash(r.Source.User)},
		Field{"TargetUser", dash(r.Target.User)})
	return sysmon(r.Header, 8, 2, "CreateRemoteThread detected (rule: CreateRemoteThread)", d)
}

// SysmonProcessAccess is Sysmon 10: a process opened another.
type SysmonProcessAccess struct {
	Header
	RuleName       string
	UTC            time.Time
	Source, Target SysmonPeer
	SourceThreadID uint32
	GrantedAccess  uint32
	CallTrace      string // modules and offsets, separated by |
}

// Event gives the record; its fields are appended to buf[:0].
func (a *SysmonProcessAccess) Event(buf []Field) Event {
	d := append(buf[:0],
		Field{"RuleName", dash(a.RuleName)},
		Field{"UtcTime", utc(a.UTC)},
		Field{"SourceProcessGUID", Braced(a.Source.ProcessGUID)},
		Field{"SourceProcessId", Decimal(uint64(a.Source.ProcessID))},
		Field{"SourceThreadId", Decimal(uint64(a.SourceThreadID))},
		Field{"SourceImage", dash(a.Source.Image)},
		Field{"TargetProcessGUID", Braced(a.Target.ProcessGUID)},
		Field{"TargetProcessId", Decimal(uint64(a.Target.ProcessID))},
		Field{"TargetImage", dash(a.Target.Image)},
		Field{"GrantedAccess", Hex(uint64(a.GrantedAccess))},
		Field{"CallTrace", dash(a.CallTrace)},
		Field{"SourceUser", dash(a.Source.User)},
		Field{"TargetUser", dash(a.Target.User)})
	return sysmon(a.Header, 10, 3, "Process accessed (rule: ProcessAccess)", d)
}
