package members

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"sort"
	"time"
)

// Table holds the keyed hashes of member tables. It is read-only once read.
type Table struct {
	key     []byte
	index   [kinds]index
	days    [2][]int32 // by row: since when a member, last changed; days since 1970, 0 unknown
	sources []source
	rows    int64
}

// source is one of the files that were read.
type source struct {
	name string
	from int64 // its first row
}

// index is the hashes of one kind with the rows they stand in, sorted by hash.
type index struct {
	sums []uint64
	rows []uint32
}

func (x *index) Len() int           { return len(x.sums) }
func (x *index) Less(i, j int) bool { return x.sums[i] < x.sums[j] }
func (x *index) Swap(i, j int) {
	x.sums[i], x.sums[j] = x.sums[j], x.sums[i]
	x.rows[i], x.rows[j] = x.rows[j], x.rows[i]
}

// ErrNoKey means that the table holds hashes and no key was given to make others.
var ErrNoKey = errors.New("the table holds hashes: to compare with them, the key is needed")

// maxRows bounds all tables together: more than all people of a large country.
const maxRows = 1 << 28

// hashDigits is the length of a hash in the file.
const hashDigits = 2 * sha256.Size

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

// File is one table to be read.
type File struct {
	Name    string // for people, "dormant.csv"
	Content io.Reader
}

// Read reads one table. The key may be empty for a table of plain values.
func Read(r io.Reader, key []byte) (*Table, error) {
	return ReadAll(key, File{Content: r})
}

// ReadAll reads the tables of a company, which may keep its members in several.
func ReadAll(key []byte, files ...File) (*Table, error) {
	t := &Table{key: key}
	for _, f := range files {
		t.sources = append(t.sources, source{f.Name, t.rows})
		if err := t.read(f.Content); err != nil {
			if f.Name != "" {
				err = fmt.Errorf("%s: %w", f.Name, err)
			}
			return nil, err
		}
	}
	for k := range t.index {
		sort.Sort(&t.index[k])
	}
	return t, nil
}

// Hash is the keyed hash of a normalised value.
func (t *Table) Hash(normal string) uint64 { return t.Hasher()(normal) }

// Hasher gives a function that hashes many values; it belongs to one goroutine.
func (t *Table) Hasher() func(normal string) uint64 {
	h := hmac.New(sha256.New, t.key)
	return func(normal string) uint64 { return sum64(h, normal) }
}

func sum64(h hash.Hash, normal string) uint64 {
	var buffer [sha256.Size]byte
	h.Reset()
	_, _ = io.WriteString(h, normal) // a hash takes everything
	return binary.BigEndian.Uint64(h.Sum(buffer[:0]))
}

// Has reports whether a table has a normalised value.
func (t *Table) Has(k Kind, normal string) bool { return len(t.Find(k, t.Hash(normal))) > 0 }

// Find returns the rows that have the value of that hash, a few of them when it stands
// in many.
func (t *Table) Find(k Kind, sum uint64) []uint32 {
	const enough = 16 // families share telephones; more is a value that says nothing
	x := &t.index[k]
	from := sort.Search(len(x.sums), func(i int) bool { return x.sums[i] >= sum })
	to := from
	for to < len(x.sums) && to-from < enough && x.sums[to] == sum {
		to++
	}
	return x.rows[from:to]
}

// Knows reports whether values of that kind can be compared.
func (t *Table) Knows(k Kind) bool { return len(t.index[k].sums) > 0 }

// Rows is the number of members in the tables.
func (t *Table) Rows() int64 { return t.rows }

// Joined is the day since which the member of a row is one; zero when not known.
func (t *Table) Joined(row uint32) time.Time { return t.day(0, row) }

// Changed is the day on which a row was last changed; zero when not known.
func (t *Table) Changed(row uint32) time.Time { return t.day(1, row) }

func (t *Table) day(which int, row uint32) time.Time {
	days := t.days[which]
	if int(row) >= len(days) || days[row] == 0 {
		return time.Time{}
	}
	return time.Unix(0, 0).UTC().AddDate(0, 0, int(days[row]))
}

// Source is the number of the file that a row stands in.
func (t *Table) Source(row uint32) int {
	return sort.Search(len(t.sources), func(i int) bool { return t.sources[i].from > int64(row) }) - 1
}

// Sources are the names of the files.
func (t *Table) Sources() []string {
	var out []string
	for _, s := range t.sources {
		out = append(out, s.name)
	}
	return out
}

// Count is the number of values of a kind.
func (t *Table) Count(k Kind) int { return len(t.index[k].sums) }
