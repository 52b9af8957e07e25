package rule

import (
	"dwell/evidence/mapi"
)

// The actions ([MS-OXORULE] 2.2.5.1).
const (
	opMove       = 0x01
	opDefer      = 0x05
	opForward    = 0x07
	opDelegate   = 0x08
	opDelete     = 0x0a
	opMarkAsRead = 0x0b
)

// actions reads what a rule does; false when the bytes are no actions. In hidden messages
// names of properties and a version stand in front, and counts have four bytes; where the
// table of rules was copied as it is they have two, and nothing stands in front.
func (b *builder) actions(data []byte) bool {
	in := input{data: data}
	if in.names(); !in.short && in.u32() == 1 && in.tellsActions(true) {
		return b.blocks(&in, true)
	}
	for _, wide := range []bool{true, false} {
		if in = (input{data: data}); in.tellsActions(wide) {
			return b.blocks(&in, wide)
		}
	}
	return false
}

// names passes over the named properties that a rule uses ([MS-OXORULE] 2.2.4.2).
func (in *input) names() {
	if n := in.u16(); n > 0 {
		in.take(2 * n)
		in.take(int(in.u32()))
	}
}

// tellsActions reports whether what follows is blocks of actions to the last byte.
func (in input) tellsActions(wide bool) bool {
	n := in.count(wide)
	const least = 9 // type, flavour and flags
	for range n {
		block := in.sized(wide)
		if in.short || len(block) < least {
			return false
		}
	}
	return n > 0 && n <= maxActions && len(in.data) == 0
}

func (b *builder) blocks(in *input, wide bool) bool {
	for range in.count(wide) {
		b.action(input{data: in.sized(wide)}, wide)
	}
	return true
}

// action takes one action.
func (b *builder) action(in input, wide bool) {
	kind := in.byte()
	in.u32() // flavour: how replies and copies look
	in.u32() // flags of the owner's
	switch kind {
	case opMove:
		b.move(&in, wide)
	case opForward, opDelegate:
		b.recipients(&in, wide)
	case opDelete:
		b.Delete = true
	case opMarkAsRead:
		b.MarkRead = true
	case opDefer:
		b.deferred(&in)
	}
	b.Partial = b.Partial || in.short
}

// move reads where mails go: the store, then the folder.
func (b *builder) move(in *input, wide bool) {
	const ours, idAt, idSize = 21, 1, 8 // a server's identifier ([MS-OXORULE] 2.2.5.1.2.1.1)
	if !wide {
		in.byte() // whether the folder lies in this store
	}
	in.sized(wide)
	folder := in.sized(wide)
	if !wide && len(folder) == ours {
		folder = folder[idAt : idAt+idSize]
	}
	b.moveTo(folder, "")
}

// recipients reads to whom mails are passed on.
func (b *builder) recipients(in *input, wide bool) {
	for range min(in.count(wide), maxRecipients) {
		in.byte()
		var p mapi.Properties
		for range in.count(wide) {
			tag, value := in.tagged(wide)
			if in.short {
				break
			}
			p.Set(tag, value)
		}
		b.passTo(&p)
	}
}
