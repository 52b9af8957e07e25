package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// dict is a dictionary.
type dict struct{ entries map[string]any }

// name is a name without its slash, or a word such as true.
type name string

// reference leads to another object.
type reference struct{ number, generation int }

func (r reference) String() string { return fmt.Sprintf("%d %d", r.number, r.generation) }

func (d *dict) number(key string, otherwise int) int {
	if n, ok := d.entries[key].(int); ok {
		return n
	}
	return otherwise
}

func (d *dict) text(key string) []byte {
	s, _ := d.entries[key].([]byte)
	return s
}

func (d *dict) is(key, want string) bool { return d.entries[key] == name(want) }

// filter says how the crypt filter works that is named under the key.
func (d *dict) filter(key string) method {
	named, _ := d.entries[key].(name)
	filters, _ := d.entries["CF"].(*dict)
	if filters == nil {
		return identity
	}
	one, _ := filters.entries[string(named)].(*dict)
	switch {
	case one == nil:
		return identity
	case one.is("CFM", "V2"):
		return rc4Method
	case one.is("CFM", "AESV2"):
		return aesMethod
	case one.is("CFM", "AESV3"):
		return aes256Method
	}
	return identity
}

// parser reads values (ISO 32000-1, 7.3). What is broken gives nil.
type parser struct {
	data []byte
	at   int
}

const (
	maxDepth   = 8
	maxEntries = 256  // of one dictionary or list
	maxText    = 4096 // bytes of one string
)

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// regular reports whether a character is part of a name, number or word.
func regular(c byte) bool { return !blank(c) && !bytes.ContainsRune([]byte("()<>[]{}/%"), rune(c)) }

func (p *parser) skip() {
	for p.at < len(p.data) && blank(p.data[p.at]) {
		p.at++
	}
}

func (p *parser) starts(with string) bool {
	return bytes.HasPrefix(p.data[min(p.at, len(p.data)):], []byte(with))
}

// value reads one value: *dict, []any, name, int, []byte for a string, reference.
func (p *parser) value(depth int) any {
	p.skip()
	if p.at >= len(p.data) || depth > maxDepth {
		return nil
	}
	switch {
	case p.starts("<<"):
		return p.dict(depth)
	case p.data[p.at] == '[':
		return p.list(depth)
	case p.data[p.at] == '<':
		return p.hex()
	case p.data[p.at] == '(':
		return p.literal()
	case p.data[p.at] == '/':
		p.at++
		return name(p.word())
	}
	return p.numberOrWord()
}

func (p *parser) dict(depth int) any {
	p.at += 2
	d := &dict{entries: make(map[string]any)}
	for range maxEntries {
		p.skip()
		if p.starts(">>") {
			p.at += 2
			return d
		}
		if !p.starts("/") {
			return d // broken: what was read counts
		}
		p.at++
		key := p.word()
		d.entries[key] = p.value(depth + 1)
	}
	return d
}

func (p *parser) list(depth int) any {
	p.at++
	var out []any
	for range maxEntries {
		p.skip()
		if p.at >= len(p.data) || p.starts("]") {
			p.at++
			return out
		}
		before := p.at
		out = append(out, p.value(depth+1))
		if p.at == before {
			return out
		}
	}
	return out
}

// word reads the characters of a name, of which some may be in hexadecimal.
func (p *parser) word() string {
	var out []byte
	for p.at < len(p.data) && regular(p.data[p.at]) && len(out) < maxText {
		c := p.data[p.at]
		if c == '#' && p.at+2 < len(p.data) {
			if v, err := strconv.ParseUint(string(p.data[p.at+1:p.at+3]), 16, 8); err == nil {
				c = byte(v)
				p.at += 2
			}
		}
		out = append(out, c)
		p.at++
	}
	return string(out)
}

// numberOrWord reads a number, a reference ("5 0 R") or a word such as true.
func (p *parser) numberOrWord() any {
	word := p.word()
	n, err := strconv.Atoi(word)
	if err != nil {
		if word == "" {
			return nil
		}
		return name(word)
	}
	back := p.at
	p.skip()
	generation, err := strconv.Atoi(p.word())
	p.skip()
	if err == nil && p.starts("R") && (p.at+1 == len(p.data) || !regular(p.data[p.at+1])) {
		p.at++
		return reference{n, generation}
	}
	p.at = back
	return n
}

func (p *parser) hex() []byte {
	end := bytes.IndexByte(p.data[p.at:min(len(p.data), p.at+2*maxText)], '>')
	if end < 0 {
		p.at = len(p.data)
		return nil
	}
	out := []byte{}
	half := -1
	for _, c := range p.data[p.at+1 : p.at+end] {
		v, err := strconv.ParseUint(string(c), 16, 8)
		switch {
		case err != nil:
			continue
		case half < 0:
			half = int(v)
		default:
			out = append(out, byte(half<<4|int(v)))
			half = -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	p.at += end + 1
	return out
}

// escapes are the characters that stand for others behind a backslash.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (p *parser) literal() []byte {
	out := []byte{}
	depth := 0
	for ; p.at < len(p.data) && len(out) < maxText; p.at++ {
		c := p.data[p.at]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				p.at++
				return out
			}
		case '\\':
			out = p.escaped(out)
			continue
		}
		out = append(out, c)
	}
	return out
}

// escaped adds what a backslash and the characters behind it stand for.
func (p *parser) escaped(out []byte) []byte {
	if p.at++; p.at >= len(p.data) {
		return out
	}
	c := p.data[p.at]
	if c >= '0' && c <= '7' {
		v := 0
		for i := 0; i < 3 && p.at < len(p.data) && p.data[p.at] >= '0' && p.data[p.at] <= '7'; i++ {
			v = v<<3 | int(p.data[p.at]-'0')
			p.at++
		}
		p.at--
		return append(out, byte(v))
	}
	if to, ok := escapes[c]; ok {
		return append(out, to)
	}
	if c == '\r' || c == '\n' { // the line goes on
		if c == '\r' && p.at+1 < len(p.data) && p.data[p.at+1] == '\n' {
			p.at++
		}
		return out
	}
	return append(out, c)
}
