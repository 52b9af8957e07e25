package people

import (
	"slices"
	"strings"

	"dwell/entity/members"
)

// value is one thing in a row that a person can be told by.
type value struct {
	kind   members.Kind
	normal string
	sum    uint64
	rows   []uint32 // of the member tables that have it
}

// row is what one row tells about one person.
type row struct {
	values  []value
	name    string // normal, "" for none
	birth   string // eight figures, "" for none
	covered bool   // something about a person stands there that cannot be compared
}

// rowOf reads the cells of a row. Values that are those of the letter's own header say
// nothing.
func rowOf(cells []string, columns []column, own []string) (r row) {
	var name []string
	for i, cell := range cells {
		if cell == "" || i >= len(columns) {
			continue
		}
		role := columns[i].role
		r.covered = r.covered || columns[i].personal()
		switch role {
		case members.ColumnID:
			if normal, ok := members.Normal(members.ID, cell); ok {
				r.add(value{kind: members.ID, normal: normal})
			}
			continue
		case members.ColumnPassword, members.ColumnAddress:
			continue
		case members.ColumnName:
			name = append(name, cell)
		case members.ColumnBirth:
			r.birth, _ = members.Day(cell)
		}
		r.identify(cell, own)
	}
	r.name = members.Name(strings.Join(name, " "))
	if r.name != "" && r.birth != "" {
		r.add(value{kind: members.Pair, normal: r.name + "|" + r.birth})
	}
	return r
}

// identify adds what shows by itself whom it belongs to.
func (r *row) identify(cell string, own []string) {
	if k, normal, ok := members.Identify(cell); ok && !slices.Contains(own, normal) {
		r.add(value{kind: k, normal: normal})
	}
	if day, ok := members.BirthIn(cell); ok && r.birth == "" {
		r.birth = day
	}
}

// maxValues bounds what one row is compared by.
const maxValues = 8

func (r *row) add(v value) {
	if len(r.values) < maxValues {
		r.values = append(r.values, v)
	}
}

// has reports whether the row has a value of one of the kinds.
func (r *row) has(kinds ...members.Kind) bool {
	return slices.ContainsFunc(r.values, func(v value) bool { return slices.Contains(kinds, v.kind) })
}

// identity tells the person of a row from others, wherever the row stands: by what is
// theirs alone, else by name and birth date, else by all that the row says.
func (r *row) identity(hash func(string) uint64, cells []string) uint64 {
	var own uint64
	for _, v := range r.values {
		if v.kind != members.ID && v.kind != members.Pair {
			own ^= v.sum
		}
	}
	if own != 0 {
		return own
	}
	for _, v := range r.values {
		if v.kind == members.Pair {
			return v.sum
		}
	}
	return hash(strings.Join(cells, "\x00"))
}
