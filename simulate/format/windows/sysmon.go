package windows

import "time"

// Actor is the process that did what a Sysmon record tells, with the fields most records begin with.
type Actor struct {
	RuleName    string    // of the configuration; empty is a dash
	UTC         time.Time // when it happened, a little before the record's own time
	ProcessGUID GUID
	ProcessID   uint32
	Image       string
	User        string // `DOMAIN\name`; empty is a dash
}

// sysmon makes a record of Sysmon. Its numbers of event and task are the same.
func sysmon(h Header, id uint16, version uint8, taskName string, data []Field) Event {
	return Event{
		Header:   orLocalSystem(h),
		Provider: Provider{Name: "Microsoft-Windows-Sysmon", GUID: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"},
		ID:       id, Version: version, Level: levelInformation, Task: id, TaskName: taskName,
		Keywords: 1 << 63, Channel: "Microsoft-Windows-Sysmon/Operational", Data: data,
	}
}

// appendMoment writes rule and time.
func appendMoment(dst []Field, a *Actor) []Field {
	return append(dst,
		Field{"RuleName", dash(a.RuleName)},
		Field{"UtcTime", utc(a.UTC)})
}

// appendProcess writes who did it, without the user, whose place differs.
func (a *Actor) appendProcess(dst []Field) []Field {
	return append(dst,
		Field{"ProcessGuid", Braced(a.ProcessGUID)},
		Field{"ProcessId", Decimal(uint64(a.ProcessID))})
}

// appendActor writes rule, time, process and image: how most records begin.
func appendActor(dst []Field, a *Actor) []Field {
	return append(a.appendProcess(appendMoment(dst, a)), Field{"Image", dash(a.Image)})
}

// appendUser writes the user: how most records end.
func appendUser(dst []Field, a *Actor) []Field {
	return append(dst, Field{"User", dash(a.User)})
}

// FileDetails is what Sysmon reads from a program's version resource; what is missing there is a dash.
type FileDetails struct {
	Version          string
	Description      string
	Product          string
	Company          string
	OriginalFileName string
}

func appendDetails(dst []Field, f *FileDetails) []Field {
	return append(dst,
		Field{"FileVersion", dash(f.Version)},
		Field{"Description", dash(f.Description)},
		Field{"Product", dash(f.Product)},
		Field{"Company", dash(f.Company)},
		Field{"OriginalFileName", dash(f.OriginalFileName)})
}
