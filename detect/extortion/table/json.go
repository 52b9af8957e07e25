package table

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// looksJSON reports whether a text begins like one or more objects.
func looksJSON(text string) bool {
	head := strings.TrimLeft(text[:min(len(text), lookFor)], " \t\r\n")
	if !strings.HasPrefix(head, "{") && !strings.HasPrefix(head, "[") {
		return false
	}
	return strings.Contains(head, `":`) || strings.Contains(head, `" :`)
}

// json reads objects one after the other (JSON lines), or those in an array, each a
// row. Objects of the same members are one table. A line that is broken ends it.
func (r *reader) json(text string) {
	text = strings.TrimPrefix(strings.TrimLeft(text, " \t\r\n"), "[")
	j := jsonRows{reader: r, tables: make(map[string]*Table)}
	for {
		text = strings.TrimLeft(text, " \t\r\n,")
		if !strings.HasPrefix(text, "{") {
			break
		}
		end := object(text)
		row := make(map[string]any)
		if json.Unmarshal([]byte(text[:end]), &row) == nil && !j.object(row, 0) {
			break
		}
		text = text[end:]
	}
	for _, t := range j.order {
		r.done(t)
	}
}

// object returns where the object that text begins with ends.
func object(text string) int {
	depth := 0
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '"':
			for at++; at < len(text) && text[at] != '"'; at++ {
				if text[at] == '\\' {
					at++
				}
			}
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return len(text)
}

// jsonRows sorts objects into tables.
type jsonRows struct {
	*reader
	tables map[string]*Table
	order  []*Table
}

// maxShapes bounds the tables that the objects of one file make.
const maxShapes = 64

// object keeps an object as a row, and those in lists within it as rows of their own.
func (j *jsonRows) object(row map[string]any, depth int) bool {
	f := flat{cells: make(map[string]string)}
	f.take("", row, 0)
	if len(f.cells) > 0 && !j.row(f.cells) {
		return false
	}
	if depth >= maxDepth {
		return true
	}
	for _, list := range f.lists {
		for _, element := range list {
			if o, ok := element.(map[string]any); ok && !j.object(o, depth+1) {
				return false
			}
		}
	}
	return true
}

func (j *jsonRows) row(cells map[string]string) bool {
	header := slices.Sorted(maps.Keys(cells))
	key := strings.Join(header, "\x00")
	t, ok := j.tables[key]
	if !ok {
		if len(j.order) >= maxShapes {
			j.budget.Cut = true
			return true
		}
		t = &Table{Form: "JSON", Header: header}
		j.tables[key], j.order = t, append(j.order, t)
	}
	row := make([]string, len(header))
	for i, name := range header {
		row[i] = cells[name]
	}
	return j.add(t, row)
}

// flat gives members of objects within objects names of both ("contact.mail").
type flat struct {
	cells map[string]string
	lists [][]any
}

func (f *flat) take(prefix string, row map[string]any, depth int) {
	for _, name := range slices.Sorted(maps.Keys(row)) {
		if len(f.cells) >= maxCells {
			return
		}
		switch v := row[name].(type) {
		case string:
			f.cells[prefix+name] = v
		case float64:
			f.cells[prefix+name] = plainNumber(v)
		case []any:
			f.lists = append(f.lists, v)
		case map[string]any:
			if depth < maxDepth {
				f.take(prefix+name+".", v, depth+1)
			}
		}
	}
}
