package sensor

import (
	"slices"
	"time"

	"dwell/simulate/fact"
)

// Deed is one thing that happened on a machine: one of its fields is set.
type Deed struct {
	At      time.Time
	Logon   *fact.Logon
	Process *fact.Process
	File    *fact.Dropped
	Service *fact.Service
}

// Deeds returns what happened in a day on the machines that are asked for, in the
// order of time; of one instant first who came, and then what he did.
func Deeds(d *fact.Day, on func(host string) bool) []Deed {
	var out []Deed
	for i := range d.Logons {
		if l := &d.Logons[i]; on(l.Host) {
			out = append(out, Deed{At: l.Time, Logon: l})
		}
	}
	for i := range d.Services {
		if s := &d.Services[i]; on(s.Host) {
			out = append(out, Deed{At: s.Time, Service: s})
		}
	}
	for i := range d.Processes {
		if p := &d.Processes[i]; on(p.Host) {
			out = append(out, Deed{At: p.Time, Process: p})
		}
	}
	for i := range d.Files {
		if f := &d.Files[i]; on(f.Host) {
			out = append(out, Deed{At: f.Time, File: f})
		}
	}
	slices.SortStableFunc(out, func(a, b Deed) int { return a.At.Compare(b.At) })
	return out
}
