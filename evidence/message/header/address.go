package header

import (
	"bytes"
	"strings"

	"dwell/event"
	"dwell/evidence/message/charset"
)

// maxAddresses bounds the addresses of one field.
const maxAddresses = 5000

// Addresses reads an address list: "Name <a@b>", "a@b (Name)", groups, bare names,
// with or without proper quoting. Names are decoded.
func Addresses(value []byte, korean bool) []event.Address {
	var list []event.Address
	words := make([]byte, 0, 128) // storage of one entry at a time
	for len(value) > 0 && len(list) < maxAddresses {
		item := nextMailbox(value, words[:0])
		if a, ok := item.address(korean); ok {
			list = append(list, a)
		}
		value = value[item.length:]
	}
	return list
}

// mailbox is one entry of an address list as it is written.
type mailbox struct {
	before  []byte // outside of angle brackets and comments
	angle   []byte // inside the last pair of angle brackets
	comment []byte // inside the last comment
	bracket bool
	length  int // up to and with the comma
}

// nextMailbox finds the parts of the first entry of the list; words is storage for it. A quote, bracket or
// comment that is never closed counts as an ordinary character.
func nextMailbox(b, words []byte) mailbox {
	m := mailbox{length: len(b)}
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case ',', ';':
			m.before, m.length = words, i+1
			return m
		case '"':
			end := closingQuote(b, i)
			if end < 0 {
				continue
			}
			words = append(words, b[i:end+1]...)
			i = end
		case '(':
			end := closingComment(b, i)
			if end < 0 {
				continue
			}
			m.comment = b[i+1 : end]
			words = append(words, ' ')
			i = end
		case '<':
			end := closingAngle(b, i)
			m.angle, m.bracket = b[i+1:end], true
			words = append(words, ' ')
			i = end
			if i < len(b) && b[i] != '>' {
				i--
			}
		case ':':
			if !m.bracket && bytes.IndexByte(words, '@') < 0 { // the name of a group
				words = words[:0]
				continue
			}
			words = append(words, c)
		default:
			words = append(words, c)
		}
	}
	m.before = words
	return m
}

// The closing character must come within a reasonable distance, which also keeps
// the search linear on a field full of opening ones.
const maxQuoted = 1000

func closingQuote(b []byte, open int) int {
	for i := open + 1; i < min(len(b), open+maxQuoted); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

func closingComment(b []byte, open int) int {
	depth := 0
	for i := open; i < min(len(b), open+maxQuoted); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// closingAngle returns the place of '>', or of what ends the address without it.
func closingAngle(b []byte, open int) int {
	inQuote, atSign := false, false
	route := open+1 < len(b) && b[open+1] == '@' // "<@relay,@relay:user@host>"
	for i := open + 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			inQuote = !inQuote
		case c == '>':
			return i
		case inQuote:
		case c == '@':
			atSign = true
		case c == ';' || c == '<' || c == ',' && atSign && !route:
			return i
		}
	}
	return len(b)
}

func (m *mailbox) address(korean bool) (event.Address, bool) {
	if m.bracket {
		a := event.Address{Name: displayName(m.before, korean), Addr: addrSpec(m.angle, korean)}
		if a.Name == "" && m.comment != nil {
			a.Name = displayName(m.comment, korean)
		}
		return a, a != event.Address{}
	}
	word := bytes.TrimSpace(m.before)
	if bytes.IndexByte(word, '@') >= 0 && !bytes.HasPrefix(word, []byte("=?")) {
		return bareAddress(word, m.comment, korean), true
	}
	name := displayName(word, korean)
	if name == "" {
		name = displayName(m.comment, korean)
	}
	// Some programs put the whole entry into one encoded word.
	if open := strings.LastIndexByte(name, '<'); open >= 0 && strings.Contains(name[open:], "@") {
		inside, _, _ := strings.Cut(name[open+1:], ">")
		return event.Address{Name: strings.TrimSpace(name[:open]), Addr: addrSpec([]byte(inside), korean)}, true
	}
	return event.Address{Name: name}, name != ""
}

// bareAddress reads an entry without angle brackets; words beside the address are
// taken for the name.
func bareAddress(word, comment []byte, korean bool) event.Address {
	name := displayName(comment, korean)
	if word[0] != '"' {
		at := bytes.LastIndexByte(word, '@')
		if cut := bytes.LastIndexAny(word[:at], " \t"); cut >= 0 && cut+1 < at {
			if rest := displayName(word[:cut], korean); name == "" {
				name = rest
			}
			word = word[cut+1:]
		}
	}
	return event.Address{Name: name, Addr: addrSpec(word, korean)}
}

// displayName decodes a name and takes its quotes off.
func displayName(b []byte, korean bool) string {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return ""
	}
	if bytes.IndexByte(b, '"') >= 0 {
		b = unquote(b)
	}
	text, _ := Text(b, korean)
	text = strings.TrimSpace(text)
	if n := len(text); n >= 2 && text[0] == '\'' && text[n-1] == '\'' {
		text = strings.TrimSpace(text[1 : n-1])
	}
	return text
}

func unquote(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b):
			i++
			out = append(out, b[i])
		case b[i] == '"':
		default:
			out = append(out, b[i])
		}
	}
	return out
}

// addrSpec cleans an address: no white space, no source route, domain in lower case.
func addrSpec(b []byte, korean bool) string {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && b[0] == '@' {
		if colon := bytes.IndexByte(b, ':'); colon >= 0 {
			b = b[colon+1:]
		}
	}
	if len(b) >= len("mailto:") && bytes.EqualFold(b[:len("mailto:")], []byte("mailto:")) {
		b = b[len("mailto:"):]
	}
	at := bytes.LastIndexByte(b, '@')
	var storage [80]byte
	clean := storage[:0]
	for i, c := range b {
		if c == ' ' || c == '\t' {
			continue
		}
		if at >= 0 && i > at && c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		clean = append(clean, c)
	}
	if at >= 0 {
		clean = bytes.TrimRight(clean, ".")
	}
	text := charset.Decode("", clean, korean).String
	if at >= 0 && !charset.ASCII(clean) {
		if cut := strings.LastIndexByte(text, '@'); cut >= 0 {
			return text[:cut+1] + strings.ToLower(text[cut+1:])
		}
	}
	return text
}
