package rule

import (
	"encoding/binary"

	"dwell/evidence/mapi"
)

// streamHead is what stands in front of the rules of a stream.
const streamHead = 44

// stream reads the rules that Outlook has.
func stream(data []byte, folders Folders) ([]Rule, error) {
	in := input{data: data}
	in.take(streamHead)
	n := in.u16()
	if in.short || n > maxRules {
		return nil, ErrNoRule
	}
	var out []Rule
	for range n {
		r := Rule{}
		b := builder{Rule: &r, folders: folders}
		if !b.rule(&in) {
			break
		}
		b.done()
		out = append(out, r)
	}
	if len(out) == 0 && n > 0 {
		return nil, ErrNoRule
	}
	return out, nil
}

// deferred reads the rule in an action that the server leaves to Outlook: its actions
// join those of the rule that it stands in.
func (b *builder) deferred(in *input) {
	r := Rule{InboxRule: b.InboxRule}
	inner := builder{Rule: &r, folders: b.folders}
	if !inner.rule(in) {
		b.Partial = true
		return
	}
	name := b.Name
	b.InboxRule = r.InboxRule
	b.words, b.count = inner.words, inner.count
	b.Partial = b.Partial || r.Partial
	if name != "" {
		b.Name = name
	}
	in.short = false // what follows the rule does not matter
}

// rule reads the head of a rule and its elements; false when nothing behind it can be
// found.
func (b *builder) rule(in *input) bool {
	const mark, reserved, separator, named = 3, 16, 0x8001, 0xffff
	in.take(mark)
	in.byte() // where the rule stands
	b.Name = in.text16()
	b.Enabled = in.u32() != 0
	in.take(reserved)
	size := in.u32()
	if in.short || uint64(size) > uint64(len(in.data)) {
		return false
	}
	body := input{data: in.take(int(size))}
	n := min(body.u16(), maxElements)
	switch body.u16() {
	case named: // the first rule names the class of the elements
		body.u16()
		body.take(body.u16())
	case separator:
	default:
		b.Partial = true
		return true
	}
	for i := range n {
		if i > 0 && body.u16() != separator || !b.element(&body) || body.short {
			b.Partial = true
			break
		}
	}
	return true
}

// The elements of rules that matter here, by their numbers.
const (
	elementDirection = 400
	elementAny       = 100
	elementMachine   = 239

	actionMove     = 300
	actionDelete   = 301
	actionForward  = 302
	actionCopy     = 313
	actionCc       = 316
	actionRedirect = 324
	actionAttach   = 327
	actionPurge    = 330
	actionRead     = 332

	exceptions = 300 // exceptions have the number of their condition and 300
)

// element reads one condition or action; false when its layout is not known.
func (b *builder) element(in *input) bool {
	kind := int(in.u32())
	switch kind {
	case elementDirection:
		const received = 1
		in.take(8)
		if in.u32()&received == 0 {
			b.when("Sent", "by the owner")
		}
		return true
	case elementAny:
		in.take(12)
		return true
	case actionMove, actionCopy:
		b.moveElement(in, kind == actionMove)
		return true
	case actionForward, actionCc, actionRedirect, actionAttach:
		for _, p := range people(in) {
			b.passTo(&p)
		}
		return true
	case actionDelete, actionPurge:
		b.Delete = true
	case actionRead:
		b.MarkRead = true
	}
	if kind >= actionMove && kind < elementDirection {
		return passOver(in, kind)
	}
	return b.conditionElement(in, kind)
}

func (b *builder) moveElement(in *input, move bool) {
	in.take(8)
	folder := in.take(int(min(in.u32(), 1<<16)))
	in.take(int(min(in.u32(), 1<<16)))
	name := in.text16()
	in.u32()
	if move && !in.short {
		b.moveTo(folder, name)
	}
}

// conditionWords names conditions by their numbers; exceptions follow.
var conditionWords = map[int]string{
	203: "From", 204: "SentTo", 205: "SubjectContainsWords", 206: "BodyContainsWords", 207: "SubjectOrBodyContainsWords", 229: "RecipientAddressContainsWords",
	230: "FromAddressContainsWords", 232: "HeaderContainsWords", 200: "MyNameInToBox", 201: "SentOnlyToMe", 202: "MyNameNotInToBox", 222: "HasAttachment",
	226: "MyNameInCcBox", 227: "MyNameInToOrCcBox", 210: "WithImportance", 211: "WithSensitivity", 224: "Size", 225: "ReceivedDate",
}

// exceptionOf gives the exceptions whose numbers do not follow the rule.
var exceptionOf = map[int]int{531: 232, 532: 238, 533: 240, 534: 241, 537: 245, 538: 246, 539: 247}

func (b *builder) conditionElement(in *input, kind int) bool {
	except := ""
	if plain, ok := exceptionOf[kind]; ok {
		kind, except = plain, "Except"
	} else if kind >= 500 {
		kind, except = kind-exceptions, "Except"
	}
	name, known := conditionWords[kind]
	if !known {
		name = "Other"
	}
	switch kind {
	case 205, 206, 207, 229, 230, 232:
		for range min(in.u32(), maxWords) {
			in.u32()
			if w := in.text16(); !in.short {
				b.when(except+name, w)
			}
		}
		return true
	case 203, 204:
		for _, p := range people(in) {
			a := p.Recipient()
			b.when(except+name, clip(a.Addr))
		}
		return true
	case elementMachine: // the machine that the rule was made on: it narrows nothing
	default:
		b.when(except+name, "true")
	}
	return passOver(in, kind)
}

// passOver reads past an element of which only the number matters; false for numbers
// whose layout is not known.
func passOver(in *input, kind int) bool {
	switch kind {
	case 200, 201, 202, 220, 222, 226, 227, 241, 246, 247, 301, 306, 314, 315, 322, 328, 330, 332, 335, 338:
		in.u32()
	case 210, 211, 311, 318:
		in.take(12)
	case 215, 245, 303, 304, 307, 310:
		in.take(8)
		in.text16()
	case 208:
		in.take(12)
		in.text16()
		in.u32()
	case 224:
		in.take(16)
	case 225:
		in.take(8 + 2*(4+4+8))
	case 228:
		n := min(in.u32(), maxWords)
		in.u32()
		for range n {
			in.text16()
			in.text8()
		}
	case 238:
		in.take(8)
		in.text16()
		in.text8()
	case elementMachine:
		in.take(8 + 16)
	case 240:
		in.take(8)
		in.take(int(min(in.u32(), 1<<16)))
		in.text16()
	case 305:
		in.take(12)
		in.text16()
		in.u32()
	case 326:
		in.take(8)
		in.take(int(min(in.u32(), 1<<16)))
		in.text16()
	case 337:
		in.take(12)
		in.text16()
	default:
		return false
	}
	return true
}

// people reads the recipients or senders of an element.
func people(in *input) []mapi.Properties {
	in.take(8)
	var out []mapi.Properties
	for range min(in.u32(), maxRecipients) {
		p, ok := person(in)
		if !ok {
			in.short = true
			return out
		}
		out = append(out, p)
	}
	in.take(8)
	return out
}

// person reads the properties of one of them: an index, and the values behind it, to
// which the index gives offsets.
func person(in *input) (p mapi.Properties, ok bool) {
	const entry = 16
	in.u32()
	n, size := in.u32(), in.u32()
	if in.short || uint64(size) > uint64(len(in.data)) || uint64(n)*entry > uint64(size) {
		return p, false
	}
	block := in.take(int(size))
	for i := range int(n) {
		e := block[i*entry:][:entry]
		tag := mapi.Tag(binary.LittleEndian.Uint32(e))
		number := func(at int) uint32 { return binary.LittleEndian.Uint32(e[at:]) }
		switch tag.Type() {
		case mapi.TypeUnicode:
			if at := uint64(number(8)); at < uint64(len(block)) {
				value := input{data: block[at:]}
				p.Set(tag, value.value(mapi.TypeUnicode, true))
			}
		case mapi.TypeBinary:
			if at, length := uint64(number(12)), uint64(number(8)); at+length <= uint64(len(block)) {
				p.Set(tag, block[at:at+length])
			}
		}
	}
	return p, true
}
