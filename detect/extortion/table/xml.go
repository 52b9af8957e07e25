package table

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// decoder reads XML that need not be quite right. RawToken is used throughout: it
// checks no nesting, and a broken document still gives its beginning.
func decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // the formats are UTF-8
	return d
}

// content is the text up to the end of the element that has just begun.
func content(d *xml.Decoder) string {
	var b strings.Builder
	for {
		token, err := d.RawToken()
		if err != nil {
			return b.String()
		}
		switch t := token.(type) {
		case xml.CharData:
			if b.Len() < maxCell {
				b.Write(t[:min(len(t), maxCell)])
			}
		case xml.EndElement:
			return b.String()
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is an attribute that is one, -1 when it is none.
func number(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attribute(e, name))
	if err != nil {
		return -1
	}
	return n
}

// document reads the tables of a DOCX or HWPX document, and its paragraphs as lines:
// the elements of both formats have the same names.
func (r *reader) document(form string, in io.Reader) {
	d := documentReader{reader: r, lines: liner{reader: r}}
	d.table.Form = form
	x := decoder(in)
	for {
		token, err := x.RawToken()
		if err != nil || !d.take(token, x) {
			break
		}
	}
	d.lines.flush()
	r.done(&d.table)
}

type documentReader struct {
	*reader
	lines  liner
	table  Table
	row    []string
	text   strings.Builder // of the paragraph, or of the cell
	tables int             // that are open: they lie within one another
}

// take takes the next piece of a document; false when the budget is used up. Of tables
// within tables each cell belongs to the row that ends next.
func (d *documentReader) take(token xml.Token, x *xml.Decoder) bool {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "tbl":
			d.tables++
		case "tr":
			d.row = nil
		case "t":
			d.write(content(x))
		case "tab":
			d.write("\t")
		}
	case xml.EndElement:
		return d.end(t.Name.Local)
	}
	return true
}

func (d *documentReader) write(text string) {
	if d.text.Len() < maxLine {
		d.text.WriteString(text)
	}
}

func (d *documentReader) end(element string) bool {
	switch element {
	case "p":
		if d.tables > 0 {
			d.write(" ")
			return true
		}
		line := d.text.String()
		d.text.Reset()
		return d.lines.line(line)
	case "tc":
		if len(d.row) < maxCells {
			d.row = append(d.row, d.text.String())
		}
		d.text.Reset()
	case "tr":
		row := d.row
		d.row = nil
		return len(row) == 0 || d.add(&d.table, row)
	case "tbl":
		d.tables = max(0, d.tables-1)
		form := d.table.Form
		d.done(&d.table)
		d.table = Table{Form: form}
	}
	return true
}
