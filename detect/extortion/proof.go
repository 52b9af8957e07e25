package extortion

import (
	"cmp"
	"slices"
	"strings"

	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
)

// The bounds of the records of one letter.
const (
	maxRecords    = 512
	maxRecordLine = 1 << 10 // bytes
	maxAttached   = 256 << 10
)

// shown are the records about people that a letter quotes or brings along. Of each
// only a hash is kept.
type shown struct {
	Records []record // sorted, each once
	Columns []string // what they hold: "mail address", "telephone", "date"
}

// record is one line about one person.
type record struct {
	Hash  uint64
	Known bool // in the company's own member table
}

// proofReader finds records in texts and compares them with the member table.
type proofReader struct {
	table *members.Table // nil: nothing to compare with
	blank members.Table  // hashes where there is no table
	own   []string       // addresses of the mail's own header
	out   shown
	mails []string // addresses in the records, which are nobody's to write to
}

// records reads the text of a mail and its attached lists. The mail addresses of the
// records come with them, to be told from contacts and then forgotten.
func records(m *event.Mail, text string, table *members.Table) (out *shown, addresses []string) {
	r := proofReader{table: table}
	for _, list := range [][]event.Address{m.From, m.To, m.Cc, m.ReplyTo} {
		for _, a := range list {
			r.own = append(r.own, address(a.Addr))
		}
	}
	r.read(text)
	for i := range m.Parts {
		if p := &m.Parts[i]; p.Disposition == "attachment" && (p.Type == "text/csv" || p.Type == "text/plain" || p.Type == "text/tab-separated-values") {
			r.read(string(p.Data[:min(len(p.Data), maxAttached)]))
		}
	}
	if len(r.out.Records) == 0 {
		return nil, nil
	}
	slices.Sort(r.out.Columns)
	return &r.out, r.mails
}

// read takes each line of two and more fields, of which one identifies a person, for a
// record, and labelled lines in a row ("Name: ...", "Mail: ...") for one.
func (r *proofReader) read(text string) {
	var group []string
	flush := func() {
		const least = 2 // a single labelled line is a signature or a contact
		if len(group) >= least {
			r.add(group)
		}
		group = group[:0]
	}
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimSpace(line), "> ")
		if label, value, ok := strings.Cut(line, ":"); ok && label != "" && len(label) <= maxLabel && !strings.ContainsAny(label, ",;|\t@") && len(line) <= maxRecordLine {
			group = append(group, value)
			continue
		}
		flush()
		if len(line) <= maxRecordLine {
			if f := fields(line); len(f) > 1 {
				r.add(f)
			}
		}
	}
	flush()
}

// maxLabel is the longest name of a field in bytes.
const maxLabel = 30

// fields cuts a line at the mark of tables that it has most of.
func fields(line string) []string {
	best := slices.MaxFunc([]string{"\t", ",", ";", "|", " / ", "  "}, func(a, b string) int { return cmp.Compare(strings.Count(line, a), strings.Count(line, b)) })
	return strings.Split(line, best)
}

// add keeps a record if one of its fields identifies a person other than those of the
// mail's header.
func (r *proofReader) add(list []string) {
	rec, person := record{}, false
	var columns []string
	for _, f := range list {
		f = strings.Trim(strings.TrimSpace(f), `"'`)
		k, normal, ok := members.Identify(f)
		switch {
		case ok && slices.Contains(r.own, normal):
		case ok:
			person = true
			columns = append(columns, k.String())
			if k == members.Mail {
				r.mails = append(r.mails, normal)
			}
			rec.Hash ^= r.blank.Hash(normal)
			rec.Known = rec.Known || r.table != nil && r.table.Has(k, normal)
		case isDate(f):
			columns = append(columns, "date")
		}
	}
	if !person || len(r.out.Records) >= maxRecords {
		return
	}
	i, found := slices.BinarySearchFunc(r.out.Records, rec, func(a, b record) int { return cmp.Compare(a.Hash, b.Hash) })
	if !found {
		r.out.Records = slices.Insert(r.out.Records, i, rec)
	}
	for _, c := range columns {
		if !slices.Contains(r.out.Columns, c) {
			r.out.Columns = append(r.out.Columns, c)
		}
	}
}

// isDate reports whether a field is eight figures of a date, with marks or without.
func isDate(f string) bool {
	figures := strings.NewReplacer("-", "", ".", "", "/", "", " ", "").Replace(f)
	return len(figures) == len("20160503") && strings.Trim(figures, "0123456789") == "" && (strings.HasPrefix(figures, "19") || strings.HasPrefix(figures, "20"))
}

// proof unites the records of all letters of the extortioner; nil when none is shown.
func (d *demand) proof() *finding.Proof {
	known := make(map[uint64]bool)
	var columns []string
	compared := false
	add := func(s *shown, with bool) {
		if s == nil {
			return
		}
		compared = compared || with
		for _, r := range s.Records {
			known[r.Hash] = known[r.Hash] || r.Known
		}
		columns = append(columns, s.Columns...)
	}
	for _, l := range d.letters {
		if !l.ours() {
			add(l.Shown, l.Compared)
		}
	}
	for _, n := range d.sent {
		if n.Says != nil {
			add(n.Says.Shown, n.Says.Compared)
		}
	}
	if len(known) == 0 {
		return nil
	}
	p := &finding.Proof{Records: int64(len(known)), Compared: compared}
	for _, k := range known {
		if k {
			p.Matched++
		}
	}
	slices.Sort(columns)
	p.Columns = slices.Compact(columns)
	return p
}
