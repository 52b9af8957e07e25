// Package inside is the vocabulary of what lies inside an attachment: what it does
// when it is opened, which files it carries, what it says about who made it. The
// packages that read a format fill a Report, and the detector judges it.
//
// The package imports nothing of dwell.
package inside

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark is one way in which a file acts.
type Mark uint8

// The marks.
const (
	Macro          Mark = iota // VBA code
	AutoMacro                  // VBA code that starts by itself or starts programs
	SheetMacro                 // Excel 4 macro sheet
	Template                   // fetches a template or object from elsewhere
	Embedded                   // carries a packaged file
	Equation                   // an object of the old equation editor
	Overflow                   // an equation with a field far longer than its room
	DDE                        // asks another program to run something
	Locked                     // encrypted with a password
	RTFObject                  // an object in RTF
	PDFScript                  // JavaScript in PDF
	PDFLaunch                  // starts a program or opens an embedded file
	Smuggling                  // a page that builds a file from its own text
	Credentials                // a page that asks for a password
	SVGScript                  // a picture with a script
	PostScript                 // PostScript in HWP that does more than draw
	HangulScript               // a script in HWP other than the empty one that each has
	RunningLink                // a link in a document that leads to a program
	JavaArchive                // a zip archive that Java runs
	Installation               // a Windows installer package
	OfficeBundle               // OOXML: says that the zip archive is a document
	Hangul                     // HWP, HWPML or HWPX document
	Command                    // a shortcut that gives a program arguments to run
	Interpreter                // a shortcut that starts an interpreter of scripts
	Appended                   // data after the end of what the format describes
	FalseIcon                  // a shortcut with the icon of a document
	Packed                     // a program whose code is compressed or encrypted
	Unsigned                   // a program without a signature
	ControlPanel               // a library that Windows runs as a control panel item
	RemoteLocation             // a file that leads Windows to a place elsewhere
	SelfOpening                // an object that opens without a click
	OpenLock                   // encrypted with the password that Excel tries by itself
	Marks
)

// Set is a set of marks.
type Set uint64

// Has reports whether the set holds the mark.
func (s Set) Has(m Mark) bool { return s>>m&1 == 1 }

// File is a file that another one carries.
type File struct {
	Name string // "" unknown
	Data []byte
}

// Trace says something of who made a file, or on what machine. All of it can be
// written by anybody.
type Trace struct {
	Class string // what kind of file says so: "document-metadata"
	Value string // "author: Kim"
}

// The classes of traces: one for each kind of file, because one careless maker
// leaves all that a kind of file has.
const (
	DocumentTrace = "document-metadata"
	ProgramTrace  = "program-metadata"
	ShortcutTrace = "shortcut-metadata"
)

// The bounds of a report.
const (
	MaxFiles  = 64
	maxTraces = 24
	maxNotes  = 12
	maxValue  = 200 // bytes
)

// Report is what was found in one file.
type Report struct {
	Marks  Set
	Files  []File
	Traces []Trace
	Notes  []string // what a reader should know, in plain words
	Built  int64    // when a program was compiled, seconds since 1970; 0 unknown

	budget *int // bytes that may still be unpacked; nil until something is
}

// maxUnpacked is what a report without a budget of its own may unpack.
const maxUnpacked = 16 << 20

// New returns an empty report on a part of something: budget is the number of bytes
// that may still be unpacked of the whole, nil when this is the whole.
func New(budget *int) *Report { return &Report{budget: budget} }

// Unpack reads at most so many bytes of what unpacks a part, as far as the budget and
// the damage of the part allow.
func (r *Report) Unpack(from io.Reader, most int) (plain []byte, err error) {
	plain, err = io.ReadAll(io.LimitReader(from, int64(r.Left(most))))
	r.Spend(len(plain))
	return plain, err
}

// Budget is what is left to unpack, to hand down.
func (r *Report) Budget() *int {
	if r.budget == nil {
		own := maxUnpacked
		r.budget = &own
	}
	return r.budget
}

// Left gives how many bytes may be unpacked, at most so many.
func (r *Report) Left(most int) int { return max(0, min(most, *r.Budget())) }

// Spend takes unpacked bytes off the budget.
func (r *Report) Spend(n int) { *r.Budget() -= n }

// Mark adds a mark.
func (r *Report) Mark(m Mark) { r.Marks |= 1 << m }

// Has reports whether the mark was added.
func (r *Report) Has(m Mark) bool { return r.Marks.Has(m) }

// Carry adds a file that lies within; data is nil where only its name was found.
func (r *Report) Carry(name string, data []byte) {
	if (len(data) > 0 || name != "") && len(r.Files) < MaxFiles {
		r.Files = append(r.Files, File{Clean(name), data})
	}
}

// Trace adds a trace of origin, "label: value".
func (r *Report) Trace(class, label, value string) {
	if value = Clean(value); value == "" || len(r.Traces) >= maxTraces {
		return
	}
	if t := (Trace{class, label + ": " + value}); !slices.Contains(r.Traces, t) {
		r.Traces = append(r.Traces, t)
	}
}

// Note adds a fact in plain words.
func (r *Report) Note(format string, args ...any) {
	if text := Clean(fmt.Sprintf(format, args...)); len(r.Notes) < maxNotes && !slices.Contains(r.Notes, text) {
		r.Notes = append(r.Notes, text)
	}
}

// Add takes over what was found in a part of the file.
func (r *Report) Add(o *Report) {
	r.Marks |= o.Marks
	for _, f := range o.Files {
		r.Carry(f.Name, f.Data)
	}
	for _, t := range o.Traces {
		if len(r.Traces) < maxTraces && !slices.Contains(r.Traces, t) {
			r.Traces = append(r.Traces, t)
		}
	}
	for _, n := range o.Notes {
		r.Note("%s", n)
	}
	if r.Built == 0 {
		r.Built = o.Built
	}
}

// Clean makes hostile text fit to keep: valid, short, without control characters.
// Direction marks stay, they are evidence.
func Clean(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), 4*maxValue)], "\uFFFD")
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
	if len(s) <= maxValue {
		return s
	}
	s = s[:maxValue]
	for len(s) > 0 && !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}
