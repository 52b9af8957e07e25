package windows

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
