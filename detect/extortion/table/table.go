package table

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"dwell/evidence/message/charset"
)

// Table is rows of cells.
type Table struct {
	Form   string   // how it was written: "text", "SQL", "JSON", "XLSX", "XLS", "DOCX", "HWPX"
	Header []string // names of the columns where the form gives them; nil where the first row may do
	Rows   [][]string
}

// File is bytes that may hold tables.
type File struct {
	Charset   string // as declared for text; "" unknown
	Data      []byte
	Passwords []string // that the mail offers
}

// Budget bounds the work for one mail.
type Budget struct {
	Rows  int // that may still be read
	Bytes int // that may still be unpacked or read as text
	Files int
	Tries int  // of passwords
	Cut   bool // something was left out
}

// NewBudget is that of one mail. Proof is shown in samples: the largest known to the
// press are some ten thousand rows.
func NewBudget() *Budget {
	return &Budget{Rows: 50_000, Bytes: 32 << 20, Files: 64, Tries: 48}
}

// The bounds of one table.
const (
	maxCells = 64
	maxCell  = 512 // bytes; a longer one is cut
	maxDepth = 3   // archives within archives
)

// Read finds the tables in a file.
func Read(f File, budget *Budget) []Table {
	r := reader{budget: budget, passwords: f.Passwords}
	r.file(f.Charset, f.Data, 0)
	return r.out
}

// Text finds the tables in a text that is decoded.
func Text(text string, budget *Budget) []Table {
	r := reader{budget: budget}
	r.text(text)
	return r.out
}

type reader struct {
	out       []Table
	budget    *Budget
	passwords []string
}

// file reads a file by what its bytes say it is.
func (r *reader) file(label string, data []byte, depth int) {
	if r.budget.Files--; r.budget.Files < 0 {
		r.budget.Cut = true
		return
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r.zip(data, depth)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.compound(data)
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		r.gzip(label, data, depth)
	default:
		if depth == 0 { // what was unpacked is counted already
			data = r.take(data)
		}
		if text, ok := decode(label, data); ok {
			r.text(text)
		}
	}
}

// decode makes text of the bytes of a file; ok is false for what is none. A label that
// is missing or unknown is made up for: what reads as Korean throughout is Korean.
func decode(label string, data []byte) (text string, ok bool) {
	if wide := wideCharset(data); wide != "" {
		return strings.TrimPrefix(charset.Decode(wide, data, false).String, "\ufeff"), true
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", false
	}
	if utf8.Valid(data) && !charset.ASCII(data) {
		return strings.TrimPrefix(string(data), "\ufeff"), true
	}
	if !charset.Known(label) || label == "utf-8" || label == "us-ascii" {
		label = "windows-1252"
		const few = 100 // one in so many characters may be damaged
		if korean := charset.Decode("euc-kr", data, true).String; strings.Count(korean, "\ufffd") <= len(korean)/few {
			return korean, true
		}
	}
	return charset.Decode(label, data, false).String, true
}

// wideCharset names the charset of two bytes a character, "" for none.
func wideCharset(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), len(data) > 3 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")), len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return "utf-16be"
	}
	return ""
}

// take takes bytes from the budget, fewer when it is used up.
func (r *reader) take(data []byte) []byte {
	if len(data) > r.budget.Bytes {
		data = data[:max(0, r.budget.Bytes)]
		r.budget.Cut = true
	}
	r.budget.Bytes -= len(data)
	return data
}

// add keeps a row of a table; false when the budget is used up.
func (r *reader) add(t *Table, row []string) bool {
	if r.budget.Rows <= 0 {
		r.budget.Cut = true
		return false
	}
	r.budget.Rows--
	row = row[:min(len(row), maxCells)]
	for i, cell := range row {
		row[i] = clean(cell)
	}
	t.Rows = append(t.Rows, row)
	return true
}

// clean cuts a cell to what may identify somebody.
func clean(cell string) string {
	cell = strings.Trim(strings.TrimSpace(cell), `"'`)
	if len(cell) > maxCell {
		cell = cell[:maxCell]
	}
	return strings.ToValidUTF8(strings.Clone(cell), "\uFFFD")
}

// done keeps a table that has rows.
func (r *reader) done(t *Table) {
	if len(t.Rows) > 0 {
		r.out = append(r.out, *t)
	}
}
