package header

import "bytes"

// Field is one header line.
type Field struct {
	Name  string // as written, without white space before the colon
	Key   string // Name in lower case
	Value []byte // unfolded, trimmed, still encoded; valid until the next Parse
}

// The limits of one header. Real ones stay far below: the largest that mail
// systems accept are about 256 KiB.
const (
	MaxBytes  = 1 << 20   // of the whole header; what follows is passed over
	MaxFields = 2000      // lines kept
	MaxValue  = 256 << 10 // of one line
)

// The defects that Parse reports.
const (
	DefectNoBlankLine = "no blank line between header and body"
	DefectNotField    = "header line without a field name, joined to the line before it"
	DefectTooLong     = "header longer than the limit, its end was left out"
	DefectTooMany     = "more header lines than the limit, the later ones were left out"
)

// Parser reads headers. It keeps memory between calls and belongs to one goroutine.
type Parser struct {
	Fields  []Field
	Defects []string

	unfolded []byte // storage of folded values
	kind     int    // place of the Content-Type among the fields, from 1; 0 for none
	names    map[string]fieldName
}

// fieldName is a name in its two forms.
type fieldName struct{ name, key string }

// maxNames bounds the table of field names, which only saves allocations.
const maxNames = 1000

// Parse reads the header at the start of data into p.Fields and returns where the
// body begins. Fields and Defects are valid until the next call.
func (p *Parser) Parse(data []byte) (body int) {
	p.Fields, p.Defects, p.unfolded = p.Fields[:0], p.Defects[:0], p.unfolded[:0]
	p.kind = 0
	pos := skipLead(data)
	for pos < len(data) {
		end, next := Line(data, pos)
		line := data[pos:end]
		if pos > MaxBytes {
			p.defect(DefectTooLong)
			return endOfHeader(data, pos)
		}
		switch {
		case len(line) == 0:
			return next
		case line[0] == '-' && p.opensPart(line):
			p.defect(DefectNoBlankLine)
			return pos
		case line[0] == ' ' || line[0] == '\t':
			if blank(line) && !continues(data, next) {
				return next
			}
			p.join(line)
		case Colon(line) > 0 && (!bytes.HasPrefix(line, []byte("--")) || p.begins(data, next)): // a boundary may hold a colon
			p.add(line)
		case bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")):
			// a separator of a mailbox, or what a relay made of one
		case continues(data, next) && len(p.Fields) > 0:
			p.defect(DefectNotField)
			p.join(line)
		default:
			p.defect(DefectNoBlankLine)
			return pos
		}
		pos = next
	}
	return len(data)
}

// opensPart reports whether the line is the first of a multipart body: two hyphens and
// the boundary that the header declares.
func (p *Parser) opensPart(line []byte) bool {
	boundary := bytes.TrimRight(bytes.TrimPrefix(line, []byte("--")), " \t")
	if p.kind == 0 || len(boundary) == 0 || len(boundary)+2 > len(line) {
		return false
	}
	return bytes.HasSuffix(bytes.TrimRight(p.Fields[p.kind-1].Value, "\"; \t"), boundary)
}

// begins reports whether the header begins with the line before next, and goes on.
func (p *Parser) begins(data []byte, next int) bool {
	return len(p.Fields) == 0 && len(p.Defects) == 0 && continues(data, next)
}

func (p *Parser) add(line []byte) {
	if len(p.Fields) >= MaxFields {
		p.defect(DefectTooMany)
		return
	}
	colon := Colon(line)
	name := p.name(bytes.TrimRight(line[:colon], " \t"))
	p.Fields = append(p.Fields, Field{
		Name:  name.name,
		Key:   name.key,
		Value: bytes.TrimSpace(line[colon+1 : min(len(line), colon+1+MaxValue)]),
	})
	if p.kind == 0 && name.key == "content-type" {
		p.kind = len(p.Fields)
	}
}

// join appends a folded line to the last field. The fold becomes one space.
func (p *Parser) join(line []byte) {
	if len(p.Fields) == 0 || len(p.Fields) >= MaxFields {
		return
	}
	field := &p.Fields[len(p.Fields)-1]
	line = bytes.TrimSpace(line)
	if len(line) == 0 || len(field.Value)+len(line) >= MaxValue {
		return
	}
	if len(field.Value) == 0 {
		field.Value = line
		return
	}
	// The value is extended in place when it is already the last thing in storage.
	start := len(p.unfolded) - len(field.Value)
	if start < 0 || &p.unfolded[start] != &field.Value[0] {
		start = len(p.unfolded)
		p.unfolded = append(p.unfolded, field.Value...)
	}
	p.unfolded = append(p.unfolded, ' ')
	p.unfolded = append(p.unfolded, line...)
	field.Value = p.unfolded[start:len(p.unfolded):len(p.unfolded)]
}

func (p *Parser) name(b []byte) fieldName {
	if known, ok := p.names[string(b)]; ok {
		return known
	}
	n := fieldName{name: string(b), key: Lower(b)}
	if p.names == nil {
		p.names = make(map[string]fieldName)
	}
	if len(p.names) < maxNames {
		p.names[n.name] = n
	}
	return n
}

func (p *Parser) defect(s string) {
	for _, d := range p.Defects {
		if d == s {
			return
		}
	}
	p.Defects = append(p.Defects, s)
}

// maxName is longer than any field name in use.
const maxName = 100

// Colon returns the place of the colon when the line is "Name: value", else -1.
// A name has printable ASCII characters; white space may stand before the colon.
func Colon(line []byte) int {
	for i, b := range line {
		switch {
		case b == ':':
			if i == 0 {
				return -1
			}
			return i
		case b == ' ' || b == '\t':
			rest := bytes.TrimLeft(line[i:], " \t")
			if i == 0 || len(rest) == 0 || rest[0] != ':' {
				return -1
			}
			return len(line) - len(rest)
		case b < '!' || b > '~' || i > maxName:
			return -1
		}
	}
	return -1
}

// Line returns the end of the line that starts at pos, without its terminator,
// and the start of the next one. LF, CR LF, CR CR LF and a lone CR end a line.
func Line(data []byte, pos int) (end, next int) {
	const window = 512 // so that text without one of the two is not searched to its end for each line
	for start := pos; start < len(data); start += window {
		part := data[start:min(len(data), start+window)]
		lf := bytes.IndexByte(part, '\n')
		if lf >= 0 {
			part = part[:lf]
		}
		if cr := bytes.IndexByte(part, '\r'); cr >= 0 {
			end = start + cr
			return end, end + returns(data[end:])
		}
		if lf >= 0 {
			return start + lf, start + lf + 1
		}
	}
	return len(data), len(data)
}

// returns gives the length of the line end that starts with the CR at the head of rest.
func returns(rest []byte) int {
	const most = 4 // CR CR CR LF is the worst that relays have made of a line end
	for i := 1; i < min(len(rest), most); i++ {
		switch rest[i] {
		case '\n':
			return i + 1
		case '\r':
		default:
			return 1
		}
	}
	return 1
}

// skipLead passes over a byte order mark and blank lines before the header.
func skipLead(data []byte) int {
	const mark = "\xef\xbb\xbf"
	pos := 0
	if bytes.HasPrefix(data, []byte(mark)) {
		pos = len(mark)
	}
	for pos < len(data) && (data[pos] == '\r' || data[pos] == '\n') {
		pos++
	}
	return pos
}

// continues reports whether a header line or a folded one stands at pos.
func continues(data []byte, pos int) bool {
	if pos >= len(data) {
		return false
	}
	const enough = 1000 // bytes that decide
	window := data[pos:min(len(data), pos+enough)]
	end, _ := Line(window, 0)
	line := window[:end]
	if len(line) == 0 || blank(line) {
		return false
	}
	if line[0] == ' ' || line[0] == '\t' {
		return true
	}
	colon := Colon(line) // a URL at the start of a line is no field
	return colon > 0 && (colon+1 == len(line) || line[colon+1] == ' ' || line[colon+1] == '\t')
}

// endOfHeader finds the blank line after pos.
func endOfHeader(data []byte, pos int) int {
	for pos < len(data) {
		end, next := Line(data, pos)
		if end == pos {
			return next
		}
		pos = next
	}
	return len(data)
}

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }
