package sensor

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/internal/testkit"
	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/truth"
)

var kst = time.FixedZone("KST", 9*60*60)

// third is the day on which everything happens.
var third = time.Date(2016, 5, 3, 0, 0, 0, 0, kst)

// marked is a record that a sensor noted for the answer sheet.
type marked struct {
	label fact.Label
	truth.Record
}

// desk is a folder of evidence with what was noted of it.
type desk struct {
	*Folder
	marks []marked
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{}
	d.Folder = &Folder{Root: t.TempDir(), Mark: func(l fact.Label, r truth.Record) { d.marks = append(d.marks, marked{l, r}) }}
	return d
}

func (d *desk) setting(outages ...Outage) Setting {
	return Setting{Folder: d.Folder, Numbers: chance.New(1, "test"), Timing: chance.New(2, "test"), Outages: outages}
}

// observe shows days to a sensor and closes it.
func observe(t *testing.T, s Sensor, days ...*fact.Day) {
	t.Helper()
	for _, d := range days {
		d.Sort()
		if err := s.Observe(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// content is a file as it was before it was packed.
func (d *desk) content(t *testing.T, name string) []byte {
	t.Helper()
	return testkit.Content(t, filepath.Join(d.Root, name))
}

// lines are the lines of a file that hold a text.
func (d *desk) lines(t *testing.T, name, with string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(string(d.content(t, name))) {
		if strings.Contains(line, with) {
			out = append(out, strings.TrimSuffix(line, "\n"))
		}
	}
	return out
}

// noted are the records of a file that were noted for a label, cut out of it.
func (d *desk) noted(t *testing.T, name string, label fact.Label) []string {
	t.Helper()
	var out []string
	all := d.content(t, name)
	for _, m := range d.marks {
		if m.File == name && m.label == label {
			out = append(out, string(all[m.Offset:m.Offset+m.Length]))
		}
	}
	return out
}

// files are the names of all files, in order.
func (d *desk) files(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(d.Root, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			path, err = filepath.Rel(d.Root, path)
			out = append(out, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// sameTwice makes evidence twice and compares the bytes.
func sameTwice(t *testing.T, make func(*desk)) {
	t.Helper()
	a, b := newDesk(t), newDesk(t)
	make(a)
	make(b)
	names := a.files(t)
	if !slices.Equal(names, b.files(t)) || len(names) == 0 {
		t.Fatalf("files %v and %v", names, b.files(t))
	}
	for _, name := range names {
		if !bytes.Equal(a.content(t, name), b.content(t, name)) {
			t.Errorf("%s is not the same twice", name)
		}
	}
	if !slices.Equal(a.marks, b.marks) {
		t.Error("the marks are not the same twice")
	}
}

func ip(text string) netip.Addr { return netip.MustParseAddr(text) }

// at is a time of the day.
func at(hour, minute, second int) time.Time {
	return third.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
}
