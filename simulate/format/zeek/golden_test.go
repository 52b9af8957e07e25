package zeek_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dwell/simulate/format/zeek"
)

var update = flag.Bool("update", false, "rewrite the expected lines in testdata")

// A file of testdata holds records of one stream as text, a column on each line, and
// behind each record the line that is expected of it in every encoding. A value with
// quotes is a Go string, one with brackets a list of them; what is not named is unset.
// All settings of the sensor are on. The lines are what Zeek's code gives, checked by
// hand where real logs have no such case; run the test with -update to see changes.
func TestLinesAsInTestdata(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			path := filepath.Join("testdata", k.name+".txt")
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			expected := map[string]string{}
			var inputs []txtar.File
			for _, f := range archive.Files {
				if strings.Contains(f.Name, ": ") {
					expected[f.Name] = string(f.Data)
				} else {
					inputs = append(inputs, f)
				}
			}
			var files []txtar.File
			for _, f := range inputs {
				record := readRecord(t, k, f)
				files = append(files, f)
				for _, e := range encodings {
					w := k.writer(everything(e.encoding))
					name := f.Name + ": " + e.name
					got := string(w.line(nil, record))
					if got != expected[name] && !*update {
						t.Errorf("%s\n got %s\nwant %s", name, got, expected[name])
					}
					files = append(files, txtar.File{Name: name, Data: []byte(got)})
				}
			}
			if *update {
				data := txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: files})
				if err := os.WriteFile(path, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func everything(e zeek.Encoding) zeek.Options {
	return zeek.Options{Encoding: e, CommunityID: true, JA3: true, CertificateSubjects: true}
}

// readRecord reads the columns of a record.
func readRecord(t testing.TB, k kind, f txtar.File) any {
	t.Helper()
	record := k.record()
	for line := range strings.Lines(string(f.Data)) {
		column, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if column == "" {
			continue
		}
		c, err := readValue(value)
		if err == nil {
			err = fill(record, column, c)
		}
		if err != nil {
			t.Fatalf("%s: %s: %v", f.Name, line, err)
		}
	}
	return record
}

func readValue(s string) (cell, error) {
	switch {
	case strings.HasPrefix(s, `"`):
		text, err := strconv.Unquote(s)
		return cell{set: true, text: text}, err
	case !strings.HasPrefix(s, "["):
		return cell{set: true, text: s}, nil
	}
	c := cell{set: true, list: []string{}}
	for s = s[1:]; s != "]"; s = strings.TrimPrefix(s, " ") {
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return c, fmt.Errorf("list at %q: %w", s, err)
		}
		text, _ := strconv.Unquote(quoted)
		c.list = append(c.list, text)
		s = s[len(quoted):]
	}
	return c, nil
}

// typical returns the first record of the stream's testdata.
func typical(t testing.TB, k kind) any {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", k.name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return readRecord(t, k, archive.Files[0])
}

// A line has as many values as the header has columns, whatever is set and whatever
// the sensor's settings, and the keys of JSON are the columns in their order.
func TestEveryLineHasTheColumnsOfItsHeader(t *testing.T) {
	settings := []zeek.Options{{}, {CommunityID: true}, {JA3: true}, {CertificateSubjects: true}, everything(zeek.TSV)}
	for _, k := range kinds {
		for _, o := range settings {
			o.Encoding = zeek.TSV
			fields := parseTable(t, k.writer(o).AppendHeader(nil, time.Unix(0, 0))).fields
			for _, record := range []any{k.record(), typical(t, k)} {
				o.Encoding = zeek.TSV
				if n := strings.Count(string(k.writer(o).line(nil, record)), "\t") + 1; n != len(fields) {
					t.Errorf("%s %+v: %d values, %d columns", k.name, o, n, len(fields))
				}
				for _, e := range encodings[1:] {
					o.Encoding = e.encoding
					members, err := parseObject(k.writer(o).line(nil, record))
					if err != nil {
						t.Errorf("%s %+v: %v", k.name, o, err)
					}
					at := 0
					for _, m := range members {
						if strings.HasPrefix(m.key, "_") {
							continue
						}
						for at < len(fields) && fields[at] != m.key {
							at++
						}
						if at == len(fields) {
							t.Errorf("%s %+v: the key %s is unknown or out of order", k.name, o, m.key)
							break
						}
					}
				}
			}
		}
	}
}
