package windows

import "time"

// SysmonFileTime is Sysmon 2: a process changed when a file says it was created.
type SysmonFileTime struct {
	Header
	Actor
	TargetFilename string
	Created        time.Time
	PreviouslyMade time.Time
}

// Event gives the record; its fields are appended to buf[:0].
func (f *SysmonFileTime) Event(buf []Field) Event {
	d := append(appendActor(buf[:0], &f.Actor),
		Field{"TargetFilename", dash(f.TargetFilename)},
		Field{"CreationUtcTime", utc(f.Created)},
		Field{"PreviousCreationUtcTime", utc(f.PreviouslyMade)})
	return sysmon(f.Header, 2, 5, "File creation time changed (rule: FileCreateTime)", appendUser(d, &f.Actor))
}

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

// SysmonFileStream is Sysmon 15: a process wrote a named stream, such as the mark of the web.
type SysmonFileStream struct {
	Header
	Actor
	TargetFilename string // with the stream's name behind a colon
	Created        time.Time
	Hash           string // of the file, not of the stream
	Contents       string // of a text stream, its lines joined with two blanks; empty is a dash
}

// Event gives the record; its fields are appended to buf[:0].
func (f *SysmonFileStream) Event(buf []Field) Event {
	d := append(appendActor(buf[:0], &f.Actor),
		Field{"TargetFilename", dash(f.TargetFilename)},
		Field{"CreationUtcTime", utc(f.Created)},
		Field{"Hash", dash(f.Hash)},
		Field{"Contents", dash(f.Contents)})
	return sysmon(f.Header, 15, 2, "File stream created (rule: FileCreateStreamHash)", appendUser(d, &f.Actor))
}

// SysmonFileDelete is Sysmon 23: a process deleted a file, of which Sysmon kept a copy.
type SysmonFileDelete struct {
	Header
	Actor
	TargetFilename string
	Hashes         string
	Executable     bool
	Archived       string // empty is "true"
}

// Event gives the record; its fields are appended to buf[:0].
func (f *SysmonFileDelete) Event(buf []Field) Event {
	d := appendUser(f.appendProcess(appendMoment(buf[:0], &f.Actor)), &f.Actor)
	d = append(d,
		Field{"Image", dash(f.Image)},
		Field{"TargetFilename", dash(f.TargetFilename)},
		Field{"Hashes", dash(f.Hashes)},
		Field{"IsExecutable", Boolean(f.Executable)},
		Field{"Archived", or(f.Archived, "true")})
	return sysmon(f.Header, 23, 5, "File Delete archived (rule: FileDelete)", d)
}
