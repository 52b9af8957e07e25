package zeek

import (
	"strings"

	"dwell/event"
)

func (p *parser) addShare(a event.ShareAccess) string {
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	a.Time, a.Ref, a.Sensor, a.UID, a.Endpoints = p.at, p.ref, p.row.text(fieldSystem), p.row.unique(fieldUID), ends
	p.all.Shares = append(p.all.Shares, a)
	p.flushSmall()
	return ""
}

// The names that Zeek gives to what has none.
const (
	shareUnknown = "<unknown>"
	shareRoot    = "<share_root>"
)

// shareFile reads smb_files.log.
func (p *parser) shareFile() string {
	r := &p.row
	return p.addShare(event.ShareAccess{
		Action: shareAction(r.bytes(fieldAction)), Share: r.known(fieldSharePath, shareUnknown),
		Name: r.known(fieldName, shareRoot), Bytes: r.count(fieldSize),
	})
}

// shareMapping reads smb_mapping.log.
func (p *parser) shareMapping() string {
	return p.addShare(event.ShareAccess{
		Action: "map", Share: p.row.known(fieldSharePath, shareUnknown), Bytes: event.Unknown,
	})
}

// known returns the text of a field, "" when it is the mark of something unknown.
func (r *row) known(f field, unknown string) string {
	if s := r.text(f); s != unknown {
		return s
	}
	return ""
}

// shareAction takes Zeek's enumeration SMB::FILE_OPEN to the word. Files, pipes and
// printers have the same actions.
func shareAction(enum []byte) string {
	_, name, _ := strings.Cut(string(enum), "_")
	switch name {
	case "OPEN", "READ", "WRITE", "CLOSE", "DELETE", "RENAME":
		return strings.ToLower(name)
	}
	return ""
}

// remoteCall reads dce_rpc.log.
func (p *parser) remoteCall() string {
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	r := &p.row
	operation, unnamed := strings.CutPrefix(r.text(fieldOperation), unnamedCall)
	if unnamed {
		operation = "opnum " + operation
	}
	p.all.Calls = append(p.all.Calls, event.RemoteCall{
		Time: p.at, Ref: p.ref, Sensor: r.text(fieldSystem), UID: r.unique(fieldUID), Endpoints: ends,
		Pipe: r.text(fieldNamedPipe), Interface: strings.TrimPrefix(r.text(fieldEndpoint), unnamedCall), Operation: operation,
	})
	p.flushSmall()
	return ""
}

// unnamedCall stands before the UUID of an interface and the number of an operation
// that Zeek has no name for.
const unnamedCall = "unknown-"
