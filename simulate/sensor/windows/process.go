package windows

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
)

// process is a program that began, and its end if that was seen.
func (w *Sensor) process(h *host, p *fact.Process) {
	var until time.Time
	if p.Duration > 0 {
		until = p.Time.Add(p.Duration)
	}
	parent := h.find(p.Parent, p.ParentImage, p.User, p.Time)
	session := h.session(p.User, p.Time)
	r := h.start(p.Image, p.User, p.Command, p.ID, p.Time, until)
	w.audit(h, p, r, parent, session)
	w.sysmon(h, p, r, parent, session)
	if !until.IsZero() {
		end := &windows.SysmonProcessTerminate{Actor: w.actor(h, r, until)}
		w.log(h, channelSysmon, p.Label, until, end)
	}
}

// audit is the beginning as the security log tells it, with the command line.
func (w *Sensor) audit(h *host, p *fact.Process, r, parent *running, s session) {
	e := &windows.ProcessCreated{Subject: w.system(h), NewProcessID: uint64(r.pid), NewProcessName: p.Image, ProcessID: uint64(parent.pid), CommandLine: p.Command,
		ParentProcessName: parent.image, MandatoryLabel: windows.IntegritySystem}
	if p.User != system {
		e.MandatoryLabel = windows.IntegrityMedium
		if w.accounts.administers(p.User) {
			e.Elevation = windows.ElevationLimited
		}
		user := w.accounts.subject(p.User, s.id)
		if parent.user == p.User {
			e.Subject = user
		} else {
			e.Target = user
		}
	}
	w.log(h, channelSecurity, p.Label, p.Time, e)
}

// sysmon is the beginning as Sysmon tells it.
func (w *Sensor) sysmon(h *host, p *fact.Process, r, parent *running, s session) {
	e := &windows.SysmonProcessCreate{Actor: w.actor(h, r, p.Time), FileDetails: details[baseName(p.Image)], CommandLine: p.Command, CurrentDirectory: `C:\Windows\system32\`,
		LogonGUID: s.guid, LogonID: s.id, IntegrityLevel: "System", Hashes: hashes(p.Image),
		Parent: windows.SysmonParent{ProcessGUID: parent.guid, ProcessID: parent.pid, Image: parent.image, CommandLine: parent.command, User: w.accounts.named(parent.user)}}
	if p.User != system {
		e.CurrentDirectory, e.TerminalSessionID, e.IntegrityLevel = `C:\Users\`+p.User+`\`, 1, "Medium"
	}
	w.log(h, channelSysmon, p.Label, p.Time.Add(w.moment()), e)
}

// actor is a process as most records of Sysmon begin.
func (w *Sensor) actor(h *host, r *running, at time.Time) windows.Actor {
	return windows.Actor{UTC: h.clock(at), ProcessGUID: r.guid, ProcessID: r.pid, Image: r.image, User: w.accounts.named(r.user)}
}

// dropped is a file that appeared.
func (w *Sensor) dropped(h *host, f *fact.Dropped) {
	by := h.find(f.Process, f.Image, f.User, f.Time)
	w.log(h, channelSysmon, f.Label, f.Time.Add(w.moment()), &windows.SysmonFileCreate{Actor: w.actor(h, by, f.Time), TargetFilename: f.Path, Created: h.clock(f.Time)})
}

// service is what happened to a service: two logs tell of one that was installed.
func (w *Sensor) service(h *host, s *fact.Service) {
	if s.Change != fact.Installed {
		title, state := s.Title, windows.ServiceStopped
		if title == "" {
			title = s.Name
		}
		if s.Change == fact.Started {
			state = windows.ServiceRunning
		}
		w.log(h, channelSystem, s.Label, s.Time, &windows.ServiceChanged{DisplayName: title, Name: s.Name, State: state})
		return
	}
	by := w.system(h)
	if s.User != "" && s.User != system {
		by = w.accounts.subject(s.User, h.session(s.User, s.Time).id)
	}
	installed := &windows.ServiceInstalled{Name: s.Name, ImagePath: s.Path, Account: s.Account}
	installed.User = w.accounts.account(s.User)
	w.log(h, channelSecurity, s.Label, s.Time, &windows.ServiceInstalledAudit{Subject: by, Name: s.Name, FileName: s.Path, Type: 0x10, Start: 3, Account: s.Account})
	w.log(h, channelSystem, s.Label, s.Time.Add(w.moment()), installed)
}

// baseName is the last part of a path of Windows, in lower case.
func baseName(path string) string { return strings.ToLower(path[strings.LastIndexByte(path, '\\')+1:]) }

// hashes are those of a program: the same for the same name, wherever it lies.
func hashes(image string) string {
	return fmt.Sprintf("SHA256=%X", sha256.Sum256([]byte("program "+baseName(image))))
}
