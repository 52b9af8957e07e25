package suricata

import (
	"strings"

	"dwell/event"
)

// statusSuccess is what a server answers that did what it was asked for (MS-ERREF).
const statusSuccess = "STATUS_SUCCESS"

// smb reads an event of type smb: one command with its answer. A remote call in it, a
// logon and the use of a share or a file become events.
func (p *parser) smb() outcome {
	r := p.record
	switch {
	case r.has(fieldRPCRequest):
		return p.call("")
	case r.has(fieldNTLMUser):
		return p.ntlm()
	}
	a := event.ShareAccess{Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends, Bytes: event.Unknown}
	a.Action = p.shareAction()
	a.Share = p.clean(fieldSMBShare)
	if a.Share == "" {
		a.Share = p.clean(fieldSMBPipe)
	}
	a.Name = p.fileName()
	if a.Share == "" && a.Name == "" {
		return skipped("smb: commands that name neither share nor file")
	}
	if status := r.text(fieldSMBStatus); status != "" && status != statusSuccess {
		return skipped("smb: commands that the server refused or that found nothing")
	}
	if a.Action == "open" {
		a.Bytes = r.count(fieldSMBSize)
	}
	p.all.Shares = append(p.all.Shares, a)
	return read
}

// clean is a text without the bytes of value 0 that may end it on the wire.
func (p *parser) clean(f field) string { return withoutEnd(p.record.text(f)) }

func withoutEnd(s string) string {
	for strings.HasSuffix(s, `\x00`) {
		s = s[:len(s)-len(`\x00`)]
	}
	return s
}

// fileName is the file or folder of a command; of one that was renamed what it was
// called before.
func (p *parser) fileName() string {
	for _, f := range [...]field{fieldRenameFrom, fieldSMBFile, fieldSMBDirectory} {
		if name := p.clean(f); name != "" && name != "<share_root>" && name != "<unknown>" {
			return name
		}
	}
	return ""
}

// actions are the commands of SMB 2 and 1 that use shares and files (MS-SMB2, MS-CIFS).
var actions = []struct{ command, action string }{
	{"TREE_CONNECT", "map"}, {"RENAME", "rename"}, {"DELETE", "delete"},
	{"CREATE", "open"}, {"OPEN", "open"}, {"READ", "read"}, {"WRITE", "write"}, {"CLOSE", "close"},
}

func (p *parser) shareAction() string {
	r := p.record
	switch {
	case r.has(fieldRenameFrom):
		return "rename"
	case string(r.bytes(fieldSMBAccess)) == "delete on close",
		strings.Contains(r.text(fieldSMBInfoLevel), "DISPOSITION"):
		return "delete"
	}
	command := r.text(fieldSMBCommand)
	for _, a := range actions {
		if strings.Contains(command, a.command) {
			return a.action
		}
	}
	return ""
}

// ntlm reads the message by which a client proves who it is, with the server's answer.
func (p *parser) ntlm() outcome {
	r := p.record
	l := p.logon("ntlm")
	l.Account, l.Domain, l.From = p.clean(fieldNTLMUser), p.clean(fieldNTLMDomain), p.clean(fieldNTLMHost)
	switch status := r.text(fieldSMBStatus); status {
	case "", "STATUS_MORE_PROCESSING_REQUIRED":
	case statusSuccess:
		l.Success = event.TruthYes
	default:
		l.Success, l.Failure = event.TruthNo, status
	}
	p.all.Logons = append(p.all.Logons, l)
	return read
}
