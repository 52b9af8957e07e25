package m365

import (
	"bytes"
	"strconv"
	"time"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence/value"
)

// record is what an audit record says, before it is known what it is about. Its texts are
// copies.
type record struct {
	time      event.Time
	operation string
	workload  string
	user      string
	owner     string // of the mailbox
	object    string // what the operation was about
	result    string
	failure   string // of a logon: LogonError, or the number of the error
	ip        string
	actorIP   string
	client    string // ClientInfoString
	session   string
	sendAs    string
	folder    string
	subject   string
	items     int
	counted   int      // items by the service's own count
	ids       []string // Message-IDs of the items
	targets   []string
	pairs     []pair // parameters and properties, in order
	within    bool   // it stood in another record, whose own words are about the search
}

// pair is one entry of the lists of names and values.
type pair struct{ name, value string }

// get returns the value of the first pair of that name.
func (r *record) get(name string) (string, bool) {
	for _, p := range r.pairs {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

// Limits of one record.
const (
	maxIDs     = 100
	maxPairs   = 200
	maxValue   = 2000 // bytes of a value
	maxNesting = 8    // of what is looked into
)

// text reads a scalar as text; objects and arrays as they are written.
func text(d *jx.Decoder) (string, error) {
	switch d.Next() {
	case jx.String:
		b, err := d.StrBytes()
		return string(clean(b[:min(len(b), maxValue)])), err
	case jx.Null:
		return "", d.Null()
	default:
		raw, err := d.Raw()
		return string(clean(raw[:min(len(raw), maxValue)])), err
	}
}

// set reads a scalar into a field that is still empty.
func set(d *jx.Decoder, into *string) error {
	s, err := text(d)
	if *into == "" {
		*into = s
	}
	return err
}

// read reads one object; records may lie within records.
func (r *record) read(d *jx.Decoder, nesting int) error {
	if nesting > maxNesting || d.Next() != jx.Object {
		return d.Skip()
	}
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error { return r.key(d, key, nesting) })
}

// key reads the value of one key of a record. Keys of the mailbox and admin audit logs of
// Exchange Server stand beside those of the unified log that mean the same.
func (r *record) key(d *jx.Decoder, key []byte, nesting int) error {
	if r.within {
		return d.Skip()
	}
	switch string(key) {
	case "AuditData", "auditData":
		return r.inner(d, nesting)
	case "CreationTime", "CreationDate", "createdDateTime", "RunDate", "LastAccessed":
		return r.when(d)
	case "Operation", "operation", "Operations", "CmdletName":
		return set(d, &r.operation)
	case "Workload":
		return set(d, &r.workload)
	case "UserId", "UserIds", "userPrincipalName", "Caller", "LogonUserDisplayName":
		return set(d, &r.user)
	case "MailboxOwnerUPN":
		return set(d, &r.owner)
	case "ObjectId", "ObjectModified":
		return set(d, &r.object)
	case "ResultStatus", "OperationResult", "Succeeded":
		return set(d, &r.result)
	case "LogonError":
		return r.error(d)
	case "ErrorNumber":
		return r.number(d)
	case "ClientIP", "ClientIPAddress", "clientIp":
		return set(d, &r.ip)
	case "ActorIpAddress":
		return set(d, &r.actorIP)
	case "ClientInfoString":
		return set(d, &r.client)
	case "SessionId":
		return set(d, &r.session)
	case "SendAsUserSmtp", "SendOnBehalfOfUserSmtp":
		return set(d, &r.sendAs)
	case "ItemSubject":
		return set(d, &r.subject)
	case "FolderPathName":
		return set(d, &r.folder)
	case "OperationCount":
		return r.count(d)
	}
	return r.list(d, key, nesting)
}

// list reads the keys whose values are objects and arrays.
func (r *record) list(d *jx.Decoder, key []byte, nesting int) error {
	switch string(key) {
	case "Folders":
		return r.each(d, func(d *jx.Decoder) error { return r.item(d, false, nesting+1) })
	case "AffectedItems", "SourceItems":
		return r.each(d, func(d *jx.Decoder) error { return r.item(d, true, nesting+1) })
	case "Item":
		return r.item(d, true, nesting+1)
	case "Folder", "DestFolder", "ParentFolder":
		return r.item(d, false, nesting+1)
	case "Parameters", "CmdletParameters", "OperationProperties", "ExtendedProperties", "ModifiedProperties", "DeviceProperties":
		return r.each(d, r.pair)
	case "Target":
		return r.each(d, r.target)
	}
	return d.Skip()
}

// inner reads a record that lies in another, as an object or as text.
func (r *record) inner(d *jx.Decoder, nesting int) error {
	var in record
	if d.Next() != jx.String {
		if err := in.read(d, nesting+1); err != nil {
			return err
		}
	} else {
		text, err := d.Str()
		if err != nil {
			return err
		}
		if err := in.read(jx.DecodeStr(text), nesting+1); err != nil {
			return err
		}
	}
	if in.operation != "" {
		*r = in
		r.within = true
	}
	return nil
}

// when reads a time. The log's times are UTC, though they do not say so.
func (r *record) when(d *jx.Decoder) error {
	s, err := text(d)
	if err != nil || !r.time.IsZero() {
		return err
	}
	r.time = instant([]byte(s))
	return nil
}

func instant(b []byte) event.Time {
	const shell = "/Date(" // as Windows PowerShell writes times into JSON: milliseconds since 1970
	if rest, ok := bytes.CutPrefix(b, []byte(shell)); ok {
		digits, _, _ := bytes.Cut(rest, []byte{')'})
		if n, ok := value.Whole(digits); ok && n < 1<<43 {
			return event.UTC(n*int64(time.Millisecond), event.PrecisionMilli)
		}
		return event.Time{}
	}
	t, ok := value.Calendar(b)
	if !ok {
		return event.Time{}
	}
	if t.Zone == event.ZoneAssumed {
		t.Zone = event.ZoneUTC
	}
	return t
}

// error reads the name of a logon's error, which says more than its number.
func (r *record) error(d *jx.Decoder) error {
	s, err := text(d)
	if s != "" {
		r.failure = s
	}
	return err
}

// number reads the number of a logon's error.
func (r *record) number(d *jx.Decoder) error {
	s, err := text(d)
	if s != "" && s != "0" && r.failure == "" {
		r.failure = s
	}
	return err
}

func (r *record) count(d *jx.Decoder) error {
	s, err := text(d)
	const most = 1 << 30
	if n, e := strconv.Atoi(s); e == nil && n > 0 && n < most {
		r.counted = n
	}
	return err
}
