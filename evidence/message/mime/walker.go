package mime

import (
	"strconv"

	"dwell/evidence/message/header"
)

// The limits of one mail. They bound work and memory on planted input; real mail
// stays far below each.
const (
	MaxDepth   = 32       // multiparts and forwarded mails within each other
	MaxParts   = 10_000   // leaves
	MaxDecoded = 64 << 20 // bytes decoded in all
	maxDefects = 50

	maxOtherNames = 8 // names of one part besides the first

	// maxInferences bounds the searches for a boundary that nothing announces.
	maxInferences = 100
)

// The defects that a walk reports, besides those of the packages below it.
const (
	DefectDepth      = "parts nested deeper than the limit, the rest was read as one part"
	DefectParts      = "more parts than the limit, the later ones were left out"
	DefectDecoded    = "more decoded bytes than the limit, parts were cut"
	DefectUnclosed   = "multipart without its closing boundary"
	DefectUndeclared = "multipart whose boundary is not declared, inferred from the body"
	DefectUnused     = "multipart whose declared boundary does not occur, inferred from the body"
	DefectNoParts    = "multipart without any part, read as text"
	DefectAfterClose = "parts after the closing boundary"
	DefectEncoding   = "unknown transfer encoding"
	DefectHidden     = "base64 without a label, decoded"
)

// Leaf is one leaf of the tree, or a forwarded mail with its leaves behind it.
type Leaf struct {
	Path        string   // "1.2"
	Type        string   // declared media type, lower case; "text/plain" when none is
	Charset     string   // as declared, lower case
	Disposition string   // "attachment", "inline", what else is written, or ""
	Name        string   // file name from Content-Disposition, else from Content-Type
	TypeName    string   // name from Content-Type when it differs
	OtherNames  []string // names that programs may read instead of these (header.Param.Others)
	ContentID   string
	Alternative int    // number of the innermost multipart/alternative around it, 0 for none
	Data        []byte // decoded; valid until Reset
	Text        []byte // Data without the files uuencoded in it
	Truncated   bool
	Encoding    string // transfer encoding as declared
	LineLength  int    // of the first line of base64 or quoted-printable text, before decoding
}

// Walker reads bodies. It keeps memory between calls and belongs to one goroutine.
type Walker struct {
	Leaves  []Leaf
	Defects []string
	Korean  bool // a Korean charset is declared somewhere in the mail; set before and during Walk

	arena        []byte
	decoded      int
	alternatives int
	inferences   int
	headers      [MaxDepth + 2]header.Parser // one for each level that is open
	boundaries   []string
	names        map[string]string
}

// entity is a part whose header is read.
type entity struct {
	kind        string
	params      []header.Param
	encoding    []byte
	disposition string
	fileName    string
	otherNames  []string
	contentID   string
	untyped     bool // it has no Content-Type
	versioned   bool // it says that it is MIME
}

// Walk reads the body of a mail whose header fields are given. Leaves and Defects
// are valid until the next call, the bytes of the leaves until Reset.
func (w *Walker) Walk(fields []header.Field, body []byte) {
	w.Leaves, w.Defects = w.Leaves[:0], w.Defects[:0]
	w.decoded, w.alternatives, w.inferences = 0, 0, 0
	w.boundaries = w.boundaries[:0]
	s := scan{w: w, data: body}
	s.entity(w.entity(fields, ""), frame{top: true})
}

// Reset takes back the memory of all decoded bytes.
func (w *Walker) Reset() { w.arena = w.arena[:0] }

// frame is the place of an entity in the tree.
type frame struct {
	path        string
	depth       int
	alternative int
	top         bool // a mail of its own: the body of the file, or a forwarded one
}

func (f frame) child(n int) frame {
	path := strconv.Itoa(n)
	if f.path != "" {
		path = f.path + "." + path
	}
	return frame{path: path, depth: f.depth + 1, alternative: f.alternative}
}

// leafPath is the path of an entity that is a leaf: a mail without parts is "1".
func (f frame) leafPath() string {
	if f.path == "" {
		return "1"
	}
	return f.path
}

func (w *Walker) defect(s string) {
	if s == "" || len(w.Defects) >= maxDefects {
		return
	}
	for _, d := range w.Defects {
		if d == s {
			return
		}
	}
	w.Defects = append(w.Defects, s)
}

// entity reads the fields that describe a part. An unlabelled part of a
// multipart/digest is a mail, any other is text.
func (w *Walker) entity(fields []header.Field, within string) entity {
	var e entity
	for i := range fields {
		f := &fields[i]
		switch f.Key {
		case "content-type":
			if e.kind == "" {
				e.kind, e.params = header.Params(f.Value, w.Korean)
			}
		case "content-transfer-encoding":
			if e.encoding == nil {
				e.encoding = f.Value
			}
		case "content-disposition":
			disposition, params := header.Params(f.Value, w.Korean)
			if e.disposition == "" {
				e.disposition, e.fileName = disposition, header.Get(params, "filename")
				e.otherNames = header.GetOthers(params, "filename")
			} else if name := header.Get(params, "filename"); name != e.fileName && name != "" && len(e.otherNames) < maxOtherNames {
				e.otherNames = append(e.otherNames, name) // a second field: programs take either
			}
		case "mime-version":
			e.versioned = true
		case "content-id":
			e.contentID = contentID(f.Value)
		}
	}
	if e.kind == "" {
		e.untyped = true
		e.kind = "text/plain"
		if within == "multipart/digest" {
			e.kind = "message/rfc822"
		}
	}
	return e
}

// intern saves an allocation for the types and charsets that every mail repeats.
func (w *Walker) intern(s string) string {
	if known, ok := w.names[s]; ok {
		return known
	}
	const most, longest = 500, 80
	if w.names == nil {
		w.names = make(map[string]string)
	}
	if len(w.names) < most && len(s) <= longest {
		w.names[s] = s
	}
	return s
}

func contentID(value []byte) string {
	for len(value) > 0 && (value[0] == '<' || value[0] == ' ') {
		value = value[1:]
	}
	for len(value) > 0 && (value[len(value)-1] == '>' || value[len(value)-1] == ' ') {
		value = value[:len(value)-1]
	}
	text, _ := header.Text(value, false)
	return text
}
