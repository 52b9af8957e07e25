package table

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf16"

	"dwell/detect/attachment/compound"
)

// The records of a workbook of Excel 97 to 2003 ([MS-XLS] 2.3).
const (
	xlsFormula  = 0x0006
	xlsFilePass = 0x002f // all behind it needs a password
	xlsContinue = 0x003c
	xlsMulRK    = 0x00bd
	xlsXF       = 0x00e0
	xlsStrings  = 0x00fc
	xlsLabelSST = 0x00fd
	xlsNumber   = 0x0203
	xlsLabel    = 0x0204
	xlsString   = 0x0207
	xlsRK       = 0x027e
	xlsFormat   = 0x041e
	xlsBegin    = 0x0809
	xlsEnd      = 0x000a

	xlsVersion8 = 0x0600
)

// compound reads the workbook in an OLE file.
func (r *reader) compound(data []byte) {
	compound.Walk(data, func(s *compound.Stream) {
		if s.Name == "workbook" && s.Parent == "" {
			r.xls(r.take(s.Read()))
		}
	})
}

// xlsReader goes through the records of a workbook, which holds the texts first and then
// the sheets.
type xlsReader struct {
	*reader
	book    workbook
	formats map[int]bool // number of a format: it shows a date
	table   Table
	row     []string
	at      int // number of the row; -1 before the first
	pending int // column of a formula whose text follows
}

func (r *reader) xls(data []byte) {
	x := xlsReader{reader: r, formats: make(map[int]bool), at: -1, pending: -1}
	for len(data) >= 4 {
		kind, size := int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:]))
		data = data[4:]
		size = min(size, len(data))
		body := data[:size:size]
		data = data[size:]
		if kind == xlsStrings {
			parts := [][]byte{body}
			for len(data) >= 4 && binary.LittleEndian.Uint16(data) == xlsContinue {
				size := min(int(binary.LittleEndian.Uint16(data[2:])), len(data)-4)
				parts = append(parts, data[4:4+size])
				data = data[4+size:]
			}
			x.book.strings = sharedTexts(parts)
			continue
		}
		if !x.record(kind, body) {
			break
		}
	}
	x.endSheet()
}

// record takes one record; false when nothing behind it can be read.
func (x *xlsReader) record(kind int, b []byte) bool {
	number := func(at, n int) int {
		v := 0
		for i := min(n, len(b)-at) - 1; i >= 0; i-- {
			v = v<<8 | int(b[at+i])
		}
		return v
	}
	switch kind {
	case xlsFilePass:
		return false
	case xlsBegin:
		return number(0, 2) == xlsVersion8
	case xlsEnd:
		x.endSheet()
	case xlsFormat:
		text, _ := xlsText(b[min(2, len(b)):])
		x.formats[number(0, 2)] = datePattern(text)
	case xlsXF:
		format := number(2, 2)
		x.book.dates = append(x.book.dates, x.formats[format] || dateFormat(format))
	}
	const head = 6 // row, column, style
	switch {
	case kind == xlsString:
		if text, ok := xlsText(b); ok && x.pending >= 0 && x.pending < len(x.row) {
			x.row[x.pending] = text
		}
		return true
	case len(b) < head:
		return true
	}
	switch kind {
	case xlsLabelSST:
		if i := number(head, 4); i < len(x.book.strings) {
			return x.set(number(0, 2), number(2, 2), x.book.strings[i])
		}
	case xlsLabel:
		text, _ := xlsText(b[head:])
		return x.set(number(0, 2), number(2, 2), text)
	case xlsNumber, xlsFormula:
		bits := uint64(number(head, 8))
		const noNumber = 0xffff // a text, which follows, or an error
		if kind == xlsFormula && bits>>48 == noNumber {
			ok := x.set(number(0, 2), number(2, 2), "")
			x.pending = number(2, 2)
			return ok
		}
		return x.set(number(0, 2), number(2, 2), x.shown(math.Float64frombits(bits), number(4, 2)))
	case xlsRK:
		return x.set(number(0, 2), number(2, 2), x.shown(rk(uint32(number(head, 4))), number(4, 2)))
	case xlsMulRK:
		const each, tail = 6, 2
		for i, at := 0, 4; at+each <= len(b)-tail; i, at = i+1, at+each {
			if !x.set(number(0, 2), number(2, 2)+i, x.shown(rk(uint32(number(at+2, 4))), number(at, 2))) {
				return false
			}
		}
	}
	return true
}

// shown is a number as a cell of that style shows it.
func (x *xlsReader) shown(f float64, style int) string {
	if style < len(x.book.dates) && x.book.dates[style] {
		return serialDate(f)
	}
	return plainNumber(f)
}

// rk is a number in 30 bits: whole or the upper half of a float, perhaps in hundredths.
func rk(v uint32) float64 {
	const hundredths, whole = 1, 2
	f := math.Float64frombits(uint64(v&^3) << 32)
	if v&whole != 0 {
		f = float64(int32(v) >> 2)
	}
	if v&hundredths != 0 {
		f /= 100
	}
	return f
}

// set sets a cell; another row than before ends the one before.
func (x *xlsReader) set(row, column int, value string) bool {
	if row != x.at {
		if !x.endRow() {
			return false
		}
		x.at = row
	}
	if column >= maxCells {
		return true
	}
	for len(x.row) <= column {
		x.row = append(x.row, "")
	}
	x.row[column] = value
	return true
}

func (x *xlsReader) endRow() bool {
	row := x.row
	x.row, x.at, x.pending = nil, -1, -1
	return len(row) == 0 || x.add(&x.table, row)
}

func (x *xlsReader) endSheet() {
	x.endRow()
	x.table.Form = "XLS"
	x.done(&x.table)
	x.table = Table{}
}

// xlsText reads a text with its length in front ([MS-XLS] 2.5.294).
func xlsText(b []byte) (string, bool) {
	t := sstReader{parts: [][]byte{b}}
	text := t.text()
	return text, !t.short
}

// sharedTexts reads the texts that cells name by number. They go over the ends of
// records, of which each but the first says anew how wide its characters are.
func sharedTexts(parts [][]byte) []string {
	t := sstReader{parts: parts}
	t.number(4)
	n := t.number(4)
	var out []string
	for len(out) < n {
		text := t.text()
		if t.short {
			break
		}
		out = append(out, text)
	}
	return out
}

type sstReader struct {
	parts [][]byte
	short bool
}

// next takes one byte, from the next record where one ends.
func (t *sstReader) next() byte {
	for len(t.parts) > 0 && len(t.parts[0]) == 0 {
		t.parts = t.parts[1:]
	}
	if len(t.parts) == 0 {
		t.short = true
		return 0
	}
	b := t.parts[0][0]
	t.parts[0] = t.parts[0][1:]
	return b
}

func (t *sstReader) number(size int) (v int) {
	for i := range size {
		v |= int(t.next()) << (8 * i)
	}
	return v
}

// text reads one text: the number of its characters, flags, what is counted of its
// looks, the characters, its looks.
func (t *sstReader) text() string {
	const wide, phonetic, rich = 1, 4, 8
	n, flags := t.number(2), t.next()
	looks := 0
	if flags&rich != 0 {
		looks = 4 * t.number(2)
	}
	if flags&phonetic != 0 {
		looks += t.number(4)
	}
	var b strings.Builder
	var units []uint16
	for i := 0; i < n && !t.short; i++ {
		if i > 0 && len(t.parts) > 0 && len(t.parts[0]) == 0 {
			flags = flags&^wide | t.next()&wide
		}
		unit := uint16(t.next())
		if flags&wide != 0 {
			unit |= uint16(t.next()) << 8
		}
		if len(units) < maxCell {
			units = append(units, unit)
		}
	}
	for ; looks > 0 && !t.short; looks-- {
		t.next()
	}
	for _, r := range utf16.Decode(units) {
		b.WriteRune(r)
	}
	return b.String()
}
