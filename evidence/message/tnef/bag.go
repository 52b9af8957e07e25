package tnef

import (
	"bytes"
	"encoding/binary"
	"time"

	"dwell/evidence/mapi"
)

// The interfaces that begin the value of an object: a message, kept as TNEF, or
// anything else.
var interfaceMessage = mapi.GUID{0x07, 0x03, 0x02, 0x00, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46}

// bag reads lists of properties ([MS-OXTNEF] 2.1.3.4). Values are filled up to four bytes.
type bag struct {
	data   []byte
	reader *reader
	broken bool
}

// take gives the next n bytes, and nil when there are not so many.
func (b *bag) take(n int64) []byte {
	if b.broken || n < 0 || n > int64(len(b.data)) {
		if !b.broken {
			b.reader.defect(DefectBag)
		}
		b.broken = true
		return nil
	}
	taken := b.data[:n]
	b.data = b.data[n:]
	return taken
}

func (b *bag) number() uint32 {
	if v := b.take(4); v != nil {
		return binary.LittleEndian.Uint32(v)
	}
	return 0
}

// sized gives a value whose length precedes it, and passes over what fills it up.
func (b *bag) sized() []byte {
	size := int64(b.number())
	v := b.take(size)
	if fill := -size & 3; fill > 0 && !b.broken {
		b.data = b.data[min(fill, int64(len(b.data))):]
	}
	return v
}

// properties reads a list into p; objects of an attachment go to a.
func (b *bag) properties(p *mapi.Properties, a *mapi.Attachment) {
	for range b.number() {
		if b.broken {
			return
		}
		tag := mapi.Tag(b.number())
		const named = 0x8000
		if tag.ID() >= named {
			b.name(tag.ID())
		}
		b.value(tag, p, a)
	}
}

// name reads what a number from 0x8000 on stands for.
func (b *bag) name(id mapi.ID) {
	set := b.take(16)
	kind := b.number()
	var name mapi.Name
	copy(name.Set[:], set)
	if kind == 0 {
		name.ID = b.number()
	} else {
		name.Text = mapi.UTF16(b.sized())
	}
	if b.broken {
		return
	}
	if b.reader.m.Named == nil {
		b.reader.m.Named = make(mapi.Names)
	}
	const most = 10_000
	if len(b.reader.m.Named) < most {
		b.reader.m.Named[id] = name
	}
}

// value reads one value or a list of them.
func (b *bag) value(tag mapi.Tag, p *mapi.Properties, a *mapi.Attachment) {
	t := tag.Type().Single()
	size := int64(t.Size())
	count := uint32(1)
	if tag.Type().IsMany() || size == 0 {
		count = b.number()
	}
	var values [][]byte
	for range count {
		var v []byte
		if size > 0 {
			v = b.take((size + 3) &^ 3)
		} else {
			v = b.sized()
		}
		if b.broken {
			break
		}
		const most = 10_000
		if len(values) < most {
			values = append(values, v)
		}
	}
	switch {
	case len(values) == 0:
	case tag.Type().IsMany():
		p.SetMany(tag, values)
	case t == mapi.TypeObject && a != nil && tag.ID() == mapi.AttachData:
		b.object(values[0], p, a)
	default:
		p.Set(tag, values[0])
	}
}

// object reads an attached object: 16 bytes that say what it is, then itself.
func (b *bag) object(value []byte, p *mapi.Properties, a *mapi.Attachment) {
	const head = 16
	if len(value) < head {
		b.reader.defect(DefectBag)
		return
	}
	content := value[head:]
	if !bytes.Equal(value[:head], interfaceMessage[:]) || !Is(content) {
		p.Set(mapi.NewTag(mapi.AttachData, mapi.TypeBinary), content)
		return
	}
	if b.reader.depth+1 >= maxDepth {
		b.reader.defect(DefectDepth)
		p.Set(mapi.NewTag(mapi.AttachData, mapi.TypeBinary), content)
		return
	}
	a.Embedded = parse(content, b.reader.depth+1)
}

// fileTime turns the seven numbers of a date (year to second, day of the week) into
// what MAPI keeps, nil when they are none.
func fileTime(value []byte) []byte {
	const size = 12
	if len(value) < size {
		return nil
	}
	var n [6]int
	for i := range n {
		n[i] = int(binary.LittleEndian.Uint16(value[2*i:]))
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	if t.Year() != n[0] || t.Month() != time.Month(n[1]) || t.Day() != n[2] || t.Hour() != n[3] || t.Minute() != n[4] || t.Second() != n[5] || n[0] < 1900 {
		return nil
	}
	const between, perSecond = 11_644_473_600, 10_000_000 // seconds from 1601 to 1970
	return binary.LittleEndian.AppendUint64(nil, uint64(t.Unix()+between)*perSecond)
}
