package suricata_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dwell/simulate/format/suricata"
)

var update = flag.Bool("update", false, "rewrite the expected lines in testdata")

// kind is a type of event: how to make one, and how to write it.
type kind struct {
	name  string
	event func() any
	write func(w *suricata.Writer, dst []byte, event any) []byte
}

func newKind[E any](name string, write func(*suricata.Writer, []byte, *E) []byte) kind {
	return kind{
		name:  name,
		event: func() any { return new(E) },
		write: func(w *suricata.Writer, dst []byte, event any) []byte { return write(w, dst, event.(*E)) },
	}
}

var kinds = []kind{
	newKind("flow", (*suricata.Writer).AppendFlow),
	newKind("dns-query", (*suricata.Writer).AppendDNSQuery),
	newKind("dns-answer", (*suricata.Writer).AppendDNSAnswer),
	newKind("http", (*suricata.Writer).AppendHTTP),
	newKind("tls", (*suricata.Writer).AppendTLS),
	newKind("fileinfo", (*suricata.Writer).AppendFileInfo),
	newKind("alert", (*suricata.Writer).AppendAlert),
	newKind("smtp", (*suricata.Writer).AppendSMTP),
}

// A file of testdata holds events of one type as text, a field of the struct on each
// line, and behind each event the line that is expected. A value with quotes is a Go
// string, one with brackets a list of them.
func TestLinesAsInTestdata(t *testing.T) {
	w := &suricata.Writer{Interface: "eth0", SensorName: "ids1"}
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			path := filepath.Join("testdata", k.name+".txt")
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			expected := map[string]string{}
			for _, f := range archive.Files {
				expected[f.Name] = string(f.Data)
			}
			var files []txtar.File
			for _, f := range archive.Files {
				if strings.HasSuffix(f.Name, ": line") {
					continue
				}
				got := string(k.write(w, nil, readEvent(t, k, f)))
				name := f.Name + ": line"
				if got != expected[name] && !*update {
					t.Errorf("%s\n got %s\nwant %s", name, got, expected[name])
				}
				if !json.Valid([]byte(got)) || strings.Count(got, "\n") != 1 {
					t.Errorf("%s: no JSON, or not one line: %s", name, got)
				}
				files = append(files, f, txtar.File{Name: name, Data: []byte(got)})
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: files}), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func readEvent(t testing.TB, k kind, f txtar.File) any {
	t.Helper()
	event := k.event()
	for line := range strings.Lines(string(f.Data)) {
		path, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if path == "" {
			continue
		}
		if err := set(reflect.ValueOf(event).Elem(), path, value); err != nil {
			t.Fatalf("%s: %s: %v", f.Name, line, err)
		}
	}
	return event
}

// typical returns the first event of the type's testdata.
func typical(t testing.TB, k kind) any {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", k.name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return readEvent(t, k, archive.Files[0])
}

// set sets the field at the path: names with dots between them, members of a list by
// their number.
func set(v reflect.Value, path, value string) error {
	name, rest, deeper := strings.Cut(path, ".")
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice {
		n, err := strconv.Atoi(name)
		if err != nil || n > v.Len() {
			return fmt.Errorf("no member %s", name)
		}
		if n == v.Len() {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		v = v.Index(n)
	} else if v = v.FieldByName(name); !v.IsValid() {
		return fmt.Errorf("no field %s", name)
	}
	if deeper {
		return set(v, rest, value)
	}
	return assign(v, value)
}

func assign(v reflect.Value, value string) error {
	switch v.Interface().(type) {
	case time.Time:
		at, err := time.Parse(time.RFC3339Nano, value)
		v.Set(reflect.ValueOf(at))
		return err
	case netip.Addr:
		a, err := netip.ParseAddr(value)
		v.Set(reflect.ValueOf(a))
		return err
	case []string:
		var list []string
		for value = value[1:]; value != "]"; value = strings.TrimPrefix(value, " ") {
			quoted, err := strconv.QuotedPrefix(value)
			if err != nil {
				return err
			}
			text, _ := strconv.Unquote(quoted)
			list, value = append(list, text), value[len(quoted):]
		}
		v.Set(reflect.ValueOf(list))
		return nil
	case bool:
		v.SetBool(value == "true")
		return nil
	case string:
		text, err := value, error(nil)
		if strings.HasPrefix(value, `"`) {
			text, err = strconv.Unquote(value)
		}
		v.SetString(text)
		return err
	}
	n, err := strconv.ParseUint(value, 0, 64)
	v.SetUint(n)
	return err
}
