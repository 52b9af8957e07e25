package tnef

import (
	"bytes"
	"encoding/binary"
	"slices"

	"dwell/evidence/mapi"
)

// The limits of one stream.
const (
	maxDepth       = 8 // messages within each other
	maxAttachments = mapi.MaxAttachments
	maxRecipients  = 5000
)

// The defects that Parse reports.
const (
	DefectChecksum  = "TNEF: the checksum of an attribute is wrong"
	DefectCut       = "TNEF: cut off"
	DefectAttribute = "TNEF: bytes that are no attribute, the rest was left out"
	DefectBag       = "TNEF: a list of properties is damaged"
	DefectDepth     = "TNEF: messages nested deeper than the limit"
	DefectMany      = "TNEF: more attachments or recipients than the limit"
)

// signature begins every stream: 0x223E9F78, little endian.
var signature = []byte{0x78, 0x9F, 0x3E, 0x22}

// Is reports whether data is TNEF.
func Is(data []byte) bool {
	const head = 6 // signature and key
	return len(data) > head && bytes.HasPrefix(data, signature) && (data[head] == levelMessage || data[head] == levelAttachment)
}

// The levels of attributes.
const (
	levelMessage    = 1
	levelAttachment = 2
)

// The attributes that matter here: type in the upper half, name in the lower.
const (
	attSubject       = 0x00018004
	attDateSent      = 0x00038005
	attMessageClass  = 0x00078008
	attMessageID     = 0x00018009
	attBody          = 0x0002800C
	attMessageProps  = 0x00069003
	attRecipients    = 0x00069004
	attCodePage      = 0x00069007
	attAttachStart   = 0x00069002
	attAttachTitle   = 0x00018010
	attAttachData    = 0x0006800F
	attAttachProps   = 0x00069005
	attTransportName = 0x00069001
)

// Parse reads a stream. Its bytes are not copied.
func Parse(data []byte) *mapi.Message { return parse(data, 0) }

func parse(data []byte, depth int) *mapi.Message {
	r := &reader{m: &mapi.Message{}, depth: depth}
	r.stream(data)
	r.m.Properties.CodePage = r.page
	if a := r.attachment; a != nil {
		r.m.Attachments = append(r.m.Attachments, *a)
	}
	return r.m
}

// reader is the pass over one stream.
type reader struct {
	m          *mapi.Message
	attachment *mapi.Attachment // at hand
	page       int              // code page of the stream
	depth      int
}

func (r *reader) defect(s string) {
	if !slices.Contains(r.m.Defects, s) {
		r.m.Defects = append(r.m.Defects, s)
	}
}

// stream reads the attributes: level, name, length, value, checksum.
func (r *reader) stream(data []byte) {
	const head, fixed, sum = 6, 9, 2
	if len(data) < head {
		r.defect(DefectCut)
		return
	}
	for data = data[head:]; len(data) > 0; {
		level := data[0]
		if level != levelMessage && level != levelAttachment {
			if len(bytes.Trim(data, "\x00\r\n")) > 0 {
				r.defect(DefectAttribute)
			}
			return
		}
		if len(data) < fixed {
			r.defect(DefectCut)
			return
		}
		name, size := binary.LittleEndian.Uint32(data[1:]), int64(binary.LittleEndian.Uint32(data[5:]))
		data = data[fixed:]
		if size+sum > int64(len(data)) {
			r.defect(DefectCut)
			size = min(size, int64(len(data)))
			r.attribute(level, name, data[:size], true)
			return
		}
		value := data[:size]
		if checksum(value) != binary.LittleEndian.Uint16(data[size:]) {
			r.defect(DefectChecksum)
		}
		data = data[size+sum:]
		r.attribute(level, name, value, false)
	}
}

// checksum is the sum of the bytes.
func checksum(data []byte) uint16 {
	var sum uint16
	for _, b := range data {
		sum += uint16(b)
	}
	return sum
}

func (r *reader) attribute(level byte, name uint32, value []byte, cut bool) {
	if level == levelAttachment {
		r.attached(name, value, cut)
		return
	}
	switch name {
	case attCodePage:
		if len(value) >= 4 {
			r.page = int(binary.LittleEndian.Uint32(value))
		}
	case attSubject:
		r.m.Set(mapi.NewTag(mapi.Subject, mapi.TypeString8), value)
	case attMessageClass:
		r.m.Set(mapi.NewTag(mapi.MessageClass, mapi.TypeString8), class(value))
	case attBody:
		r.m.Set(mapi.NewTag(mapi.Body, mapi.TypeString8), value)
	case attDateSent:
		if t := fileTime(value); t != nil {
			r.m.Set(mapi.NewTag(mapi.ClientSubmitTime, mapi.TypeTime), t)
		}
	case attMessageProps:
		b := bag{data: value, reader: r}
		b.properties(&r.m.Properties, nil)
	case attRecipients:
		r.recipients(value)
	}
}

// class turns the names of the first Microsoft Mail into those of Outlook.
func class(value []byte) []byte {
	if bytes.HasPrefix(value, []byte("IPM.Microsoft Mail.Note")) {
		return []byte("IPM.Note")
	}
	return value
}

func (r *reader) recipients(value []byte) {
	b := bag{data: value, reader: r}
	for range b.number() {
		if b.broken || len(r.m.Recipients) >= maxRecipients {
			r.defect(DefectMany)
			return
		}
		var p mapi.Properties
		b.properties(&p, nil)
		if p.Len() > 0 {
			r.m.Recipients = append(r.m.Recipients, p)
		}
	}
}

// attached reads an attribute of an attachment, which begins with the first of its kind.
func (r *reader) attached(name uint32, value []byte, cut bool) {
	if name == attAttachStart || r.attachment == nil {
		if r.attachment != nil {
			r.m.Attachments = append(r.m.Attachments, *r.attachment)
		}
		if len(r.m.Attachments) >= maxAttachments {
			r.defect(DefectMany)
		}
		r.attachment = new(mapi.Attachment)
	}
	a := r.attachment
	if len(r.m.Attachments) >= maxAttachments {
		return
	}
	a.CodePage = r.page
	switch name {
	case attAttachTitle:
		a.Set(mapi.NewTag(mapi.AttachName, mapi.TypeString8), value)
	case attTransportName:
		a.Set(mapi.NewTag(mapi.DisplayName, mapi.TypeString8), value)
	case attAttachData:
		a.Set(mapi.NewTag(mapi.AttachData, mapi.TypeBinary), value)
		a.Truncated = cut
	case attAttachProps:
		b := bag{data: value, reader: r}
		b.properties(&a.Properties, a)
	}
}
