package windows

import "time"

// SysmonFileCreate is Sysmon 11: a process created or overwrote a file.
type SysmonFileCreate struct {
	Header
	Actor
	TargetFilename string
	Created        time.Time
}

// Event gives the record; its fields are appended to buf[:0].
func (f *SysmonFileCreate) Event(buf []Field) Event {
	d := append(appendActor(buf[:0], &f.Actor),
		Field{"TargetFilename", dash(f.TargetFilename)},
		Field{"CreationUtcTime", utc(f.Created)})
	return sysmon(f.Header, 11, 2, "File created (rule: FileCreate)", appendUser(d, &f.Actor))
}
