package windows

import (
	"strconv"
	"strings"
	"time"
)

// Beat is the Winlogbeat that collects the records.
type Beat struct {
	Version     string // e.g. "8.11.3"; with a version 7 identifiers are numbers and the agent has a host name
	ECSVersion  string // of the Elastic Common Schema: "8.0.0" with Winlogbeat 8, "1.12.0" with 7.17
	Name        string // the host it runs on
	ID          string // UUID without braces, kept over restarts
	EphemeralID string // UUID without braces, new with every start
}

// seven tells a Winlogbeat 7, without the modules that rewrote its records on the host.
func (b *Beat) seven() bool { return strings.HasPrefix(b.Version, "7.") }

// beatTime is the form of times in the output of every Beat.
const beatTime = "2006-01-02T15:04:05.000Z"

// AppendWinlogbeat writes the record as one line of JSON. The rendered message is left out.
func AppendWinlogbeat(dst []byte, e *Event, b *Beat) []byte {
	dst = append(dst, `{"@timestamp":"`...)
	dst = appendBeatTime(dst, e.Time)
	dst = append(dst, `","@metadata":{"beat":"winlogbeat","type":"_doc","version":`...)
	dst = appendQuoted(dst, b.Version)
	dst = append(dst, `},"agent":{"ephemeral_id":`...)
	dst = appendQuoted(dst, b.EphemeralID)
	if b.seven() {
		dst = append(dst, `,"hostname":`...)
		dst = appendQuoted(dst, b.Name)
	}
	dst = append(dst, `,"id":`...)
	dst = appendQuoted(dst, b.ID)
	dst = append(dst, `,"name":`...)
	dst = appendQuoted(dst, b.Name)
	dst = append(dst, `,"type":"winlogbeat","version":`...)
	dst = appendQuoted(dst, b.Version)
	dst = append(dst, `},"ecs":{"version":`...)
	dst = appendQuoted(dst, b.ECSVersion)
	dst = append(dst, `},"event":{`...)
	dst = appendECSEvent(dst, e, b)
	dst = append(dst, `},"host":{"name":`...)
	dst = appendQuoted(dst, e.Computer)
	dst = append(dst, `},"log":{"level":"`...)
	dst = append(dst, levelName(e.Level)...)
	dst = append(dst, `"},"winlog":{`...)
	dst = appendWinlog(dst, e, b)
	return append(dst, "}}\n"...)
}

// appendECSEvent writes what Winlogbeat puts under "event": the action is the task's name, the outcome that of an
// audit.
func appendECSEvent(dst []byte, e *Event, b *Beat) []byte {
	dst = append(dst, `"action":`...)
	dst = appendQuoted(dst, taskName(e))
	dst = append(dst, `,"code":`...)
	dst = b.appendID(dst, e.ID)
	if !e.Collected.IsZero() {
		dst = append(dst, `,"created":"`...)
		dst = appendBeatTime(dst, e.Collected)
		dst = append(dst, '"')
	}
	dst = append(dst, `,"kind":"event"`...)
	switch {
	case e.Keywords&keywordAuditFailure != 0:
		dst = append(dst, `,"outcome":"failure"`...)
	case e.Keywords&keywordAuditSuccess != 0:
		dst = append(dst, `,"outcome":"success"`...)
	}
	dst = append(dst, `,"provider":`...)
	return appendQuoted(dst, e.Provider.Name)
}

// appendWinlog writes the keys under "winlog" in alphabetical order; what is zero or empty is absent, as there.
func appendWinlog(dst []byte, e *Event, b *Beat) []byte {
	if e.ActivityID != (GUID{}) {
		dst = append(dst, `"activity_id":"`...)
		dst = Braced(e.ActivityID).appendPlain(dst)
		dst = append(dst, `",`...)
	}
	dst = append(dst, `"api":"wineventlog","channel":`...)
	dst = appendQuoted(dst, e.Channel)
	dst = append(dst, `,"computer_name":`...)
	dst = appendQuoted(dst, e.Computer)
	dst = appendPairs(dst, e)
	dst = append(dst, `,"event_id":`...)
	dst = b.appendID(dst, e.ID)
	if name := keywordName(e.Keywords); name != "" {
		dst = append(dst, `,"keywords":["`...)
		dst = append(dst, name...)
		dst = append(dst, `"]`...)
	}
	dst = append(dst, `,"opcode":`...)
	dst = appendQuoted(dst, opcodeName(e))
	dst = appendProcess(dst, e)
	if e.Provider.GUID != "" {
		dst = append(dst, `,"provider_guid":`...)
		dst = appendQuoted(dst, e.Provider.GUID)
	}
	dst = append(dst, `,"provider_name":`...)
	dst = appendQuoted(dst, e.Provider.Name)
	dst = append(dst, `,"record_id":`...)
	dst = strconv.AppendUint(dst, e.RecordID, 10)
	dst = append(dst, `,"task":`...)
	dst = appendQuoted(dst, taskName(e))
	dst = appendAccount(dst, &e.User)
	if e.Version != 0 {
		dst = append(dst, `,"version":`...)
		dst = strconv.AppendUint(dst, uint64(e.Version), 10)
	}
	return dst
}

func (b *Beat) appendID(dst []byte, id uint16) []byte {
	if b.seven() {
		return strconv.AppendUint(dst, uint64(id), 10)
	}
	dst = append(dst, '"')
	dst = strconv.AppendUint(dst, uint64(id), 10)
	return append(dst, '"')
}

func appendProcess(dst []byte, e *Event) []byte {
	if e.ProcessID == 0 && e.ThreadID == 0 {
		return dst
	}
	dst = append(dst, `,"process":{`...)
	if e.ProcessID != 0 {
		dst = append(dst, `"pid":`...)
		dst = strconv.AppendUint(dst, uint64(e.ProcessID), 10)
	}
	if e.ThreadID != 0 {
		dst = appendComma(dst)
		dst = append(dst, `"thread":{"id":`...)
		dst = strconv.AppendUint(dst, uint64(e.ThreadID), 10)
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

func appendAccount(dst []byte, a *Account) []byte {
	if a.SID == "" {
		return dst
	}
	dst = append(dst, `,"user":{`...)
	dst = appendMember(dst, "domain", a.Domain)
	dst = appendMember(dst, "identifier", a.SID)
	dst = appendMember(dst, "name", a.Name)
	dst = appendMember(dst, "type", a.Type)
	return append(dst, '}')
}

func appendBeatTime(dst []byte, t time.Time) []byte {
	return t.UTC().AppendFormat(dst, beatTime)
}
