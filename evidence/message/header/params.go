package header

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"dwell/evidence/message/charset"
	"dwell/evidence/message/transfer"
)

// Param is one parameter of a structured field.
type Param struct {
	Name  string // lower case, without the marks of RFC 2231
	Value string // decoded

	// Others are the values that programs may read instead, because the parameter is
	// given more than once or its pieces have a gap. Ordinary mail gives an ASCII form
	// beside the true one; attackers show the filter another name than the reader.
	Others []string
}

// maxParams bounds the parameters of one field.
const maxParams = 100

// Params splits a Content-Type or Content-Disposition value into its first word, in
// lower case, and its parameters. Continuations and charsets of RFC 2231 are put
// together; a parameter given both ways counts in its extended form. Encoded words,
// missing quotes, quotes within quotes and missing semicolons are accepted.
func Params(value []byte, korean bool) (first string, params []Param) {
	head, rest := cutFirst(value)
	first = Lower(head)
	if len(rest) == 0 {
		return first, nil
	}
	var pieces []piece
	for len(rest) > 0 && len(pieces) < maxParams {
		var p piece
		p, rest = nextParam(rest)
		if p.name != "" {
			pieces = append(pieces, p)
		}
	}
	return first, joinPieces(pieces, korean)
}

// Get returns the value of the named parameter, "" when there is none.
func Get(params []Param, name string) string {
	for i := range params {
		if params[i].Name == name {
			return params[i].Value
		}
	}
	return ""
}

// Lower returns b in lower case, as valid UTF-8.
func Lower(b []byte) string {
	s := string(b)
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(strings.ToValidUTF8(s, "\uFFFD"))
		}
	}
	return s
}

// piece is one parameter as it is written, perhaps one of several continuations.
type piece struct {
	name     string
	index    int  // of the continuation; -1 for a plain parameter
	extended bool // percent-encoded, with charset'language' in the first piece
	value    []byte
}

// cutFirst cuts behind the first word. "text/plain charset=x" lacks its semicolon.
func cutFirst(value []byte) (first, rest []byte) {
	cut := bytes.IndexByte(value, ';')
	if cut < 0 {
		cut = len(value)
	}
	first, rest = bytes.TrimSpace(value[:cut]), value[min(cut+1, len(value)):]
	if blank := bytes.IndexAny(first, " \t"); blank > 0 && bytes.IndexByte(first[blank:], '=') > 0 {
		return first[:blank], value[bytes.IndexByte(value, first[0])+blank:]
	}
	return first, rest
}

func nextParam(b []byte) (piece, []byte) {
	b = bytes.TrimLeft(b, " \t;,")
	end := bytes.IndexAny(b, "=;")
	if end < 0 {
		return piece{}, nil
	}
	if b[end] == ';' {
		return piece{}, b[end+1:]
	}
	p := splitName(Lower(bytes.TrimSpace(b[:end])))
	b = bytes.TrimLeft(b[end+1:], " \t")
	if len(b) > 0 && b[0] == '"' {
		p.value, b = quoted(b)
		return p, b
	}
	end = bytes.IndexByte(b, ';')
	if end < 0 {
		end = len(b)
	}
	p.value = bytes.TrimSpace(b[:end])
	return p, b[min(end+1, len(b)):]
}

// quoted reads the quoted string at the start of b. The quote that ends it stands
// before a semicolon or the end; others belong to the text.
func quoted(b []byte) (text, rest []byte) {
	text = make([]byte, 0, 64)
	for i := 1; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b) && (b[i+1] == '"' || b[i+1] == '\\'):
			i++
			text = append(text, b[i])
		case b[i] == '"':
			after := bytes.TrimLeft(b[i+1:], " \t")
			if len(after) == 0 || after[0] == ';' || bytes.IndexByte(b[i+1:], '"') < 0 {
				return text, after
			}
			text = append(text, '"')
		default:
			text = append(text, b[i])
		}
	}
	return text, nil
}

// splitName takes the marks of RFC 2231 off a name: "filename*1*".
func splitName(name string) piece {
	p := piece{index: -1}
	base, marks, found := strings.Cut(name, "*")
	p.name = base
	if !found {
		return p
	}
	if marks == "" { // "filename*"
		p.extended = true
		return p
	}
	number, isExtended := strings.CutSuffix(marks, "*")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		p.name = name
		return p
	}
	p.index, p.extended = n, isExtended
	return p
}

// joinPieces puts continuations together, in the order in which names appear first.
func joinPieces(pieces []piece, korean bool) []Param {
	slices.SortStableFunc(pieces, func(a, b piece) int { return a.index - b.index })
	params := make([]Param, 0, len(pieces))
	for i := range pieces {
		name := pieces[i].name
		if slices.ContainsFunc(params, func(p Param) bool { return p.Name == name }) {
			continue
		}
		p := Param{Name: name, Value: joinParam(pieces, name, korean)}
		if len(pieces) > 1 {
			p.Others = otherValues(pieces, p, korean)
		}
		params = append(params, p)
	}
	return params
}

// otherValues reads a parameter in the other ways in which it is given: each plain and
// extended form by itself, and its pieces up to the first that is missing or doubled.
func otherValues(pieces []piece, p Param, korean bool) []string {
	var single, run []piece
	next, broken := 0, false
	for i := range pieces {
		switch {
		case pieces[i].name != p.Name:
		case pieces[i].index < 0:
			single = append(single, pieces[i])
		case pieces[i].index == next && !broken:
			run = append(run, pieces[i])
			next++
		default:
			broken = true
		}
	}
	if len(single) < 2 && !broken && (len(single) == 0 || len(run) == 0) {
		return nil
	}
	const most = 4
	var out []string
	add := func(of []piece) {
		if len(of) == 0 || len(out) >= most {
			return
		}
		if v := joinParam(of, p.Name, korean); v != p.Value && v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	for i := range single {
		add(single[i : i+1])
	}
	add(run)
	return out
}

// GetOthers returns the other values of the named parameter.
func GetOthers(params []Param, name string) []string {
	for i := range params {
		if params[i].Name == name {
			return params[i].Others
		}
	}
	return nil
}

// joinParam gives the value of one name: its continuations, else the extended
// form, else the plain one.
func joinParam(pieces []piece, name string, korean bool) string {
	var raw []byte
	var plain, extended *piece
	label, coded, continued := "", false, false
	for i := range pieces {
		p := &pieces[i]
		switch {
		case p.name != name:
		case p.index >= 0:
			continued = true
			value := p.value
			if p.extended {
				coded = true
				if p.index == 0 {
					label, value = extendedCharset(value)
				}
				value = percent(value)
			}
			raw = append(raw, value...)
		case p.extended && extended == nil:
			extended = p
		case !p.extended && plain == nil:
			plain = p
		}
	}
	switch {
	case continued && coded:
		return charset.Decode(label, raw, korean).String
	case extended != nil:
		label, value := extendedCharset(extended.value)
		return charset.Decode(label, percent(value), korean).String
	case continued:
	default:
		raw = plain.value
	}
	text, _ := Text(raw, korean)
	return text
}

// extendedCharset splits "euc-kr'ko'text".
func extendedCharset(value []byte) (label string, rest []byte) {
	first := bytes.IndexByte(value, '\'')
	if first < 0 {
		return "", value
	}
	second := bytes.IndexByte(value[first+1:], '\'')
	if second < 0 {
		return "", value
	}
	return string(value[:first]), value[first+1+second+1:]
}

func percent(value []byte) []byte {
	if bytes.IndexByte(value, '%') < 0 {
		return value
	}
	out := make([]byte, 0, len(value))
	for i := 0; i < len(value); i++ {
		if value[i] == '%' && i+2 < len(value) {
			if high, low := transfer.Hex(value[i+1]), transfer.Hex(value[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, value[i])
	}
	return out
}
