package m365

import (
	"bytes"
	"context"

	"dwell/evidence"
	"dwell/evidence/delimited"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of audit logs and message traces.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "m365",
		Title:  "Microsoft 365 unified audit log and message trace",
		Events: []string{"mailbox", "logon", "mail-transfer"},
		Examples: []string{
			"CSV export of an audit search in Microsoft Purview; Search-UnifiedAuditLog | Export-Csv or ConvertTo-Json",
			"records of the Office 365 Management Activity API, one a line or as arrays",
			"Get-MessageTrace | Export-Csv; summary report of the Exchange admin center",
			"Search-MailboxAuditLog and Search-AdminAuditLog of Exchange Server | ConvertTo-Json",
		},
	}
}

// Detect implements evidence.Reader.
func (reader) Detect(head []byte) evidence.Confidence {
	f := formOf(head)
	switch {
	case f.auditColumn >= 0, f.trace != nil:
		return evidence.Certain
	case f.json:
		return audits(f.decoded(head))
	}
	return evidence.No
}

// form says which of the layouts a file has.
type form struct {
	table       delimited.Form
	auditColumn int    // of a CSV, -1 when there is none
	trace       *trace // nil for anything but a message trace
	json        bool
	elements    elements
}

// formOf judges the first bytes of a file.
func formOf(head []byte) form {
	f := form{table: delimited.FormOf(head), auditColumn: -1}
	line := f.table.FirstLine(head)
	if len(line) == 0 {
		return f
	}
	if line[0] == '{' || line[0] == '[' {
		f.json = true
		f.elements = elementsOf(f.table.Text(nil, head[f.table.Mark:]))
		return f
	}
	var r delimited.Row
	if _, _, bad := r.Next(delimited.Form{Comma: f.table.Comma}, line); bad != "" {
		return f
	}
	h := delimited.HeaderOf(&r)
	f.auditColumn = h.Column("auditdata")
	if t, ok := traceOf(h); ok && !h.Has("eventid") { // with events it is a tracking log
		f.trace = t
	}
	return f
}

// cutWide cuts JSON in UTF-16 behind its last whole element.
func (f *form) cutWide(data []byte) int {
	start := 0
	if delimited.FormOf(data).Mark > 0 {
		start = f.table.Mark
	}
	text := f.table.Text(nil, data[start:])
	n := f.elements.cut(text)
	if n == 0 {
		return 0
	}
	return start + 2*units(text[:n])
}

// units is how many units of UTF-16 a text takes.
func units(text []byte) int {
	const plane = 0xffff // characters beyond the first take two
	n := 0
	for _, r := range string(text) {
		if n++; r > plane {
			n++
		}
	}
	return n
}

func (f *form) decoded(head []byte) []byte {
	if f.table.Encoding == delimited.UTF8 {
		return head
	}
	return f.table.Text(nil, head[f.table.Mark:])
}

// audits judges JSON by keys that every record has; within a text they are escaped.
func audits(head []byte) evidence.Confidence {
	has := func(keys ...string) bool {
		for _, k := range keys {
			if bytes.Contains(head, []byte(`"`+k+`"`)) || bytes.Contains(head, []byte(`\"`+k+`\"`)) {
				return true
			}
		}
		return false
	}
	switch {
	case has("CreationTime") && has("Operation") && has("RecordType", "Workload", "UserType"),
		has("CmdletName") && has("CmdletParameters"), has("Operation") && has("MailboxOwnerUPN") && has("LastAccessed", "LogonType"):
		return evidence.Certain
	}
	return evidence.No
}

// Read implements evidence.Reader.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	var f *form
	begin := func(data []byte) {
		if f == nil {
			judged := formOf(data[:min(len(data), evidence.HeadSize)])
			f = &judged
		}
	}
	cut := func(data []byte) int {
		begin(data)
		switch {
		case !f.json:
			return f.table.Cut(data)
		case f.table.Encoding == delimited.UTF8:
			return f.elements.cut(data)
		}
		return f.cutWide(data)
	}
	return evidence.EachBlock(ctx, in, out, cut, func(block *evidence.Block) evidence.Work {
		begin(block.Data)
		if block.Overlong {
			out.Damage(block.Offset, "a record longer than 64 MiB")
			return nil
		}
		p := newParser(in.ID, *f)
		return func(w *evidence.Worker) { p.block(w, block) }
	})
}
