package trait

import (
	"strconv"
	"strings"

	"dwell/detect/spearphish/alike"
	"dwell/entity"
	"dwell/event"
)

// longest bounds what is read of a field.
const longest = 400

func cut(s string, most int) string { return s[:min(len(s), most)] }

// composition adds what the writer's program does.
func (r *reading) composition() {
	m := r.mail
	program := Program(m)
	if program == "" {
		program = "id " + idShape(m.MessageID, r.domain)
	}
	r.add(Client, program)
	r.add(Version, cut(m.Client, longest))
	r.add(Platform, unnumbered(cut(m.Client, longest)))
	if n, ok := release(m.Client); ok && r.n < Most {
		r.vector[r.n] = Numbered(Release, program, n)
		r.n++
	}
	r.add(Order, r.order())
	r.add(Spelling, r.spelled("message-id", "mime-version"))
	r.add(IDShape, idShape(m.MessageID, r.domain))
	if mark := MailboxMark(m.MessageID); mark != "" {
		r.add(Mailbox, mark)
	}
	r.add(ContentType, contentType(r.value("content-type")))
	r.add(Encoding, r.value("content-transfer-encoding"))
	if boundary, ok := boundaryOf(r.value("content-type")); ok {
		r.add(Boundary, shape(boundary, longest))
	}
	r.add(Tree, tree(m.Parts))
	r.add(DateForm, dateForm(r.value("date")))
	r.add(FromForm, addressForm(r.value("from")))
	r.add(ToForm, addressForm(r.value("to")))
	r.add(Marks, marks(m.Subject))
	r.add(Threading, r.threading())
	r.add(Width, width(m.Text))
	if a := attribution(m.Text); a != "" {
		r.add(Attribution, a)
	}
}

// order is the order of the fields that every mail of the program has. Answers have
// references and letters do not; some programs write the fields of MIME only when the text is
// not plain ASCII.
func (r *reading) order() string {
	var b strings.Builder
	for i := range r.fields {
		switch f := &r.fields[i]; f.lower {
		case "cc", "in-reply-to", "references", "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-language":
		default:
			b.WriteString(f.name + " ")
		}
	}
	return b.String()
}

// release reads the last version in a program's name ("Thunderbird/24.6.0"): seven
// bits for the first number, five for the second, four for the third.
func release(client string) (number uint16, ok bool) {
	client = cut(client, longest)
	if i := strings.LastIndexByte(client, '('); i > 0 {
		client = client[:i]
	}
	const limits = 3
	widths := [limits]int{127, 31, 15}
	at := strings.LastIndexByte(client, '/')
	if at < 0 {
		at = strings.LastIndexByte(strings.TrimSpace(client), ' ')
	}
	fields := strings.FieldsFunc(client[at+1:], func(r rune) bool { return r < '0' || r > '9' })
	if len(fields) == 0 {
		return 0, false
	}
	for i := range limits {
		v := 0
		if i < len(fields) {
			v, _ = strconv.Atoi(fields[i])
		}
		number = number*uint16(widths[i]+1) + uint16(max(0, min(v, widths[i])))
	}
	return number, true
}

// spelled joins the spellings of fields that programs spell differently.
func (r *reading) spelled(lower ...string) string {
	var out []string
	for _, l := range lower {
		if f, ok := r.find(l); ok {
			out = append(out, f.name)
		}
	}
	return strings.Join(out, " ")
}

// idShape writes a Message-ID as classes; the sender's address or domain within it
// is named as such, other hosts by their domain.
func idShape(id, domain string) string {
	local, host := alike.Split(cut(id, longest))
	lower := strings.ToLower(host)
	place := "own"
	if registered := entity.Registered(lower); registered != domain {
		place = "other"
		if strings.Contains(host, ".") && alike.Provider(registered) {
			place = registered
		}
	}
	const random = 36 // characters and no dot: random figures in base 64, where punctuation means nothing
	if len(local) > random && !strings.Contains(local, ".") {
		return "random@" + place
	}
	words := ""
	if i := strings.Index(local, "git-send-email"); i >= 0 {
		words, local = "git-send-email", local[:i]
	}
	return shape(local, longest) + words + "@" + place
}

// contentType leaves out the boundary and file names, which are new in every mail.
func contentType(value string) string {
	var kept []string
	for p := range strings.SplitSeq(cut(value, longest), ";") {
		p = strings.TrimSpace(p)
		if name, _, _ := strings.Cut(p, "="); strings.EqualFold(name, "boundary") || strings.EqualFold(name, "name") {
			p = strings.ToLower(name)
		}
		kept = append(kept, p)
	}
	return strings.Join(kept, ";")
}

// boundaryOf returns the boundary parameter of a content type.
func boundaryOf(contentType string) (string, bool) {
	const name = "boundary="
	for i := 0; i+len(name) <= len(contentType); i++ {
		if !strings.EqualFold(contentType[i:i+len(name)], name) {
			continue
		}
		value := contentType[i+len(name):]
		if quoted, ok := strings.CutPrefix(value, `"`); ok {
			value, _, _ = strings.Cut(quoted, `"`)
			return value, true
		}
		value, _, _ = strings.Cut(value, ";")
		return strings.TrimSpace(value), true
	}
	return "", false
}

// tree lists the parts with their place and type.
func tree(parts []event.Part) string {
	const most = 8
	var b strings.Builder
	for i := range parts[:min(len(parts), most)] {
		b.WriteString(strconv.Itoa(strings.Count(parts[i].Path, ".")) + parts[i].Type + " " + parts[i].Disposition + ",")
	}
	return b.String()
}

func (r *reading) threading() string {
	m := r.mail
	style := ""
	if m.InReplyTo != "" {
		style = "i"
	}
	switch n := len(m.References); {
	case n == 0:
	case n == 1 && m.References[0] == m.InReplyTo:
		style += "r"
	case m.References[n-1] == m.InReplyTo:
		style += "R"
	default:
		style += "o"
	}
	return style
}
