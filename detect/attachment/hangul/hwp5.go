package hangul

import (
	"bytes"
	"compress/flate"
	"strings"

	"dwell/detect/attachment/compound"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
)

// The flags of the FileHeader stream (HWP 5.0, table 3).
const (
	flagPacked, flagPassword, flagDistribution, flagScript, flagDRM = 1, 2, 4, 8, 16

	signature = "HWP Document File"
	flagsAt   = 36
)

// maxUnpacked is how much of one stream is unpacked.
const maxUnpacked = 4 << 20

// Is reports whether the bytes of a compound file may hold an HWP 5 document.
func Is(data []byte) bool {
	const far = 1 << 20 // writers put the small stream into the first sectors
	return bytes.Contains(data[:min(len(data), far)], []byte(signature)) || bytes.Contains(data[max(0, len(data)-far):], []byte(signature))
}

// Inspect5 looks into an HWP 5 document. Found is false for another compound file.
// Budget is that of inside.New, here and below.
func Inspect5(data []byte, budget *int) (r *inside.Report, found bool) {
	d := document{r: inside.New(budget)}
	compound.Walk(data, func(s *compound.Stream) {
		if s.Name == "fileheader" && s.Parent == "" {
			d.header(s.Head(256))
		}
	})
	if !d.found {
		return d.r, false
	}
	compound.Walk(data, d.stream)
	return d.r, true
}

// staysShut says why no password of a mail is tried on a Hangul document.
const staysShut = "Hangul has not published how it makes a key of a password, so that no password was tried on it"

type document struct {
	r     *inside.Report
	found bool
	flags uint64
}

func (d *document) header(data []byte) {
	if !bytes.HasPrefix(data, []byte(signature)) {
		return
	}
	d.found, d.flags = true, inside.Number(data, flagsAt, 4)
	d.r.Mark(inside.Hangul)
	if d.flags&(flagPassword|flagDRM) != 0 {
		d.r.Mark(inside.Locked)
		d.r.Note("%s", staysShut)
	}
	if d.flags&flagDistribution != 0 {
		d.r.Note("it is a distribution document, whose text other programs than Hangul cannot read")
	}
}

func (d *document) stream(s *compound.Stream) {
	compound.Summary(s, d.r)
	if d.flags&flagPassword != 0 {
		return
	}
	switch s.Parent {
	case "bindata":
		object(s.Name, d.plain(s.Read()), d.r)
	case "scripts":
		if strings.Contains(s.Name, "jscript") && !strings.Contains(s.Name, "version") {
			script(strings.Join(texts(d.plain(d.opened(s.Read()))), "\n"), d.r)
		}
	case "bodytext", "viewtext":
		section(d.plain(d.opened(s.Read())), d.r)
	}
}

// opened undoes the scrambling of a distribution document.
func (d *document) opened(data []byte) []byte {
	if d.flags&flagDistribution == 0 {
		return data
	}
	return unscramble(data)
}

// plain unpacks a stream; one that is not packed comes back as it is.
func (d *document) plain(data []byte) []byte {
	if d.flags&flagPacked == 0 {
		return data
	}
	return inflate(data, d.r)
}

// inflate unpacks raw deflate as far as it goes.
func inflate(data []byte, r *inside.Report) []byte {
	plain, err := r.Unpack(flate.NewReader(bytes.NewReader(data)), maxUnpacked)
	const some = 64 // a damaged stream that gave as much was packed
	if err != nil && len(plain) < some {
		return data
	}
	return plain
}

// object judges a picture or object: PostScript, an OLE object behind its length, or
// another file, which the detector judges by its bytes.
func object(name string, data []byte, r *inside.Report) {
	if why := postScript(data); why != "" {
		r.Mark(inside.PostScript)
		r.Note("%s is PostScript that %s", name, why)
		return
	}
	const sized = 4 // the length that stands before an OLE object
	if len(data) > sized && filetype.Identify(data[sized:]) == filetype.OLE {
		data = data[sized:]
	}
	switch kind := filetype.Identify(data); kind {
	case filetype.Unknown, filetype.Image, filetype.Media:
	default:
		r.Carry(name, data)
	}
}
