package mime

import (
	"bytes"
	"strconv"
	"strings"

	"dwell/evidence/message/header"
	"dwell/evidence/message/transfer"
)

// leaf decodes a leaf and keeps it, with the files uuencoded in it.
func (w *Walker) leaf(e entity, f frame, coded []byte) {
	if len(w.Leaves) >= MaxParts {
		w.defect(DefectParts)
		return
	}
	l := Leaf{
		Path:        f.leafPath(),
		Type:        w.intern(e.kind),
		Charset:     w.intern(strings.ToLower(header.Get(e.params, "charset"))),
		Disposition: w.intern(e.disposition),
		Name:        e.fileName,
		ContentID:   e.contentID,
		Alternative: f.alternative,
	}
	switch typeName := header.Get(e.params, "name"); {
	case l.Name == "":
		l.Name = typeName
	case typeName != l.Name:
		l.TypeName = typeName
	}
	l.OtherNames = e.otherNames
	if others := header.GetOthers(e.params, "name"); len(others) > 0 {
		l.OtherNames = append(l.OtherNames[:len(l.OtherNames):len(l.OtherNames)], others...)
	}
	l.Encoding, l.LineLength = w.intern(string(e.encoding[:min(len(e.encoding), maxEncoding)])), codedLine(e.encoding, coded)
	l.Data, l.Truncated = w.decode(e, coded)
	l.Text = l.Data
	at := len(w.Leaves)
	w.Leaves = append(w.Leaves, l)
	if strings.HasPrefix(l.Type, "text/") && l.Disposition != "attachment" {
		text := w.uuFiles(&l, f)
		w.Leaves[at].Text = text
	}
}

// maxEncoding bounds what is kept of a declared encoding, whose longest name is
// "quoted-printable".
const maxEncoding = 32

// codedLine returns the length of the first line of a text in base64 or
// quoted-printable: programs break their lines at places of their own.
func codedLine(declared, coded []byte) int {
	encoding, _ := transfer.Named(declared)
	if encoding != transfer.Base64 && encoding != transfer.QuotedPrintable {
		return 0
	}
	const longest = 1000 // RFC 5322 allows 998 characters
	line, _, _ := bytes.Cut(coded[:min(len(coded), longest)], []byte("\n"))
	return len(bytes.TrimRight(line, "\r"))
}

// decode undoes the transfer encoding, within the limit of the mail.
func (w *Walker) decode(e entity, coded []byte) (data []byte, truncated bool) {
	if left := MaxDecoded - w.decoded; len(coded) > left {
		w.defect(DefectDecoded)
		coded, truncated = coded[:max(left, 0)], true
	}
	encoding, known := transfer.Named(e.encoding)
	if !known {
		w.defect(DefectEncoding)
	}
	if encoding != transfer.Base64 && !strings.HasPrefix(e.kind, "text/") && transfer.LooksBase64(coded) && (encoding == transfer.Identity || encoding == transfer.QuotedPrintable) {
		if !strings.HasPrefix(e.kind, "message/") && !strings.HasPrefix(e.kind, "multipart/") {
			w.defect(DefectHidden)
			encoding = transfer.Base64
		}
	}
	data = coded
	var defect string
	switch encoding {
	case transfer.Base64:
		data, defect = transfer.DecodeBase64(w.room(len(coded)/4*3+3), coded)
	case transfer.QuotedPrintable:
		data, defect = transfer.DecodeQuotedPrintable(w.room(len(coded)+2), coded)
	case transfer.UU:
		data, defect = transfer.DecodeUU(w.room(len(coded)), coded)
	}
	if encoding != transfer.Identity {
		w.keep(data)
	}
	w.defect(defect)
	w.decoded += len(data)
	return data, truncated
}

// uuFiles adds the files uuencoded in a text as leaves and returns the text without them.
func (w *Walker) uuFiles(l *Leaf, f frame) []byte {
	file, found := transfer.FindUU(l.Data, 0)
	if !found {
		return l.Data
	}
	text := make([]byte, 0, len(l.Data)-(file.End-file.Start))
	from := 0
	for n := 1; found; n++ {
		text = append(text, l.Data[from:file.Start]...)
		from = file.End
		w.uuLeaf(file, l.Path+"."+strconv.Itoa(n), f.alternative)
		file, found = transfer.FindUU(l.Data, from)
	}
	return append(text, l.Data[from:]...)
}

func (w *Walker) uuLeaf(file transfer.UUFile, path string, alternative int) {
	if len(w.Leaves) >= MaxParts {
		w.defect(DefectParts)
		return
	}
	name, _ := header.Text([]byte(file.Name), w.Korean)
	data, truncated := w.decode(entity{kind: "application/octet-stream", encoding: []byte("uuencode")}, file.Data)
	w.Leaves = append(w.Leaves, Leaf{Path: path, Type: "application/octet-stream", Disposition: "attachment", Name: name,
		Alternative: alternative, Data: data, Truncated: truncated})
}

// room returns an empty slice with capacity for n bytes. The memory is shared by
// the parts of all mails until Reset.
func (w *Walker) room(n int) []byte {
	const chunk = 256 << 10
	if cap(w.arena)-len(w.arena) < n {
		w.arena = make([]byte, 0, max(n, chunk))
	}
	return w.arena[len(w.arena):len(w.arena):cap(w.arena)]
}

// keep marks data, which was decoded into the slice that room gave, as used.
func (w *Walker) keep(data []byte) {
	if n := len(w.arena) + len(data); n <= cap(w.arena) {
		if kept := w.arena[:n]; len(data) > 0 && &kept[len(w.arena)] == &data[0] {
			w.arena = kept
		}
	}
}
