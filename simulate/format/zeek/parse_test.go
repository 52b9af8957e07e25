package zeek_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// table is a log in Zeek's own encoding, taken apart without the reader of dwell.
type table struct {
	fields, types []string
	rows          []string
}

func parseTable(t *testing.T, data []byte) table {
	t.Helper()
	var out table
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#fields\t"):
			out.fields = strings.Split(line, "\t")[1:]
		case strings.HasPrefix(line, "#types\t"):
			out.types = strings.Split(line, "\t")[1:]
		case line != "" && line[0] != '#':
			out.rows = append(out.rows, line)
		}
	}
	if len(out.fields) == 0 || len(out.fields) != len(out.types) {
		t.Fatalf("%d names and %d types of columns", len(out.fields), len(out.types))
	}
	return out
}

// decodeCell undoes Zeek's escapes.
func decodeCell(s, kind string) cell {
	isList := strings.HasPrefix(kind, "set[") || strings.HasPrefix(kind, "vector[")
	switch {
	case s == "-":
		return cell{}
	case s == "(empty)" && isList:
		return cell{set: true, list: []string{}}
	case s == "(empty)":
		return cell{set: true}
	case !isList:
		return cell{set: true, text: unescape(s)}
	}
	c := cell{set: true}
	for member := range strings.SplitSeq(s, ",") {
		if member == "(empty)" {
			member = ""
		}
		c.list = append(c.list, unescape(member))
	}
	return c
}

func unescape(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && s[i+1] == '\\' {
			i++
		} else if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			if n, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// member is a key of a JSON object with its value, in the order of the line.
type member struct {
	key  string
	cell cell
}

func parseObject(line []byte) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if t, err := d.Token(); err != nil {
		return nil, err
	} else if t != json.Delim('{') {
		return nil, fmt.Errorf("no object: %v", t)
	}
	var out []member
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		m := member{key: key.(string), cell: cell{set: true}}
		if list, ok := value.([]any); ok {
			m.cell.list = []string{}
			for _, v := range list {
				m.cell.list = append(m.cell.list, fmt.Sprint(v))
			}
		} else {
			m.cell.text = fmt.Sprint(value)
		}
		out = append(out, m)
	}
	return out, nil
}
