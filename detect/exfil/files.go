package exfil

import (
	"strings"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// ends are the sender and the receiver of files.
type ends struct{ Tx, Rx fold.Addr }

func (e ends) hash() uint64 { return e.Rx.Hash(e.Tx.Hash(5)) }

// archives are the packed files that one machine sent another, as recognised by
// their bytes, and parts of split files, as recognised by their names.
type archives struct {
	Files   int64
	Bytes   int64
	Parts   int64  // files whose name is that of a part
	Largest upload // Method holds the media type, Path the name
}

// file notes a packed file, or a part of a split one, on the wire.
func (d *Detector) file(f *event.FileTransfer) {
	if !packed(f.MIMEType) && !splitName(f.Name) || !known.Callable(&event.Endpoints{Src: f.Tx, Dst: f.Rx}) {
		return
	}
	a := d.state.Files.At(ends{fold.AddrOf(f.Tx), fold.AddrOf(f.Rx)})
	if a == nil {
		return
	}
	size, parts := received(f.Bytes), int64(0)
	if splitName(f.Name) {
		parts = 1
	}
	a.merge(&archives{Files: 1, Bytes: size, Parts: parts, Largest: upload{
		Mark: fold.Mark{Time: f.Time, Ref: f.Ref, Weight: size}, Method: cut(f.MIMEType), Path: cut(f.Name)}})
}

func (a *archives) merge(o *archives) {
	a.Files += o.Files
	a.Bytes += o.Bytes
	a.Parts += o.Parts
	if o.Largest.better(&a.Largest) {
		a.Largest = o.Largest
	}
}

// packed reports whether a media type, as Zeek's magic numbers give it, is an archive's.
func packed(mime string) bool {
	if !strings.HasPrefix(mime, "application/") {
		return false
	}
	switch strings.TrimPrefix(strings.TrimPrefix(mime, "application/"), "x-") {
	case "7z-compressed", "rar", "rar-compressed", "zip", "zip-compressed", "gzip", "bzip2", "xz", "tar",
		"vnd.ms-cab-compressed", "lzh-compressed", "arj", "compress", "zstd":
		return true
	}
	return false
}
