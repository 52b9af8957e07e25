package windows_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dwell/internal/testkit"
	"dwell/simulate/format/windows"
)

// kindOf names a template: provider, event and version.
type kindOf struct {
	provider string
	id       uint16
	version  uint8
}

// shape is what real records of one kind look like.
type shape struct {
	orders  [][]string                     // names of the fields in every order met
	types   map[string]map[binaryType]bool // of the values, by field
	classes map[string]map[string]bool     // of the texts, by field
	heads   []string                       // level, task, operation code, keywords, channel, GUID, enclosing element
}

// collection is the shapes of all real records that were read.
type collection map[kindOf]*shape

func (c collection) of(k kindOf) *shape {
	if c[k] == nil {
		c[k] = &shape{types: map[string]map[binaryType]bool{}, classes: map[string]map[string]bool{}}
	}
	return c[k]
}

func (s *shape) order(names []string) {
	if !slices.ContainsFunc(s.orders, func(o []string) bool { return slices.Equal(o, names) }) {
		s.orders = append(s.orders, names)
	}
}

func (s *shape) head(h string) {
	if !slices.Contains(s.heads, h) {
		s.heads = append(s.heads, h)
	}
}

func (s *shape) value(field string, kind binaryType, text string) {
	if s.types[field] == nil {
		s.types[field], s.classes[field] = map[binaryType]bool{}, map[string]bool{}
	}
	s.types[field][kind] = true
	if kind == typeString {
		s.classes[field][class(text)] = true
	}
}

// forms are the forms a text may have, the narrower first.
var forms = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"absent", regexp.MustCompile(`^-?$`)},
	{"parameter", regexp.MustCompile(`^%%\d+$`)},
	{"access list", regexp.MustCompile(`^(%%\d+\r\n\t\t\t\t)+$`)},
	{"control bits", regexp.MustCompile(`^(\r\n\t\t%%\d+)+$`)},
	{"SID", regexp.MustCompile(`^S-1-`)},
	{"GUID", regexp.MustCompile(`^\{[0-9a-fA-F-]{36}\}$`)},
	{"bare GUID", regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)},
	{"UTC", regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$`)},
	{"address", regexp.MustCompile(`^0x[0-9A-F]{16}$`)},
	{"hexadecimal", regexp.MustCompile(`^0x[0-9a-f]+$`)},
	{"decimal", regexp.MustCompile(`^\d+$`)},
	{"boolean", regexp.MustCompile(`^(true|false)$`)},
	{"privileges", regexp.MustCompile(`^Se\w+(\r\n\t\t\tSe\w+)*$`)},
}

// class is the form of a text, where it has one.
func class(text string) string {
	for _, f := range forms {
		if f.pattern.MatchString(text) {
			return f.name
		}
	}
	return "text"
}

// record adds a record of an EVTX file.
func (c collection) record(root *node) {
	system := root.child("System")
	k := kindOf{
		system.child("Provider").attr["Name"],
		uint16(system.child("EventID").number()),
		uint8(system.child("Version").number()),
	}
	s := c.of(k)
	data, enclosing := root.child("EventData"), ""
	if user := root.child("UserData"); len(user.kids) > 0 {
		data = user.kids[0]
		enclosing = data.name
	}
	s.head(head(system.child("Level").number(), system.child("Task").number(), system.child("Opcode").number(),
		system.child("Keywords").number(), system.child("Channel").text(),
		system.child("Provider").attr["EventSourceName"], system.child("EventID").attr["Qualifiers"], enclosing))
	names := []string{}
	for _, f := range data.kids {
		name := f.attr["Name"]
		if enclosing != "" {
			name = f.name
		}
		if f.name == "Binary" || name == "" {
			continue
		}
		names = append(names, name)
		s.value(name, f.kind, f.text())
	}
	s.order(names)
}

func head(level, task, opcode, keywords uint64, channel, source, qualifiers, enclosing string) string {
	return fmt.Sprintf("level %d task %d opcode %d keywords %#x channel %q source %q qualifiers %q data %q",
		level, task, opcode, keywords, channel, source, qualifiers, enclosing)
}

// samplesOfEVTX reads every EVTX file beside the checkout, those of the Sigma regression archive too.
func samplesOfEVTX(t *testing.T) collection {
	t.Helper()
	c := collection{}
	for _, folder := range []string{"endpoint/evtx", "endpoint/evtx-edge"} {
		files, err := filepath.Glob(filepath.Join(testkit.Shared(t, folder), "*.evtx"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			readEVTX(raw, c.record)
		}
	}
	packed, err := os.ReadFile(testkit.Shared(t, "endpoint/sigma/sigma-regression-dev.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for members := tar.NewReader(plain); ; {
		m, err := members.Next()
		if errors.Is(err, io.EOF) {
			return c
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(m.Name, ".evtx") {
			raw, err := io.ReadAll(members)
			if err != nil {
				t.Fatal(err)
			}
			readEVTX(raw, c.record)
		}
	}
}

// Every kind of record that occurs in a real EVTX file has the names, the order, the head and the value forms of
// the real one.
func TestAgainstRealEVTX(t *testing.T) {
	real := samplesOfEVTX(t)
	checked := map[uint16]bool{}
	for _, e := range samples() {
		s := real[kindOf{e.Provider.Name, e.ID, e.Version}]
		if s == nil {
			continue
		}
		checked[e.ID] = true
		e := parseXML(t, windows.AppendXML(nil, &e), &e)
		compareOrder(t, e, s)
		compareHead(t, e, s)
		compareForms(t, e, s)
	}
	for _, id := range []uint16{
		4624, 4625, 4648, 4672, 4688, 4697, 4768, 4769, 4771, 4776, 7045, 7036, 1, 11,
	} {
		if !checked[id] {
			t.Errorf("event %d of this version is in no real file: the comparison lost it", id)
		}
	}
}
