// Package ruletest writes rules of an inbox as Outlook and Exchange keep them, for the
// tests of readers. The sources are those of package rule; what it writes was not
// compared with Outlook's own but where the tests say so.
package ruletest

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// Rule is a rule to be written.
type Rule struct {
	Name       string
	Off        bool
	Subject    []string // words, of which one must stand in the subject
	Folder     []byte   // identifier of the folder that it moves to; nil for none
	FolderName string   // in the stream only
	Forwards   []string // addresses
	Delete     bool
	MarkRead   bool
}

var le = binary.LittleEndian

func u32(b []byte, list ...uint32) []byte {
	for _, n := range list {
		b = le.AppendUint32(b, n)
	}
	return b
}

func text16(s string) []byte {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, c)
	}
	return b
}

// count writes a count of four bytes, or of two.
func count(b []byte, n int, wide bool) []byte {
	if wide {
		return le.AppendUint32(b, uint32(n))
	}
	return le.AppendUint16(b, uint16(n))
}

// Hidden is what a hidden message has as its actions: no named properties, version 1.
func (r *Rule) Hidden() []byte { return append(u32([]byte{0, 0}, 1), r.Actions(true)...) }

// Actions writes the actions with counts of four bytes, or of two.
func (r *Rule) Actions(wide bool) []byte {
	var blocks [][]byte
	add := func(kind byte, data []byte) {
		blocks = append(blocks, append([]byte{kind, 0, 0, 0, 0, 0, 0, 0, 0}, data...))
	}
	if r.Folder != nil {
		var b []byte
		if !wide {
			b = append(b, 1)
		}
		b = append(count(b, 4, wide), "stor"...)
		add(1, append(count(b, len(r.Folder), wide), r.Folder...))
	}
	if len(r.Forwards) > 0 {
		b := count(nil, len(r.Forwards), wide)
		for _, to := range r.Forwards {
			b = count(append(b, 1), 3, wide)
			b = append(append(u32(b, 0x3002001f), text16("SMTP")...), 0, 0)
			b = append(append(u32(b, 0x3003001f), text16(to)...), 0, 0)
			b = append(count(u32(b, 0x300b0102), len(to), wide), to...)
		}
		add(7, b)
	}
	if r.Delete {
		add(10, nil)
	}
	if r.MarkRead {
		add(11, nil)
	}
	out := count(nil, len(blocks), wide)
	for _, b := range blocks {
		out = append(count(out, len(b), wide), b...)
	}
	return out
}

// Deferred is an action that the server leaves to Outlook, as a hidden message has it.
func (r *Rule) Deferred() []byte {
	block := append([]byte{5, 0, 0, 0, 0, 0, 0, 0, 0}, r.element(true)...)
	out := u32([]byte{0, 0}, 1, 1, uint32(len(block)))
	return append(out, block...)
}

// Condition writes when the rule works, as a hidden message has it: for all mails, or
// for words in the subject, any of them.
func (r *Rule) Condition() []byte {
	if len(r.Subject) == 0 {
		return u32([]byte{0, 0, 8}, 0x001a001f) // a class is there
	}
	b := u32([]byte{0, 0, 1}, uint32(len(r.Subject)))
	for _, w := range r.Subject {
		b = u32(append(b, 3), 0x00010001, 0x0037001f, 0x0037001f)
		b = append(append(b, text16(w)...), 0, 0)
	}
	return b
}

// Stream writes rules as Outlook keeps them all.
func Stream(rules ...Rule) []byte {
	b := u32(nil, 0x00140000, 0x06140000, 0, 0, 0, 0, 0, 0, 1, 1, 0)
	b = le.AppendUint16(b, uint16(len(rules)))
	for i := range rules {
		b = append(b, rules[i].element(i == 0)...)
	}
	return append(u32(b, 0, 0), make([]byte, 8+4)...)
}

// element writes a rule of the stream; the first one names the class of its elements.
func (r *Rule) element(first bool) []byte {
	list := [][]byte{u32(nil, 400, 1, 0, 1), u32(nil, 100, 1, 0, 1)}
	if len(r.Subject) > 0 {
		b := u32(nil, 205, uint32(len(r.Subject)))
		for _, w := range r.Subject {
			b = append(short(u32(b, 0), len(utf16.Encode([]rune(w)))), text16(w)...)
		}
		list = append(list, b)
	}
	if r.Folder != nil {
		b := append(u32(nil, 300, 1, 0, uint32(len(r.Folder))), r.Folder...)
		b = append(u32(b, 4), "stor"...)
		b = append(short(b, len(utf16.Encode([]rune(r.FolderName)))), text16(r.FolderName)...)
		list = append(list, u32(b, 0))
	}
	if len(r.Forwards) > 0 {
		b := u32(nil, 302, 1, 0, uint32(len(r.Forwards)))
		for _, to := range r.Forwards {
			b = append(b, person(to)...)
		}
		list = append(list, u32(b, 0, 0))
	}
	if r.Delete {
		list = append(list, u32(nil, 330, 0))
	}
	if r.MarkRead {
		list = append(list, u32(nil, 332, 0))
	}
	body := le.AppendUint16(nil, uint16(len(list)))
	if first {
		body = append(body, 0xff, 0xff, 0, 0, 12, 0)
		body = append(body, "CRuleElement"...)
	} else {
		body = le.AppendUint16(body, 0x8001)
	}
	for i, e := range list {
		if i > 0 {
			body = le.AppendUint16(body, 0x8001)
		}
		body = append(body, e...)
	}
	b := append([]byte{0xe0, 0xc8, 0x10, 6}, short(nil, len(utf16.Encode([]rune(r.Name))))...)
	b = append(b, text16(r.Name)...)
	active := uint32(1)
	if r.Off {
		active = 0
	}
	b = u32(b, active, 0, 1, 0, active, uint32(len(body)))
	return append(b, body...)
}

// short writes a length of one byte, or of three.
func short(b []byte, n int) []byte {
	if n < 0xff {
		return append(b, byte(n))
	}
	return le.AppendUint16(append(b, 0xff), uint16(n))
}

// person writes the properties of a recipient: their index, then what it leads to.
func person(address string) []byte {
	kind, addr := append(text16("SMTP"), 0, 0), append(text16(address), 0, 0)
	const index = 3 * 16
	block := u32(nil, 0x0c150003, 0, 1, 0)
	block = u32(block, 0x3002001f, 0, index, 0)
	block = u32(block, 0x3003001f, 0, uint32(index+len(kind)), 0)
	block = slices.Concat(block, kind, addr)
	return append(u32(nil, 0, 3, uint32(len(block))), block...)
}
