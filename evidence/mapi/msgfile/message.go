package msgfile

import (
	"encoding/binary"
	"encoding/hex"
	"sort"
	"strings"

	"dwell/evidence/mapi"
)

// The names within a message ([MS-OXMSG] 2).
const (
	propertiesName = "__properties_version1.0"
	namesName      = "__nameid_version1.0"
	recipientName  = "__recip_version1.0_#"
	attachName     = "__attach_version1.0_#"
	valueName      = "__substg1.0_"
	embeddedName   = "__substg1.0_3701000D"
)

// The sizes of what precedes the entries in a properties stream.
const (
	headOfMessage  = 32
	headOfEmbedded = 24
	headOfOther    = 8
)

// The defects of a message file.
const (
	defectCut        = "a property of the message is damaged: only its beginning could be read"
	defectProperties = "a list of properties is damaged"
	defectNames      = "the names of the message's own properties are damaged"
	defectEmpty      = "a message within the message holds nothing that can be read"
)

// loader turns storages into messages.
type loader struct {
	names mapi.Names
}

// holdsMessage reports whether a storage is a message.
func holdsMessage(s *storage) bool {
	return s.stream(propertiesName) != nil && (s.folder(namesName) != nil || hasValue(s))
}

func hasValue(s *storage) bool {
	for i := range s.streams {
		if strings.HasPrefix(s.streams[i].name, valueName) {
			return true
		}
	}
	return false
}

// message reads a message; head is what precedes the entries of its list.
func (l *loader) message(s *storage, head int) *mapi.Message {
	m := &mapi.Message{}
	if names := s.folder(namesName); names != nil {
		l.names = readNames(names, m)
	}
	m.Named = l.names
	l.properties(s, head, &m.Properties, m)
	for _, f := range numbered(s, recipientName) {
		var p mapi.Properties
		l.properties(f, headOfOther, &p, m)
		m.Recipients = append(m.Recipients, p)
	}
	for _, f := range numbered(s, attachName) {
		l.attachment(f, m)
	}
	return m
}

// numbered returns the storages of a kind in the order of their numbers.
func numbered(s *storage, prefix string) []*storage {
	var list []folder
	for _, f := range s.folders {
		if len(f.name) > len(prefix) && strings.EqualFold(f.name[:len(prefix)], prefix) {
			list = append(list, f)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].name < list[j].name })
	storages := make([]*storage, len(list))
	for i := range list {
		storages[i] = list[i].storage
	}
	return storages
}

func (l *loader) attachment(s *storage, m *mapi.Message) {
	var a mapi.Attachment
	before := len(m.Defects)
	l.properties(s, headOfOther, &a.Properties, m)
	if len(m.Defects) > before {
		a.Truncated = true
	}
	content := s.folder(embeddedName)
	switch {
	case content == nil:
	case content.stream(propertiesName) != nil:
		a.Embedded = l.message(content, headOfEmbedded)
	default:
		l.object(content, &a, m)
		return
	}
	m.Attachments = append(m.Attachments, a)
}

// object takes the streams of an embedded object (a document, a packed file) as
// attachments of their own.
func (l *loader) object(s *storage, a *mapi.Attachment, m *mapi.Message) {
	found := false
	for i := range s.streams {
		if len(s.streams[i].data) == 0 {
			continue
		}
		piece := mapi.Attachment{Properties: a.Clone(), Truncated: s.streams[i].cut}
		piece.Set(mapi.NewTag(mapi.AttachData, mapi.TypeBinary), s.streams[i].data)
		m.Attachments = append(m.Attachments, piece)
		found = true
	}
	for _, f := range s.folders {
		l.object(f.storage, a, m)
		found = true
	}
	if !found {
		m.Attachments = append(m.Attachments, *a)
	}
}

// properties reads the bag of a storage: values of fixed size stand in its list, the
// others in streams of their own.
func (l *loader) properties(s *storage, head int, p *mapi.Properties, m *mapi.Message) {
	const entry = 16
	if list := s.stream(propertiesName); list != nil {
		if list.cut || len(list.data) < head || (len(list.data)-head)%entry != 0 {
			defect(m, defectProperties)
		}
		for at := head; at+entry <= len(list.data); at += entry {
			tag := mapi.Tag(binary.LittleEndian.Uint32(list.data[at:]))
			if size := tag.Type().Size(); size > 0 && size <= 8 {
				p.Set(tag, list.data[at+8:at+8+size])
			}
		}
	}
	for i := range s.streams {
		v := &s.streams[i]
		tag, single := valueTag(v.name)
		if !single {
			continue
		}
		if v.cut {
			defect(m, defectCut)
		}
		if tag.Type().IsMany() {
			p.SetMany(tag, s.values(v, tag.Type().Single()))
			continue
		}
		p.Set(tag, v.data)
	}
}

// valueTag reads the tag in the name of a stream; single is false for the streams of
// the single values of a list.
func valueTag(name string) (tag mapi.Tag, single bool) {
	const digits = 8
	if len(name) != len(valueName)+digits || !strings.EqualFold(name[:len(valueName)], valueName) {
		return 0, false
	}
	b, err := hex.DecodeString(name[len(valueName):])
	if err != nil {
		return 0, false
	}
	return mapi.Tag(binary.BigEndian.Uint32(b)), true
}

// maxValues bounds the values of one list.
const maxValues = 10_000

// values returns the values of a list: each in a stream of its own, or, when they have
// a fixed size, one behind the other.
func (s *storage) values(list *stream, t mapi.Type) [][]byte {
	var values [][]byte
	if size := t.Size(); size > 0 {
		for at := 0; at+size <= len(list.data) && len(values) < maxValues; at += size {
			values = append(values, list.data[at:at+size])
		}
		return values
	}
	prefix := strings.ToUpper(list.name) + "-"
	found := make(map[string]*stream)
	var names []string
	for i := range s.streams {
		name := strings.ToUpper(s.streams[i].name)
		if strings.HasPrefix(name, prefix) && len(names) < maxValues {
			found[name] = &s.streams[i]
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		values = append(values, found[name].data)
	}
	return values
}

func defect(m *mapi.Message, s string) {
	for _, d := range m.Defects {
		if d == s {
			return
		}
	}
	m.Defects = append(m.Defects, s)
}
