package rule

import (
	"bytes"
	"strings"

	"dwell/evidence/mapi"
)

// The conditions ([MS-OXCDATA] 2.12).
const (
	resAnd       = 0x00
	resOr        = 0x01
	resNot       = 0x02
	resContent   = 0x03
	resProperty  = 0x04
	resCompare   = 0x05
	resBitMask   = 0x06
	resSize      = 0x07
	resExist     = 0x08
	resSubObject = 0x09
	resComment   = 0x0a
	resCount     = 0x0b
)

// conditions reads when a rule works; false when the bytes are no condition. Counts have
// four bytes in hidden messages; some programs write those of lists with two.
func (b *builder) conditions(data []byte) bool {
	for _, form := range []struct{ names, lists, values bool }{{true, true, true}, {true, false, true}, {true, false, false}, {false, true, true}, {false, false, false}} {
		in := input{data: data}
		if form.names {
			in.names()
		}
		try := builder{Rule: &Rule{}}
		c := condition{builder: &try, lists: form.lists, values: form.values}
		if c.read(&in, 0, ""); !in.short && len(in.data) == 0 && !c.unknown {
			if len(try.words) > 0 { // else those of an action that Outlook carries out
				b.words, b.count = try.words, try.count
			}
			return true
		}
	}
	return false
}

// condition reads conditions of one form.
type condition struct {
	*builder
	lists, values bool // counts of four bytes
	unknown       bool
}

// read takes one condition with all in it. Whether all of several must hold or one of
// them is not told.
func (c *condition) read(in *input, depth int, except string) {
	if depth > maxDepth || in.short {
		c.unknown = true
		return
	}
	switch kind := in.byte(); kind {
	case resAnd, resOr:
		for range in.count(c.lists) {
			if c.read(in, depth+1, except); in.short || c.unknown {
				return
			}
		}
	case resNot:
		if except == "" {
			except = "Except"
		} else {
			except = ""
		}
		c.read(in, depth+1, except)
	case resContent:
		in.u32() // how exact
		c.property(in, except)
	case resProperty:
		in.byte() // equal, greater, ...
		c.property(in, except)
	case resCompare:
		in.take(1 + 4 + 4)
		c.when(except+"Other", "properties compared")
	case resBitMask:
		in.byte()
		c.bits(mapi.Tag(in.u32()), in.u32(), except)
	case resSize:
		in.take(1 + 4 + 4)
		c.when(except+"Size", "of a property")
	case resExist:
		if tag := mapi.Tag(in.u32()); tag.ID() != mapi.MessageClass { // all mails have a class: it stands for no condition
			c.when(except+"Other", "a property is there")
		}
	case resSubObject:
		in.u32()
		c.read(in, depth+1, except)
	case resComment:
		for range in.byte() {
			in.tagged(c.values)
		}
		if in.byte() != 0 {
			c.read(in, depth+1, except)
		}
	case resCount:
		in.u32()
		c.read(in, depth+1, except)
	default:
		c.unknown = true
	}
}

// property notes that a property has a value, or a text in it.
func (c *condition) property(in *input, except string) {
	tag := mapi.Tag(in.u32())
	inner, value := in.tagged(c.values)
	c.when(except+kindOf(tag.ID()), word(inner, value))
}

func (c *condition) bits(tag mapi.Tag, mask uint32, except string) {
	const attached = 0x10 // MSGFLAG_HASATTACH
	if tag.ID() == mapi.MessageFlags && mask&attached != 0 {
		c.when(except+"HasAttachment", "true")
		return
	}
	c.when(except+"Other", "flags")
}

// kindOf names the condition on a property.
func kindOf(id mapi.ID) string {
	const toMe, ccMe, meAtAll, recipientKey = 0x0057, 0x0058, 0x0059, 0x300b
	switch id {
	case mapi.Subject, mapi.NormalizedSubject, mapi.ConversationTopic:
		return "SubjectContainsWords"
	case mapi.Body, mapi.HTML:
		return "BodyContainsWords"
	case mapi.TransportHeaders:
		return "HeaderContainsWords"
	case mapi.SenderSearchKey, mapi.SentRepresentingKey, mapi.SenderAddress, mapi.SentRepresentingAddress, mapi.SenderSMTP, mapi.SentRepresentSMTP, mapi.SenderName:
		return "FromAddressContainsWords"
	case recipientKey, mapi.DisplayTo, mapi.DisplayCc, mapi.EmailAddress:
		return "RecipientAddressContainsWords"
	case mapi.MessageClass:
		return "MessageClass"
	case toMe, ccMe, meAtAll:
		return "MyNameInToOrCcBox"
	case mapi.Importance:
		return "WithImportance"
	case mapi.DeliveryTime:
		return "ReceivedDate"
	}
	return "Other"
}

// word is a value as a person reads it.
func word(tag mapi.Tag, value []byte) string {
	switch tag.Type() {
	case mapi.TypeUnicode:
		return clip(mapi.UTF16(value))
	case mapi.TypeString8:
		return clip(string(value))
	case mapi.TypeBinary:
		key := string(bytes.TrimRight(value, "\x00"))
		if _, addr, ok := strings.Cut(key, ":"); ok { // "SMTP:KIM@EXAMPLE.COM"
			key = addr
		}
		return clip(strings.ToLower(key))
	case mapi.TypeBool:
		if len(value) > 0 && value[0] != 0 {
			return "true"
		}
		return "false"
	}
	return "a value"
}
