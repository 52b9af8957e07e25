// Package sensortest is what the tests of all sensors share: a folder of evidence that
// remembers what was noted for the answer sheet, and the day on which everything
// happens. Only tests may import it.
package sensortest

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
	"dwell/simulate/sensor"
	"dwell/truth"
)

// kst is one and the same for all, so that instants can be compared whole.
var kst = time.FixedZone("KST", 9*60*60)

// Zone is the company's.
func Zone() *time.Location { return kst }

// Third is the day on which everything happens, 3 May 2016.
func Third() time.Time { return time.Date(2016, 5, 3, 0, 0, 0, 0, kst) }

// At is a time of that day.
func At(hour, minute, second int) time.Time {
	return Third().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
}

// Estate is a directory, a file server, two workstations and two Linux servers.
func Estate() *sensor.Estate {
	ip := netip.MustParseAddr
	return &sensor.Estate{Domain: "shop.example", Directory: "dc01", Zone: kst, Users: []string{"minji.park", "jun.kim"}, Administrators: []string{"administrator", "jun.kim"}, Skew: map[string]time.Duration{},
		Machines: []fact.Machine{
			{Host: "dc01", Address: ip("10.20.1.2")}, {Host: "file01", Address: ip("10.20.1.5")}, {Host: "web01", Address: ip("10.20.1.20"), System: fact.Linux}, {Host: "db01", Address: ip("10.20.1.10"), System: fact.Linux},
			{Host: "DESKTOP-A", Address: ip("10.20.5.10"), User: "minji.park"}, {Host: "DESKTOP-B", Address: ip("10.20.5.11"), User: "jun.kim"},
		}}
}

// Mark is a record that a sensor noted for the answer sheet.
type Mark struct {
	Label fact.Label
	truth.Record
}

// Desk is a folder of evidence with what was noted of it.
type Desk struct {
	*sensor.Folder
	Marks []Mark
}

// NewDesk returns a desk in a folder of the test's own.
func NewDesk(t *testing.T) *Desk {
	t.Helper()
	d := &Desk{}
	d.Folder = &sensor.Folder{Root: t.TempDir(), Mark: func(l fact.Label, r truth.Record) { d.Marks = append(d.Marks, Mark{l, r}) }}
	return d
}

// Setting is that of a sensor that writes to the desk.
func (d *Desk) Setting(outages ...sensor.Outage) sensor.Setting {
	return sensor.Setting{Folder: d.Folder, Numbers: chance.New(1, "test"), Timing: chance.New(2, "test"), Outages: outages}
}

// Observe shows days to a sensor and closes it.
func Observe(t *testing.T, s sensor.Sensor, days ...*fact.Day) {
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

// Content is a file as it was before it was packed.
func (d *Desk) Content(t *testing.T, name string) []byte {
	t.Helper()
	return testkit.Content(t, filepath.Join(d.Root, name))
}

// Lines are the lines of a file that hold a text.
func (d *Desk) Lines(t *testing.T, name, with string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(string(d.Content(t, name))) {
		if strings.Contains(line, with) {
			out = append(out, strings.TrimSuffix(line, "\n"))
		}
	}
	return out
}

// Noted are the records of a file that were noted for a label, cut out of it.
func (d *Desk) Noted(t *testing.T, name string, label fact.Label) []string {
	t.Helper()
	var out []string
	all := d.Content(t, name)
	for _, m := range d.Marks {
		if m.File == name && m.Label == label {
			out = append(out, string(all[m.Offset:m.Offset+m.Length]))
		}
	}
	return out
}

// Files are the names of all files, in order.
func (d *Desk) Files(t *testing.T) []string {
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

// SameTwice makes evidence twice and compares the bytes.
func SameTwice(t *testing.T, make func(*Desk)) {
	t.Helper()
	a, b := NewDesk(t), NewDesk(t)
	make(a)
	make(b)
	names := a.Files(t)
	if !slices.Equal(names, b.Files(t)) || len(names) == 0 {
		t.Fatalf("files %v and %v", names, b.Files(t))
	}
	for _, name := range names {
		if !bytes.Equal(a.Content(t, name), b.Content(t, name)) {
			t.Errorf("%s is not the same twice", name)
		}
	}
	if !slices.Equal(a.Marks, b.Marks) {
		t.Error("the marks are not the same twice")
	}
}
