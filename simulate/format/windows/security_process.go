package windows

// Elevation is the kind of a process's token.
type Elevation string

// The kinds of a token: of an account without a split token, elevated, limited.
const (
	ElevationDefault Elevation = "%%1936"
	ElevationFull    Elevation = "%%1937"
	ElevationLimited Elevation = "%%1938"
)

// Mandatory integrity levels as SIDs.
const (
	IntegrityLow    = "S-1-16-4096"
	IntegrityMedium = "S-1-16-8192"
	IntegrityHigh   = "S-1-16-12288"
	IntegritySystem = "S-1-16-16384"
)

// ProcessCreated is 4688: a process began.
type ProcessCreated struct {
	Header
	Subject           Subject
	NewProcessID      uint64
	NewProcessName    string
	Elevation         Elevation
	ProcessID         uint64 // of the creator; the Header's ProcessID is the kernel's, 4
	CommandLine       string // empty unless the policy includes it
	Target            Subject
	ParentProcessName string
	MandatoryLabel    string // one of the Integrity constants
}

// Event gives the record; its fields are appended to buf[:0].
func (p *ProcessCreated) Event(buf []Field) Event {
	d := append(appendSubject(buf[:0], p.Subject),
		Field{"NewProcessId", Hex(p.NewProcessID)},
		Field{"NewProcessName", Text(p.NewProcessName)},
		Field{"TokenElevationType", or(string(p.Elevation), string(ElevationDefault))},
		Field{"ProcessId", Hex(p.ProcessID)},
		Field{"CommandLine", Text(p.CommandLine)})
	d = append(appendTarget(d, p.Target),
		Field{"ParentProcessName", Text(p.ParentProcessName)},
		Field{"MandatoryLabel", Text(p.MandatoryLabel)})
	return security(p.Header, 4688, 2, task{13312, "Process Creation"}, success, d)
}

// ServiceInstalledAudit is 4697: a service was installed, as the security log sees it.
type ServiceInstalledAudit struct {
	Header
	Subject  Subject
	Name     string
	FileName string
	Type     uint32 // 0x10 for a program of its own
	Start    uint32 // 2 automatic, 3 on demand
	Account  string // e.g. "LocalSystem"
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ServiceInstalledAudit) Event(buf []Field) Event {
	d := append(appendSubject(buf[:0], s.Subject),
		Field{"ServiceName", Text(s.Name)},
		Field{"ServiceFileName", Text(s.FileName)},
		Field{"ServiceType", Hex(uint64(s.Type))},
		Field{"ServiceStartType", Decimal(uint64(s.Start))},
		Field{"ServiceAccount", Text(s.Account)})
	return security(s.Header, 4697, 0, task{12289, "Security System Extension"}, success, d)
}
