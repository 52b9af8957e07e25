package table

import (
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// workbook is what sheets of an XLSX file refer to.
type workbook struct {
	strings []string
	dates   []bool // by number of the style of a cell: it shows a date
}

// sharedStrings reads xl/sharedStrings.xml: text that cells name by number.
func (w *workbook) sharedStrings(r io.Reader) {
	d := decoder(r)
	var text strings.Builder
	for phonetic := false; ; {
		token, err := d.RawToken()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			phonetic = phonetic || t.Name.Local == "rPh" // how a name is read, not the name
			if t.Name.Local == "t" && !phonetic && text.Len() < maxCell {
				text.WriteString(content(d))
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "rPh":
				phonetic = false
			case "si":
				w.strings = append(w.strings, text.String())
				text.Reset()
			}
		}
	}
}

// styles reads which styles of xl/styles.xml show a date.
func (w *workbook) styles(r io.Reader) {
	d := decoder(r)
	own := make(map[int]bool)
	for cells := false; ; {
		token, err := d.RawToken()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				own[number(t, "numFmtId")] = datePattern(attribute(t, "formatCode"))
			case "cellXfs":
				cells = true
			case "xf":
				if id := number(t, "numFmtId"); cells {
					w.dates = append(w.dates, own[id] || dateFormat(id))
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				return
			}
		}
	}
}

// dateFormat reports whether one of the formats that need no pattern shows a date
// (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are those of East Asia).
func dateFormat(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// datePattern reports whether a pattern shows a year.
func datePattern(pattern string) bool {
	return strings.Contains(strings.ToLower(pattern), "yy")
}

// sheet reads the rows of a worksheet.
func (w *workbook) sheet(r *reader, in io.Reader) {
	d := decoder(in)
	table := Table{Form: "XLSX"}
	defer func() { r.done(&table) }()
	var row []string
	var cell xml.StartElement
	for {
		token, err := d.RawToken()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				row = nil
			case "c":
				cell = t.Copy()
			case "v", "t":
				row = place(row, attribute(cell, "r"), w.value(cell, content(d)))
			}
		case xml.EndElement:
			if t.Name.Local == "row" && len(row) > 0 && !r.add(&table, row) {
				return
			}
		}
	}
}

// value is what a cell shows.
func (w *workbook) value(cell xml.StartElement, v string) string {
	switch attribute(cell, "t") {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && i >= 0 && i < len(w.strings) {
			return w.strings[i]
		}
		return ""
	case "", "n":
		f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err != nil {
			return v
		}
		if s := number(cell, "s"); s >= 0 && s < len(w.dates) && w.dates[s] {
			return serialDate(f)
		}
		return plainNumber(f)
	}
	return v
}

// serialDate is the date that a number of days since the end of 1899 stands for. The
// format believes that 1900 was a leap year, which matters to nobody born since March.
func serialDate(days float64) string {
	const last = 2_958_465 // 9999-12-31
	if !(days >= 0 && days <= last) {
		return ""
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
}

// plainNumber writes a number as a person would have typed it: telephones and numbers
// of members come as 1.0E7.
func plainNumber(f float64) string {
	const exact = 1 << 53
	if math.Abs(f) < exact && f == math.Trunc(f) {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// place sets the cell that a reference like "C5" names, or the next one; text that
// comes in pieces is joined.
func place(row []string, reference, value string) []string {
	column := 0
	for i := 0; i < len(reference) && reference[i] >= 'A' && reference[i] <= 'Z' && column <= maxCells; i++ {
		column = column*26 + int(reference[i]-'A') + 1
	}
	if column == 0 {
		return append(row[:min(len(row), maxCells)], value)
	}
	if column > maxCells {
		return row
	}
	for len(row) < column {
		row = append(row, "")
	}
	if len(row[column-1]) < maxCell {
		row[column-1] += value
	}
	return row
}
