package members

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// read adds the rows of one file.
func (t *Table) read(r io.Reader) error {
	text := bufio.NewReaderSize(decoded(bufio.NewReaderSize(r, lookAhead)), lookAhead)
	lines := csv.NewReader(text)
	lines.Comma = separator(text)
	lines.ReuseRecord = true
	lines.FieldsPerRecord = -1
	lines.LazyQuotes = true
	header, err := lines.Read()
	if err != nil {
		return fmt.Errorf("header: %w", err)
	}
	row := newRowReader(t, header)
	if !row.compares() {
		return errors.New("header: no column is named like mail addresses, telephones, member numbers, or names and birth dates (mail, email, phone, mobile, member_no, 이메일, 전화, 휴대폰, 회원번호)")
	}
	for {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err // it names the line
		}
		if err := row.add(cells); err != nil {
			line, _ := lines.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// lookAhead is how much of a file is looked at to see how it is written.
const lookAhead = 64 << 10

// decoded makes UTF-8 of the charsets that exports come in: what says so by a mark,
// and what is not UTF-8, which on Korean Windows is its own charset (code page 949).
func decoded(r *bufio.Reader) io.Reader {
	head, _ := r.Peek(lookAhead) // shorter at the end of the file
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	case !valid(head):
		return transform.NewReader(r, korean.EUCKR.NewDecoder())
	}
	return r
}

// valid reports whether text is UTF-8 but for a character that is cut at its end.
func valid(text []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(text); cut++ {
		if utf8.Valid(text[:len(text)-cut]) {
			return true
		}
	}
	return false
}

// separator is the mark that the first line has most of.
func separator(r *bufio.Reader) rune {
	head, _ := r.Peek(lookAhead)
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if bytes.Count(line, []byte{c}) > bytes.Count(line, []byte{best}) {
			best = c
		}
	}
	return rune(best)
}

// rowReader adds rows of one file.
type rowReader struct {
	table   *Table
	columns []Column
	hash    hash.Hash
}

func newRowReader(t *Table, header []string) *rowReader {
	r := &rowReader{table: t, hash: hmac.New(sha256.New, t.key)}
	for _, name := range header {
		r.columns = append(r.columns, Named(name))
	}
	return r
}

// compares reports whether there is anything to compare with.
func (r *rowReader) compares() bool {
	has := make(map[Column]bool)
	for _, c := range r.columns {
		if _, ok := c.Kind(); ok {
			return true
		}
		has[c] = true
	}
	return has[ColumnName] && has[ColumnBirth]
}

func (r *rowReader) add(cells []string) error {
	t := r.table
	if t.rows >= maxRows {
		return fmt.Errorf("more than %d members", maxRows)
	}
	row := uint32(t.rows)
	t.rows++
	var name []string
	birth := ""
	for i, c := range r.columns[:min(len(r.columns), len(cells))] {
		value := strings.TrimSpace(cells[i])
		var err error
		switch c {
		case ColumnName:
			name = append(name, value)
		case ColumnBirth:
			birth = value
		case ColumnJoined:
			t.keepDay(0, row, value)
		case ColumnChanged:
			t.keepDay(1, row, value)
		default:
			err = r.value(c, row, value)
		}
		if err != nil {
			return err
		}
	}
	if normal, ok := Person(strings.Join(name, " "), birth); ok {
		t.keep(Pair, row, sum64(r.hash, normal))
	}
	return nil
}

// value keeps a cell that is compared alone.
func (r *rowReader) value(c Column, row uint32, value string) error {
	k, ok := c.Kind()
	if !ok {
		return nil
	}
	if sum, ok := hashed(value); ok {
		if len(r.table.key) == 0 {
			return ErrNoKey
		}
		r.table.keep(k, row, sum)
	} else if normal, ok := Normal(k, value); ok {
		r.table.keep(k, row, sum64(r.hash, normal))
	}
	return nil
}

func (t *Table) keep(k Kind, row uint32, sum uint64) {
	t.index[k].sums = append(t.index[k].sums, sum)
	t.index[k].rows = append(t.index[k].rows, row)
}

// keepDay keeps a day of a row; those of rows before it that had none are unknown.
func (t *Table) keepDay(which int, row uint32, value string) {
	figures, ok := Day(value)
	if !ok {
		return
	}
	at, err := time.Parse("20060102", figures)
	if err != nil {
		return
	}
	const day = 24 * 60 * 60
	for len(t.days[which]) <= int(row) {
		t.days[which] = append(t.days[which], 0)
	}
	t.days[which][row] = int32(at.Unix() / day)
}
