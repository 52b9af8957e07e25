package trait

import (
	"slices"
	"strconv"
	"strings"

	"dwell/detect/spearphish/alike"
	"dwell/entity"
	"dwell/event"
)

// The most that is taken of a kind that a mail may have several of. Together with
// the others they fill a Vector.
const (
	mostPairs    = 8
	mostExtra    = 3
	mostTo       = 5
	mostClosing  = 3
	mostAttached = 2
	mostCodings  = 2
	mostShapes   = 3
	mostAdded    = 3
)

// reading is one mail while its traits are taken.
type reading struct {
	mail   *event.Mail
	domain string   // registered, of the sender
	fields []field  // those that the writer's program wrote, in order
	added  []string // names of those that servers on the sender's side added
	way    way
	builder
}

// field is one header field of the writer's program.
type field struct {
	name, lower, value string
}

// Read returns the traits of a mail, at most Most.
func Read(m *event.Mail) []Trait {
	r := reading{mail: m}
	_, domain := alike.Split(alike.Canonical(m.Author().Addr))
	r.domain = entity.Registered(domain)
	r.way = wayOf(m)
	r.sort()
	r.composition()
	r.behaviour()
	r.transport()
	r.several()
	return slices.Clone(r.vector[:r.n])
}

// sort tells the fields of the writer's program from those that others added.
func (r *reading) sort() {
	r.fields = make([]field, 0, len(r.mail.Headers))
	for i := range r.mail.Headers {
		h := &r.mail.Headers[i]
		lower := strings.ToLower(h.Name)
		switch whose(lower) {
		case byWriter:
			r.fields = append(r.fields, field{h.Name, lower, h.Value})
		case bySender:
			r.added = append(r.added, lower)
		}
	}
}

// find returns the first field of that name in lower case.
func (r *reading) find(lower string) (*field, bool) {
	for i := range r.fields {
		if r.fields[i].lower == lower {
			return &r.fields[i], true
		}
	}
	return nil, false
}

func (r *reading) value(lower string) string {
	if f, ok := r.find(lower); ok {
		return f.value
	}
	return ""
}

// several adds the kinds that a mail may have many of.
func (r *reading) several() {
	r.some(HopShape, r.way.shapes, mostShapes)
	r.some(HopPair, pairs(r.way.shapes), mostShapes)
	r.some(Added, r.added, mostAdded)
	var names, extra []string
	for i := range r.fields {
		names = append(names, r.fields[i].lower)
		if !common[r.fields[i].lower] {
			extra = append(extra, r.fields[i].name)
		}
	}
	r.some(Extra, extra, mostExtra)
	var files []string
	for i := range r.mail.Parts {
		if p := &r.mail.Parts[i]; p.Disposition == "attachment" || p.Name != "" {
			files = append(files, p.Type+" "+extension(p.Name))
		}
	}
	r.some(Attachment, files, mostAttached)
	r.some(Coding, r.codings(), mostCodings)
	r.some(To, r.recipients(), mostTo)
	r.some(Pair, pairs(names), mostPairs)
}

// codings lists how the parts are coded. Short texts have no full line, which would
// tell nothing.
func (r *reading) codings() []string {
	const full = 40
	var out []string
	for i := range r.mail.Parts {
		p := &r.mail.Parts[i]
		switch {
		case p.LineLength >= full:
			out = append(out, p.Encoding+" "+strconv.Itoa(p.LineLength))
		case p.Encoding != "":
			out = append(out, p.Encoding)
		}
	}
	return out
}

// pairs joins neighbours, with the ends marked.
func pairs(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, 0, len(list)+1)
	before := "^"
	for _, v := range list {
		out = append(out, before+" "+v)
		before = v
	}
	return append(out, before+" $")
}

func extension(name string) string {
	const longest = 12
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || len(name)-dot > longest {
		return ""
	}
	return strings.ToLower(name[dot:])
}
