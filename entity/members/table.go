package members

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
)

// Table holds the keyed hashes of a member table. It is read-only once read.
type Table struct {
	key    []byte
	hashes [kinds][]uint64 // sorted
	rows   int64
}

// ErrNoKey means that the table holds hashes and no key was given to make others.
var ErrNoKey = errors.New("the table holds hashes: to compare with them, the key is needed")

// maxRows bounds a table: more than all people of a large country.
const maxRows = 1 << 28

// hashDigits is the length of a hash in the file.
const hashDigits = 2 * sha256.Size

// Read reads a table. The key may be empty for a table of plain values.
func Read(r io.Reader, key []byte) (*Table, error) {
	t := &Table{key: key}
	lines := csv.NewReader(r)
	lines.ReuseRecord = true
	lines.FieldsPerRecord = -1
	lines.LazyQuotes = true
	header, err := lines.Read()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	columns := columnsOf(header)
	if len(columns) == 0 {
		return nil, errors.New("header: no column is named like mail addresses or telephones (mail, email, phone, mobile, 이메일, 전화, 휴대폰)")
	}
	h := hmac.New(sha256.New, key)
	for {
		row, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = t.add(row, columns, h)
		}
		if err != nil {
			line, _ := lines.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
	for k := range t.hashes {
		slices.Sort(t.hashes[k])
		t.hashes[k] = slices.Clip(slices.Compact(t.hashes[k]))
	}
	return t, nil
}

// column is one that is read.
type column struct {
	index int
	kind  Kind
}

// columnsOf reads the names of columns.
func columnsOf(header []string) []column {
	words := map[Kind][]string{Mail: {"mail", "메일"}, Phone: {"phone", "mobile", "cell", "tel", "전화", "휴대", "핸드폰", "연락처"}}
	var out []column
	for i, name := range header {
		name = strings.ToLower(strings.TrimPrefix(name, "\ufeff"))
		for k := range kinds {
			if slices.ContainsFunc(words[k], func(w string) bool { return strings.Contains(name, w) }) {
				out = append(out, column{i, k})
				break
			}
		}
	}
	return out
}

func (t *Table) add(row []string, columns []column, h hash.Hash) error {
	if t.rows++; t.rows > maxRows {
		return fmt.Errorf("more than %d members", maxRows)
	}
	for _, c := range columns {
		if c.index >= len(row) {
			continue
		}
		value := strings.TrimSpace(row[c.index])
		if sum, ok := hashed(value); ok {
			if len(t.key) == 0 {
				return ErrNoKey
			}
			t.hashes[c.kind] = append(t.hashes[c.kind], sum)
		} else if normal, ok := Normal(c.kind, value); ok {
			t.hashes[c.kind] = append(t.hashes[c.kind], sum64(h, normal))
		}
	}
	return nil
}

// hashed reads a cell that holds a hash.
func hashed(value string) (uint64, bool) {
	if len(value) != hashDigits {
		return 0, false
	}
	raw, err := hex.DecodeString(value)
	if err != nil {
		return 0, false
	}
	return binary.BigEndian.Uint64(raw), true
}

// Hash is the keyed hash of a normalised value.
func (t *Table) Hash(normal string) uint64 { return sum64(hmac.New(sha256.New, t.key), normal) }

func sum64(h hash.Hash, normal string) uint64 {
	var buffer [sha256.Size]byte
	h.Reset()
	_, _ = io.WriteString(h, normal) // a hash takes everything
	return binary.BigEndian.Uint64(h.Sum(buffer[:0]))
}

// Has reports whether the table has a normalised value.
func (t *Table) Has(k Kind, normal string) bool {
	_, ok := slices.BinarySearch(t.hashes[k], t.Hash(normal))
	return ok
}

// Rows is the number of members in the table.
func (t *Table) Rows() int64 { return t.rows }
