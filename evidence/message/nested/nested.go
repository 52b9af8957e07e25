package nested

import (
	"strings"

	"dwell/evidence/mapi"
	"dwell/evidence/mapi/msgfile"
	"dwell/evidence/message/mime"
	"dwell/evidence/message/smime"
	"dwell/evidence/message/tnef"
)

// The limits of one mail.
const (
	maxFiles = 100       // unpacked
	maxBytes = 256 << 20 // of them: each layer of files within files counts
)

// The defects that Unpack reports, besides those of the packages below it.
const (
	DefectLimit   = "more or larger files with messages in them than the limit, the rest was not unpacked"
	DefectLocked  = "S/MIME: encrypted, its parts cannot be read"
	DefectPGP     = "PGP: encrypted, its parts cannot be read"
	defectMessage = "an attached Outlook message is damaged: "
)

// Unpacker takes files apart that hold messages. It keeps memory between calls and
// belongs to one goroutine; the zero value is ready for use.
type Unpacker struct {
	converter mapi.Converter
	files     int
	bytes     int
	out       mapi.Content
}

// NewConverter returns a converter of messages that unpacks what is attached to them.
func NewConverter() *mapi.Converter {
	return &mapi.Converter{Unpack: new(Unpacker).Unpack}
}

// Reset takes back the memory of decoded bytes.
func (u *Unpacker) Reset() { u.converter.Reset() }

// Unpack returns the leaves with those of the messages in them behind each, and what was
// wrong. Without such files it returns the leaves as they are.
func (u *Unpacker) Unpack(leaves []mime.Leaf) mapi.Content {
	u.files, u.bytes, u.out = 0, 0, mapi.Content{}
	for i := 0; i < len(leaves); i++ {
		kind := kindOf(&leaves[i])
		if leaves[i].Type == "application/pgp-encrypted" { // RFC 3156: stands before the encrypted part
			u.out.Defects = append(u.out.Defects, DefectPGP)
		}
		if kind == other {
			continue
		}
		u.files++
		u.bytes += len(leaves[i].Data)
		if u.files > maxFiles || u.bytes > maxBytes {
			u.out.Defects = append(u.out.Defects, DefectLimit)
			break
		}
		leaves = u.insert(leaves, i, u.open(leaves, i, kind))
		if kind == packed {
			sameText(leaves, i)
		}
	}
	u.out.Leaves = leaves
	return u.out
}

// firstOfCMS begins every object of S/MIME: the tag of a sequence.
const firstOfCMS = 0x30

// kind is what a leaf may be.
type kind uint8

const (
	other  kind = iota
	packed      // TNEF: the mail itself in another form
	message
	mail
	sealed // S/MIME in one piece
)

func kindOf(l *mime.Leaf) kind {
	switch {
	case tnef.Is(l.Data):
		return packed
	case msgfile.MayHold(l.Data):
		return message
	case (l.Type == "application/octet-stream" || l.Type == "application/x-eml") && l.Name != "" && looksLikeMail(l.Data):
		return mail
	case len(l.Data) > 0 && l.Data[0] == firstOfCMS && strings.HasPrefix(l.Type, "application/"):
		if kind, content := smime.Open(l.Data); kind == smime.Encrypted || content != nil {
			return sealed
		}
	}
	return other
}

// open reads what the leaf at i holds.
func (u *Unpacker) open(leaves []mime.Leaf, i int, k kind) mapi.Content {
	at := mapi.Place{Path: leaves[i].Path, Alternative: highest(leaves)}
	inside := at
	inside.Path += ".1"
	switch k {
	case packed:
		m := tnef.Parse(leaves[i].Data)
		content := u.converter.Content(m, at)
		content.Defects = append(m.Defects, content.Defects...)
		return content
	case mail:
		return u.converter.MIME(leaves[i].Data, inside)
	case sealed:
		kind, content := smime.Open(leaves[i].Data)
		if kind == smime.Encrypted {
			return mapi.Content{Defects: []string{DefectLocked}}
		}
		return u.converter.Entity(content, at)
	}
	m, err := msgfile.Load(leaves[i].Data)
	if err != nil {
		return mapi.Content{Defects: []string{defectMessage + err.Error()}}
	}
	if m == nil || !mapi.IsMail(m.Text(mapi.MessageClass)) {
		return mapi.Content{}
	}
	return u.converter.Enclosed(m, inside)
}

// insert puts content behind the leaf at i.
func (u *Unpacker) insert(leaves []mime.Leaf, i int, content mapi.Content) []mime.Leaf {
	u.out.Links = append(u.out.Links, content.Links...)
	u.out.Defects = append(u.out.Defects, content.Defects...)
	inner := content.Leaves
	if room := mime.MaxParts - len(leaves); len(inner) > room {
		u.out.Defects = append(u.out.Defects, mime.DefectParts)
		inner = inner[:max(room, 0)]
	}
	if len(inner) == 0 {
		return leaves
	}
	all := make([]mime.Leaf, 0, len(leaves)+len(inner))
	return append(append(append(all, leaves[:i+1]...), inner...), leaves[i+1:]...)
}

func highest(leaves []mime.Leaf) int {
	n := 0
	for i := range leaves {
		n = max(n, leaves[i].Alternative)
	}
	return n
}

// sameText makes the body in the TNEF at i an alternative of the plain text that the mail
// has before it: Outlook writes the same text twice.
func sameText(leaves []mime.Leaf, packed int) {
	plain := -1
	for i := range packed {
		if l := &leaves[i]; l.Type == "text/plain" && l.Disposition != "attachment" && level(l.Path) == level(leaves[packed].Path) {
			plain = i
		}
	}
	if plain < 0 {
		return
	}
	number := leaves[plain].Alternative
	for i := packed + 1; i < len(leaves) && strings.HasPrefix(leaves[i].Path, leaves[packed].Path+"."); i++ {
		l := &leaves[i]
		if level(l.Path) != level(leaves[packed].Path)+1 || l.Disposition != "" || l.Name != "" || !strings.HasPrefix(l.Type, "text/") {
			continue
		}
		if number == 0 {
			number = highest(leaves) + 1
			leaves[plain].Alternative = number
		}
		l.Alternative = number
	}
}

// level is the depth of a leaf in the tree.
func level(path string) int { return strings.Count(path, ".") }
