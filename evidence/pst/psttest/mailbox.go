package psttest

import (
	"encoding/binary"
	"slices"

	"dwell/evidence/pst/ndb"
)

// Store is a mailbox to be written.
type Store struct {
	Variant  ndb.Variant
	Crypt    byte
	Password uint32 // checksum of the password; 0: none
	Names    []Name
	Folders  []Folder
}

// Folder is a folder of a mailbox.
type Folder struct {
	Name     string
	Messages []Message
	Deleted  []Message // that the store still has and the folder does not list
	Purged   []Message // that only pages of the past tell of
	Settings []Message // hidden ones: rules and the like
	Dropped  []Message // hidden ones that only pages of the past tell of
	Extra    []Property
	Folders  []Folder
}

// Message is a message with what it carries.
type Message struct {
	Properties  []Property
	Recipients  [][]Property
	Attachments []Attachment
}

// Attachment is a file or a message. A file's bytes are the property 0x3701, by Binary;
// a storage's are Object.
type Attachment struct {
	Properties []Property
	Embedded   *Message
	Object     []byte
}

// InternetHeaders is the property set of header fields.
var InternetHeaders = [16]byte{0x86, 0x03, 0x02, 0x00, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}

// Name names a property from 0x8000 on by a text.
type Name struct {
	Property uint16
	Set      [16]byte
	Text     string
}

// The nodes and types of nodes that a mailbox has ([MS-PST] 2.2.2.1, 2.4.1).
const (
	NodeStore = 0x21
	nodeNames = 0x61
	NodeRoot  = 0x122

	TypeFolder     = 0x02
	TypeMessage    = 0x04
	typeAttachment = 0x05
	TypeHierarchy  = 0x0d
	TypeContents   = 0x0e
	typeAssociated = 0x0f

	subAttachments = 0x671
	subRecipients  = 0x692
)

const propertyName, propertyClass, propertyAttach, propertyMethod = 0x3001, 0x001a, 0x3701, 0x3705

// Build writes the store.
func (s *Store) Build() []byte {
	m := &mailbox{Builder: NewBuilder(s.Variant, s.Crypt), nextMessage: 0x200024, nextSetting: 0x200028, nextFolder: 0x8022}
	m.context(NodeStore, 0, Text(propertyName, "Outlook Data File"), Int(0x67ff, s.Password), Int(0x35df, 0x89),
		Binary(0x35e0, m.entryID(0x8022)), Binary(0x35e3, m.entryID(0x8022)))
	m.names(s.Names)
	m.folder(NodeRoot, NodeRoot, &Folder{Name: "", Folders: []Folder{{Name: "Top of Outlook data file", Folders: s.Folders}}})
	return m.Bytes()
}

// mailbox writes folders and messages.
type mailbox struct {
	*Builder
	nextMessage, nextSetting, nextFolder ndb.NID
}

// entryID is the name that other nodes know a node by ([MS-PST] 2.4.3.2).
func (m *mailbox) entryID(id ndb.NID) []byte {
	return binary.LittleEndian.AppendUint32(make([]byte, 20), uint32(id))
}

// Context writes a node that is a property context.
func (b *Builder) Context(id, parent ndb.NID, properties ...Property) {
	data, sub := b.NewHeap().Context(properties)
	b.Node(id, parent, data, sub)
}

// Table writes a node that is a table.
func (b *Builder) Table(id ndb.NID, rows []Row) {
	data, sub := b.NewHeap().Table(rows)
	b.Node(id, 0, data, sub)
}

func (m *mailbox) context(id, parent ndb.NID, properties ...Property) {
	m.Context(id, parent, m.encode(properties)...)
}

// encode turns texts into bytes where the store is not Unicode.
func (m *mailbox) encode(properties []Property) []Property {
	if m.Variant != ndb.ANSI {
		return properties
	}
	out := slices.Clone(properties)
	for i, p := range out {
		if p.Type == TypeText {
			var b []byte
			for j := 0; j < len(p.Data); j += 2 {
				b = append(b, p.Data[j])
			}
			out[i] = Property{p.ID, TypeText8, b}
		}
	}
	return out
}

// folder writes a folder with its tables, its messages and its folders.
func (m *mailbox) folder(id, parent ndb.NID, f *Folder) {
	var below, contents []Row
	for i := range f.Folders {
		child := m.nextFolder
		m.nextFolder += 1 << 5
		below = append(below, Row{uint32(child), m.encode([]Property{Text(propertyName, f.Folders[i].Name)})})
		m.folder(child, id, &f.Folders[i])
	}
	for i := range f.Messages {
		contents = append(contents, Row{uint32(m.message(id, &f.Messages[i])), m.encode([]Property{Text(propertyClass, "IPM.Note")})})
	}
	for i := range f.Deleted {
		m.message(id, &f.Deleted[i])
	}
	for i := range f.Purged {
		before := len(m.blocks)
		m.purge(m.message(id, &f.Purged[i]), before)
	}
	var settings []Row
	for i := range f.Settings {
		settings = append(settings, Row{uint32(m.setting(id, &f.Settings[i])), nil})
	}
	for i := range f.Dropped {
		before := len(m.blocks)
		m.purge(m.setting(id, &f.Dropped[i]), before)
	}
	m.context(id, parent, append([]Property{Text(propertyName, f.Name), Int(0x3602, uint32(len(contents))), Int(0x3603, 0),
		{0x360a, TypeBool, []byte{byte(min(1, len(below)))}}}, f.Extra...)...)
	m.Table(id.With(TypeHierarchy), below)
	m.Table(id.With(TypeContents), contents)
	m.Table(id.With(typeAssociated), settings)
}

// message writes a message as a node and returns its number.
func (m *mailbox) message(folder ndb.NID, msg *Message) ndb.NID {
	id := m.nextMessage
	m.nextMessage += 1 << 5
	data, sub := m.content(msg)
	m.Node(id, folder, data, sub)
	return id
}

// setting writes a hidden message.
func (m *mailbox) setting(folder ndb.NID, msg *Message) ndb.NID {
	id := m.nextSetting
	m.nextSetting += 1 << 5
	data, sub := m.content(msg)
	m.Node(id, folder, data, sub)
	return id
}

// content writes a message and returns its data and subnodes.
func (m *mailbox) content(msg *Message) (data, sub BID) {
	h := m.NewHeap()
	if len(msg.Recipients) > 0 {
		var rows []Row
		for i, r := range msg.Recipients {
			rows = append(rows, Row{uint32(i), m.encode(r)})
		}
		d, s := m.NewHeap().Table(rows)
		h.Sub(ndb.Subnode{ID: subRecipients, Data: d, Sub: s})
	}
	var rows []Row
	for i := range msg.Attachments {
		id := ndb.NID(0x400+i)<<5 | typeAttachment
		d, s := m.attachment(&msg.Attachments[i])
		h.Sub(ndb.Subnode{ID: id, Data: d, Sub: s})
		rows = append(rows, Row{uint32(id), nil})
	}
	if len(rows) > 0 {
		d, s := m.NewHeap().Table(rows)
		h.Sub(ndb.Subnode{ID: subAttachments, Data: d, Sub: s})
	}
	return h.Context(m.encode(msg.Properties))
}

// attachment writes an attachment.
func (m *mailbox) attachment(a *Attachment) (data, sub BID) {
	h := m.NewHeap()
	properties := m.encode(a.Properties)
	object := ndb.NID(0x600<<5 | TypeMessage)
	var size uint32
	switch {
	case a.Embedded != nil:
		d, s := m.content(a.Embedded)
		h.Sub(ndb.Subnode{ID: object, Data: d, Sub: s})
		properties = append(properties, Int(propertyMethod, 5))
	case a.Object != nil:
		h.Sub(ndb.Subnode{ID: object, Data: m.Data(a.Object)})
		properties = append(properties, Int(propertyMethod, 6))
		size = uint32(len(a.Object))
	default:
		properties = append(properties, Int(propertyMethod, 1))
	}
	if a.Embedded != nil || a.Object != nil {
		value := binary.LittleEndian.AppendUint32(nil, uint32(object))
		properties = append(properties, Property{propertyAttach, TypeObject, binary.LittleEndian.AppendUint32(value, size)})
	}
	return h.Context(properties)
}

// names writes the node that maps names.
func (m *mailbox) names(names []Name) {
	if len(names) == 0 { // libpff takes no store without any
		names = []Name{{0x8000, InternetHeaders, "x-mailer"}}
	}
	var sets, entries, texts []byte
	for _, n := range names {
		sets = append(sets, n.Set[:]...)
		entries = binary.LittleEndian.AppendUint32(entries, uint32(len(texts)))
		const own = 3
		entries = binary.LittleEndian.AppendUint16(entries, uint16(len(sets)/16-1+own)<<1|1)
		entries = binary.LittleEndian.AppendUint16(entries, n.Property&^0x8000)
		text := Text(0, n.Text).Data
		texts = append(binary.LittleEndian.AppendUint32(texts, uint32(len(text))), text...)
		for len(texts)%4 != 0 {
			texts = append(texts, 0)
		}
	}
	m.Context(nodeNames, 0, Int(1, 251), Binary(2, sets), Binary(3, entries), Binary(4, texts))
}
