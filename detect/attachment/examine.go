package attachment

import (
	"slices"
	"strings"

	"dwell/detect/attachment/active"
	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	"dwell/detect/attachment/unlock"
)

// The bounds of one attachment, whatever lies within whatever.
const (
	maxDepth   = 6 // files within files; archives nested deeper are named a bomb
	maxTelling = 6 // names of members that run or hide
	maxTraces  = 16
	maxNotes   = 8
	// crowd is how many members an archive has that keeps a program's source or a web
	// site, where scripts are at home; those that attack hold one to five.
	crowd = 20

	maxSealed  = 3       // encrypted members that are kept until a mail gives the password
	sealedSize = 2 << 10 // bytes of each
	maxOpened  = 32      // members that a known password opens
	openedSize = 4 << 20 // bytes of each
)

// allowance bounds the work for all attachments of one mail together: a mail of many
// parts that each unpack to the limit must not hold the run up.
type allowance struct {
	archive.Limits
	work  int // bytes looked through: files within files may be the same bytes again
	files int
	tries int // of passwords, of a millisecond or two each
}

func newAllowance() *allowance {
	return &allowance{Limits: archive.Limits{Bytes: 2 * archive.MaxUnpacked}, work: 128 << 20, files: 1000, tries: 96}
}

// verdict is what one part of a mail is.
type verdict struct {
	traits  Traits
	kind    filetype.Kind
	where   string   // name of what the most telling carrier is in, "" for the attachment itself
	telling []string // names of members that run or hide
	notes   []string // facts in plain words
	traces  []inside.Trace
	built   int64           // when the program was compiled, seconds since 1970; 0 unknown
	sealed  []unlock.Sample // encrypted members
	closed  []closed        // files that need a password
	leads   string          // host to which a code in a picture leads
}

// examination goes through an attachment and all that lies in it.
type examination struct {
	verdict
	left      *allowance
	shut      int      // files that stayed closed whatever was tried
	passwords []string // that the mails give
	weight    float64  // of the most telling carrier so far
}

// place is where a file lies.
type place struct {
	path     string // "a.zip!b/": in front of the file's own name
	depth    int
	document bool // carried by a document, not by an archive
}

func (p place) within(name string, document bool) place {
	return place{path: p.path + name + "!", depth: p.depth + 1, document: document}
}

// file judges a file by its bytes and its name, and then what lies in it.
func (e *examination) file(name string, data []byte, declared string, at place) {
	e.left.files--
	e.left.work -= len(data)
	if at.depth > 0 && (e.left.files < 0 || e.left.work < 0) {
		var r inside.Report
		r.Note("not all that lies in it was looked at, there is too much")
		e.note(&r)
		return
	}
	parsed := filetype.ParseName(name)
	kind := filetype.Identify(data).Named(parsed)
	if at.depth == 0 {
		e.kind = kind
	}
	var listing archive.Listing
	if kind.Archive() || kind.Disk() {
		if at.depth >= maxDepth {
			e.bomb("archives lie within archives, more than %d deep", maxDepth)
			return
		}
		listing = archive.List(kind, data, &e.left.Limits)
		nameless(&listing, kind, name)
	}
	report := active.Inspect(kind, data, listing, &e.left.Bytes)
	e.note(report)
	own := judgeContent(kind, report, parsed)
	e.locks(kind, name, data, &listing, at, &own)
	e.lockedDocument(kind, report, name, data, at)
	own.name(parsed, kind, declared)
	e.found(name, own.set, at)
	if report.Has(inside.OfficeBundle) || report.Has(inside.JavaArchive) {
		listing.Members = nil // their parts are theirs
	}
	e.holds(listing, at.within(name, false))
	for _, f := range report.Files {
		if at.depth < maxDepth {
			e.file(f.Name, f.Data, "", at.within(name, true))
		}
	}
}

// nameless names the one file in gzip, bzip2 and xz, which keep no name or seldom one,
// after the file around it: "photo.scr.xz" unpacks to "photo.scr".
func nameless(listing *archive.Listing, kind filetype.Kind, name string) {
	if kind != filetype.Gzip && kind != filetype.Bzip2 && kind != filetype.XZ || len(listing.Members) != 1 || listing.Members[0].Name != "" {
		return
	}
	if cut := strings.LastIndexByte(name, '.'); cut > 0 {
		listing.Members[0].Name = name[:cut]
	}
}

// bombRatio is that of package archive, for the words of the finding.
const bombRatio = 200

func (e *examination) bomb(format string, n int) {
	e.traits.add(bomb)
	var r inside.Report
	r.Note(format, n)
	e.note(&r)
}

// found adds the traits of a file, and where it lies when it lies within another.
func (e *examination) found(name string, traits Traits, at place) {
	if traits == 0 {
		return
	}
	e.traits |= traits
	_, path, _ := strings.Cut(at.path, "!")
	title := short(path + name)
	if name == "" {
		title = short(path + "(no name)")
	}
	if w := facts[traits.carrier()].weight; traits.carries() && w > e.weight {
		e.weight, e.where = w, title
		if at.depth == 0 {
			e.where = ""
		}
	}
	if at.depth == 0 {
		return
	}
	if at.document {
		e.traits.add(inDocument)
	} else {
		e.traits.add(archived)
	}
	if len(e.telling) < maxTelling && !slices.Contains(e.telling, title) {
		e.telling = append(e.telling, title)
	}
}

// note keeps what a report says in words and about the maker.
func (e *examination) note(r *inside.Report) {
	for _, n := range r.Notes {
		if len(e.notes) < maxNotes && !slices.Contains(e.notes, n) {
			e.notes = append(e.notes, n)
		}
	}
	for _, t := range r.Traces {
		if len(e.traces) < maxTraces && !slices.Contains(e.traces, t) {
			e.traces = append(e.traces, t)
		}
	}
	e.built = max(e.built, r.Built)
}

// holds judges what an archive holds.
func (e *examination) holds(listing archive.Listing, at place) {
	if listing.Bomb {
		e.bomb("unpacked it grows to more than %d times its size", bombRatio)
	}
	e.members(listing, at)
}

func (e *examination) members(listing archive.Listing, at place) {
	if len(listing.Members) >= crowd && at.depth == 1 {
		e.traits.add(crowded)
	}
	for _, m := range listing.Members {
		content := m.Content
		if content == nil {
			content = m.Head
		}
		e.file(m.Name[strings.LastIndexByte(m.Name, '/')+1:], content, "", at)
	}
}

// locks deals with an archive that needs a password: it is opened when a mail gives
// the right one, else its beginning is kept.
func (e *examination) locks(kind filetype.Kind, name string, data []byte, listing *archive.Listing, at place, own *judgement) {
	if !listing.Encrypted {
		return
	}
	own.set.add(lockedArchive)
	switch {
	case archive.Opens(kind):
		e.closes(kind, name, data, at)
	case kind != filetype.Zip:
	case e.opensZip(data, name, at):
		own.set.add(opened)
		listing.Members = slices.DeleteFunc(listing.Members, func(m archive.Member) bool { return m.Encrypted })
	default:
		if len(e.sealed) == 0 {
			e.sealed = unlock.Samples(data, maxSealed, sealedSize)
		}
		if len(data) <= maxDeposit {
			e.closes(kind, name, data, at)
		}
	}
}

// opensZip opens a zip archive with one of the passwords, and judges what it holds.
func (e *examination) opensZip(data []byte, name string, at place) bool {
	p, ok := e.password(data)
	return ok && e.open(unlock.Samples(data, maxOpened, min(openedSize, max(0, e.left.Bytes))), p, at.within(name, false))
}

// password finds the one that opens the first member of a zip archive.
func (e *examination) password(data []byte) (string, bool) {
	const enough = 64 << 10 // bytes of the member
	if len(e.passwords) == 0 {
		return "", false
	}
	return e.try(unlock.Samples(data, 1, enough))
}

// try tries the passwords on the first of the members.
func (e *examination) try(samples []unlock.Sample) (string, bool) {
	for _, p := range e.passwords {
		if e.left.tries--; len(samples) == 0 || e.left.tries < 0 {
			return "", false
		}
		if _, ok := samples[0].Open(p); ok {
			return p, true
		}
	}
	return "", false
}

// open judges the members that the password opens.
func (e *examination) open(samples []unlock.Sample, password string, at place) bool {
	some := false
	for i := range samples {
		e.left.Bytes -= len(samples[i].Data)
		plain, ok := samples[i].Open(password)
		if !ok {
			continue
		}
		some = true
		e.left.Bytes -= len(plain)
		name := archive.Name(samples[i].Name)
		e.file(name[strings.LastIndexByte(name, '/')+1:], plain, "", at)
	}
	return some
}
