package windows

// Rights to a file as parameters of the access list.
const (
	AccessReadData       = "%%4416" // or list a directory
	AccessWriteData      = "%%4417" // or add a file
	AccessAppendData     = "%%4418"
	AccessReadAttributes = "%%4423"
	AccessDelete         = "%%1537"
	AccessReadControl    = "%%1538"
	AccessSynchronize    = "%%1541"
)

// accessSeparator stands behind every right, the last too.
const accessSeparator = "\r\n\t\t\t\t"

// ShareAccessed is 5140: a client opened a share for the first time in its session.
type ShareAccessed struct {
	Header
	Subject   Subject
	IPAddress string
	IPPort    uint16
	ShareName string // e.g. `\\*\IPC$`
	LocalPath string // e.g. `\??\C:\`; empty for IPC$
	Mask      uint32
	Accesses  []string
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ShareAccessed) Event(buf []Field) Event {
	d := append(appendShare(buf[:0], s.Subject, s.IPAddress, s.IPPort, s.ShareName, s.LocalPath),
		Field{"AccessMask", Hex(uint64(s.Mask))},
		Field{"AccessList", accesses(s.Accesses)})
	return security(s.Header, 5140, 1, task{12808, "File Share"}, success, d)
}

// ShareFileChecked is 5145: the access to a file of a share was checked.
type ShareFileChecked struct {
	Header
	Subject            Subject
	IPAddress          string
	IPPort             uint16
	ShareName          string
	LocalPath          string
	RelativeTargetName string // the file below the share, the pipe's name for IPC$
	Mask               uint32
	Accesses           []string
	Reason             string // empty is a dash
	Denied             bool
}

// Event gives the record; its fields are appended to buf[:0].
func (s *ShareFileChecked) Event(buf []Field) Event {
	d := append(appendShare(buf[:0], s.Subject, s.IPAddress, s.IPPort, s.ShareName, s.LocalPath),
		Field{"RelativeTargetName", Text(s.RelativeTargetName)},
		Field{"AccessMask", Hex(uint64(s.Mask))},
		Field{"AccessList", accesses(s.Accesses)},
		Field{"AccessReason", dash(s.Reason)})
	o := success
	if s.Denied {
		o = failure
	}
	return security(s.Header, 5145, 0, task{12811, "Detailed File Share"}, o, d)
}

func appendShare(dst []Field, s Subject, address string, from uint16, share, local string) []Field {
	return append(appendSubject(dst, s),
		Field{"ObjectType", Text("File")},
		Field{"IpAddress", Text(address)},
		Field{"IpPort", Decimal(uint64(from))},
		Field{"ShareName", Text(share)},
		Field{"ShareLocalPath", Text(local)})
}

func accesses(rights []string) Value {
	if len(rights) == 0 {
		return Text("-")
	}
	return Text(joined("", rights, accessSeparator, accessSeparator))
}
