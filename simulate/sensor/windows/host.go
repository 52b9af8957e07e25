package windows

import (
	"encoding/binary"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
	"dwell/simulate/sensor"
)

// host is a Windows machine with what its logs remember.
type host struct {
	fact.Machine
	number   int    // among the machines
	name     string // with the domain
	short    string // NetBIOS name
	account  string // of the machine in the domain
	skew     time.Duration
	mark     uint32 // begins the identifiers that Sysmon makes
	lastID   uint64 // of a session
	lastPID  uint32
	serial   uint16 // of processes
	records  [channels]uint64
	loggers  [3]uint32 // processes of lsass, services and Sysmon
	numbers  chance.Source
	sessions map[string]session // the last of each account
	running  map[uint32]*running
	latest   map[string]*running // by image and account
}

// session is a logon session.
type session struct {
	id   uint64
	guid windows.GUID // of Sysmon
}

// running is a process.
type running struct {
	pid         uint32
	guid        windows.GUID
	image, user string
	command     string
	until       time.Time // zero: it runs on
}

// uptime is since when machines run before the evidence begins; sessions of that time
// may still be there.
const uptime = 9 * 24 * time.Hour

func newHost(m fact.Machine, number int, e *sensor.Estate, numbers chance.Source) *host {
	h := &host{Machine: m, number: number, name: m.Host + "." + e.Domain, short: strings.ToUpper(m.Host), account: computerAccount(m.Host), skew: e.Skew[m.Host],
		mark: numbers.Uint32(), lastID: 0x20000 + uint64(numbers.IntN(0x40000)), lastPID: 4 * uint32(300+numbers.IntN(1500)), numbers: numbers,
		sessions: make(map[string]session), running: make(map[uint32]*running), latest: make(map[string]*running)}
	for c := range h.records {
		h.records[c] = uint64(1000 + numbers.IntN(400_000))
	}
	for i := range h.loggers {
		h.loggers[i] = 4 * uint32(150+100*i+numbers.IntN(90))
	}
	return h
}

// clock is what the machine's clock shows.
func (h *host) clock(at time.Time) time.Time { return at.Add(h.skew) }

// logger is the process that logs a record: the kernel tells of processes, lsass of
// logons, the service control manager of services.
func (h *host) logger(c channel, id uint16) uint32 {
	switch {
	case c == channelSecurity && (id == 4688 || id == 4689):
		return kernelPID
	case c == channelSecurity && id != 4697:
		return h.loggers[0]
	case c == channelSysmon:
		return h.loggers[2]
	}
	return h.loggers[1]
}

// thread is one of the few that log.
func (h *host) thread(record uint64) uint32 { return 4 * uint32(40+(record*2654435761>>16)%12) }

// logon begins a session.
func (h *host) logon(user string, at time.Time) uint64 {
	h.lastID += 0x800 + uint64(h.numbers.IntN(0x9000))
	h.sessions[user] = session{h.lastID, h.identifier(at, binary.BigEndian.AppendUint64(nil, reversed(h.lastID)))}
	return h.lastID
}

// session is the last one of an account; if none was seen, one from before.
func (h *host) session(user string, at time.Time) session {
	if user == system {
		return session{sessionSystem, h.identifier(at.Add(-uptime), binary.BigEndian.AppendUint64(nil, reversed(sessionSystem)))}
	}
	s, ok := h.sessions[user]
	if !ok {
		h.logon(user, at.Add(-uptime))
		s = h.sessions[user]
	}
	return s
}

// identifier is an identifier as Sysmon makes them: four bytes of the machine, the
// second in two words, and what tells it from others of that second.
func (h *host) identifier(at time.Time, rest []byte) windows.GUID {
	var g windows.GUID
	binary.BigEndian.PutUint32(g[:], h.mark)
	second := uint32(h.clock(at).Unix())
	binary.BigEndian.PutUint16(g[4:], uint16(second))
	binary.BigEndian.PutUint16(g[6:], uint16(second>>16))
	copy(g[8:], rest)
	return g
}

// reversed has the bytes in the order of Intel's processors.
func reversed(n uint64) uint64 {
	return binary.BigEndian.Uint64(binary.LittleEndian.AppendUint64(nil, n))
}

// start notes a process that began.
func (h *host) start(image, user, command string, pid uint32, at, until time.Time) *running {
	for pid == 0 || h.running[pid].runs(at) {
		h.lastPID = (h.lastPID+4*uint32(1+h.numbers.IntN(90))-1000)%14_000 + 1000
		pid = h.lastPID
	}
	h.serial++
	rest := binary.BigEndian.AppendUint16(nil, h.serial)
	r := &running{pid: pid, guid: h.identifier(at, append(rest, 0, 0, 0, 0, 4, 0)), image: image, user: user, command: command, until: until}
	h.running[pid] = r
	h.latest[processKey(image, user)] = r
	return r
}

func processKey(image, user string) string { return strings.ToLower(image) + "\x00" + user }

// runs reports whether a process runs at an instant.
func (r *running) runs(at time.Time) bool {
	return r != nil && (r.until.IsZero() || at.Before(r.until))
}

// find is the process with a number, or else the last one of an image: that of the
// account, that of the system, or one from before the evidence.
func (h *host) find(pid uint32, image, user string, at time.Time) *running {
	if r := h.running[pid]; pid != 0 && r.runs(at) && strings.EqualFold(r.image, image) {
		return r
	}
	for _, u := range []string{user, system} {
		if r := h.latest[processKey(image, u)]; r.runs(at) {
			return r
		}
	}
	user = ownerOf(image, user)
	if image == kernelImage {
		pid = kernelPID
	}
	return h.start(image, user, image, pid, at.Add(-uptime), time.Time{})
}

// explorer is the shell of whoever is logged on.
const explorer = `C:\Windows\explorer.exe`

// ownerOf is whose process it is that began before the evidence: that of an account,
// or one of those that Windows itself runs.
func ownerOf(image, user string) string {
	switch strings.ToLower(image) {
	case `c:\windows\system32\services.exe`, `c:\windows\system32\svchost.exe`, `c:\windows\system32\winlogon.exe`, `c:\windows\system32\spoolsv.exe`, "system":
		return system
	}
	return user
}

// What Sysmon calls the kernel, and its number.
const (
	kernelImage = "System"
	kernelPID   = 4
)

// forget drops the processes that have ended.
func (h *host) forget(now time.Time) {
	for pid, r := range h.running {
		if !r.runs(now) {
			delete(h.running, pid)
		}
	}
	for key, r := range h.latest {
		if !r.runs(now) {
			delete(h.latest, key)
		}
	}
}
