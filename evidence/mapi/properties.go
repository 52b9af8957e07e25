package mapi

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"dwell/event"
	"dwell/evidence/message/charset"
)

// maxProperties bounds one bag. Outlook's own hold about a hundred.
const maxProperties = 20_000

// Properties is a bag of properties. The zero value is an empty bag. Values are
// given as they are stored, little endian, and are not copied: they must stay as they
// are while the bag is in use.
type Properties struct {
	CodePage int  // of TypeString8; 0 when not known. A Converter finds out.
	Korean   bool // text that names no charset may be Korean

	list []property
}

type property struct {
	tag  Tag
	data []byte   // of one value
	many [][]byte // of a list
}

// Grow makes room for so many properties more.
func (p *Properties) Grow(n int) { p.list = slices.Grow(p.list, min(n, maxProperties)) }

// Set adds a value. Of several with one number the first counts, except that a text
// in Unicode beats one that is not.
func (p *Properties) Set(tag Tag, data []byte) { p.add(property{tag: tag, data: data}) }

// SetMany adds a list of values.
func (p *Properties) SetMany(tag Tag, values [][]byte) { p.add(property{tag: tag, many: values}) }

func (p *Properties) add(v property) {
	if len(p.list) < maxProperties {
		p.list = append(p.list, v)
	}
}

// Clone returns a bag of its own with the same values.
func (p *Properties) Clone() Properties {
	c := *p
	c.list = append([]property(nil), p.list...)
	return c
}

// Reset empties the bag and keeps its memory.
func (p *Properties) Reset() { *p = Properties{list: p.list[:0]} }

// Len returns the number of properties.
func (p *Properties) Len() int { return len(p.list) }

// Tags returns the tags in the order in which they were set.
func (p *Properties) Tags() []Tag {
	tags := make([]Tag, len(p.list))
	for i := range p.list {
		tags[i] = p.list[i].tag
	}
	return tags
}

// find returns the property of that number, nil when there is none.
func (p *Properties) find(id ID) *property {
	var found *property
	for i := range p.list {
		v := &p.list[i]
		if v.tag.ID() != id || v.tag.Type() == TypeError {
			continue
		}
		if v.tag.Type().Single() == TypeUnicode {
			return v
		}
		if found == nil {
			found = v
		}
	}
	return found
}

// Has reports whether the property is there.
func (p *Properties) Has(id ID) bool { return p.find(id) != nil }

// Type returns the type in which the property is stored, 0 when it is not there.
func (p *Properties) Type(id ID) Type {
	if v := p.find(id); v != nil {
		return v.tag.Type()
	}
	return 0
}

// Bytes returns the value as stored, nil when there is none or it is a list.
func (p *Properties) Bytes(id ID) []byte {
	if v := p.find(id); v != nil {
		return v.data
	}
	return nil
}

// Text returns the value as valid UTF-8 without its final NUL, "" when it is no text.
func (p *Properties) Text(id ID) string {
	text, _ := p.TextDefect(id)
	return text
}

// TextDefect is Text with what was wrong with its charset.
func (p *Properties) TextDefect(id ID) (text, defect string) {
	v := p.find(id)
	if v == nil {
		return "", ""
	}
	return p.decode(v.tag.Type(), v.data)
}

// Texts returns the values of a list of texts; a single text is a list of one.
func (p *Properties) Texts(id ID) []string {
	v := p.find(id)
	if v == nil {
		return nil
	}
	if !v.tag.Type().IsMany() {
		if text, _ := p.decode(v.tag.Type(), v.data); text != "" {
			return []string{text}
		}
		return nil
	}
	list := make([]string, 0, len(v.many))
	for _, data := range v.many {
		text, _ := p.decode(v.tag.Type().Single(), data)
		list = append(list, text)
	}
	return list
}

func (p *Properties) decode(t Type, data []byte) (text, defect string) {
	switch t {
	case TypeUnicode:
		return UTF16(data), ""
	case TypeString8:
		data = bytes.TrimRight(data, "\x00")
		decoded := charset.Decode(charset.CodePage(p.CodePage), data, p.Korean)
		return decoded.String, decoded.Defect
	}
	return "", ""
}

// Binary returns the values of a list of byte strings; a single one is a list of one.
func (p *Properties) Binary(id ID) [][]byte {
	v := p.find(id)
	switch {
	case v == nil || v.tag.Type().Single() != TypeBinary:
		return nil
	case v.tag.Type().IsMany():
		return v.many
	}
	return [][]byte{v.data}
}

// Int returns an integer of any size; ok is false when there is none.
func (p *Properties) Int(id ID) (n int64, ok bool) {
	v := p.find(id)
	if v == nil {
		return 0, false
	}
	switch t, b := v.tag.Type(), v.data; {
	case t == TypeInt16 && len(b) >= 2:
		return int64(int16(binary.LittleEndian.Uint16(b))), true
	case t == TypeInt32 && len(b) >= 4:
		return int64(int32(binary.LittleEndian.Uint32(b))), true
	case t == TypeInt64 && len(b) >= 8:
		return int64(binary.LittleEndian.Uint64(b)), true
	}
	return 0, false
}

// Bool reports whether the property is there and true.
func (p *Properties) Bool(id ID) bool {
	v := p.find(id)
	return v != nil && v.tag.Type() == TypeBool && len(v.data) > 0 && v.data[0] != 0
}

// Time returns a FILETIME, the zero Time when there is none or it cannot be meant.
func (p *Properties) Time(id ID) event.Time {
	v := p.find(id)
	if v == nil || v.tag.Type() != TypeTime || len(v.data) < 8 {
		return event.Time{}
	}
	return FileTime(binary.LittleEndian.Uint64(v.data))
}

// FileTime turns the 100-nanosecond steps since 1601 that Windows counts into a Time.
// What lies outside of the years that event.Time holds is no time: Outlook writes
// the year 4501 for "none".
func FileTime(steps uint64) event.Time {
	const perSecond = 10_000_000
	const between = 11_644_473_600 // seconds from 1601 to 1970
	seconds := int64(steps/perSecond) - between
	const first, last = -5_000_000_000, 9_000_000_000 // the years 1811 and 2255
	if steps == 0 || seconds < first || seconds > last {
		return event.Time{}
	}
	nanos := seconds*int64(time.Second) + int64(steps%perSecond)*100
	return event.UTC(nanos, event.PrecisionMicro)
}

// UTF16 turns little-endian UTF-16 into valid UTF-8, up to its final NULs.
func UTF16(data []byte) string {
	for len(data) >= 2 && data[len(data)-1] == 0 && data[len(data)-2] == 0 && len(data)%2 == 0 {
		data = data[:len(data)-2]
	}
	var out strings.Builder
	out.Grow(len(data) / 2)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(binary.LittleEndian.Uint16(data[i:]))
		if r < utf8.RuneSelf { // most of most mails
			out.WriteByte(byte(r))
			continue
		}
		if utf16.IsSurrogate(r) {
			second := rune(utf8.RuneError)
			if i+3 < len(data) {
				second = rune(binary.LittleEndian.Uint16(data[i+2:]))
			}
			if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
				i += 2
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}
