package zeek_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"dwell/simulate/format/zeek"
)

// Whatever a text holds, a table keeps its rows and columns and gives the text back, and
// JSON stays JSON of one line.
func FuzzTexts(f *testing.F) {
	for _, s := range []string{"", "-", "(empty)", "a\tb,c\\d\n", "한글", "\xff\xfe", "\x00", "\u0085\ue000\ufffd\uffff", `\x41\\`, "\x7f\"", "#"} {
		f.Add(s, s)
	}
	table, object := zeek.NewHTTPWriter(zeek.Options{}), zeek.NewHTTPWriter(zeek.Options{Encoding: zeek.JSON})
	header := table.AppendHeader(nil, at)
	columns := bytes.Count(header[bytes.Index(header, []byte("#types")):], []byte{'\t'})
	f.Fuzz(func(t *testing.T, text, member string) {
		if text == "" || text == zeek.Empty || member == zeek.Empty {
			return // not set, or the mark of an empty text
		}
		record := zeek.HTTP{TS: at, URI: text, Proxied: []string{member, "x"}}
		line := string(table.Append(nil, &record))
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.Count(line, "\n") != 1 || len(cells) != columns {
			t.Fatalf("%d cells in %q", len(cells), line)
		}
		if c := decodeCell(cells[9], "string"); c.text != text {
			t.Errorf("%q was written as %q", text, cells[9])
		}
		if c := decodeCell(cells[23], "set[string]"); len(c.list) != 2 || c.list[0] != member {
			t.Errorf("%q was written as %q", member, cells[23])
		}
		out := object.Append(nil, &record)
		if !json.Valid(out) || !utf8.Valid(out) || bytes.Count(out, []byte("\n")) != 1 {
			t.Errorf("%q is not JSON of one line", out)
		}
	})
}
