// Package msgtest writes Outlook messages and other compound files for tests: there are
// few real ones that may be used. The files follow [MS-CFB] and [MS-OXMSG].
package msgtest

import (
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
	"unicode/utf16"

	"dwell/evidence/mapi"
)

// Node is a storage or a stream of a compound file.
type Node struct {
	name  string
	data  []byte  // of a stream
	nodes []*Node // of a storage
	dir   bool
	class []byte

	left, right, child uint32
	start              uint32
}

// Dir is a storage.
func Dir(name string, nodes ...*Node) *Node { return &Node{name: name, dir: true, nodes: nodes} }

// File is a stream.
func File(name string, data []byte) *Node { return &Node{name: name, data: data} }

const (
	sector, small  = 512, 64
	headerSize     = 512
	entrySize      = 128
	noEntry        = 0xFFFFFFFF
	endOfChain     = 0xFFFFFFFE
	inHeader       = 109 // places of the table that the header holds
	inList         = 127 // and a sector of the list of further ones
	signature      = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	headOfMessage  = 32
	headOfEmbedded = 24
	headOfOther    = 8
	messageID      = "\x0b\x0d\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
)

// Sector is the size of a sector, Entry that of an entry of the directory.
const (
	Sector = sector
	Entry  = entrySize
)

// compound writes a compound file of version 3 ([MS-CFB]).
type compound struct {
	sectors []byte
	fat     []uint32
	mini    []byte
	miniFAT []uint32
	entries []*Node
}

// Write gives the bytes of a compound file with the given root.
func Write(root *Node) []byte {
	c := &compound{}
	root.name, root.dir = "Root Entry", true
	c.collect(root)
	for _, n := range c.entries[1:] {
		switch {
		case n.dir || len(n.data) == 0:
			n.start = endOfChain
		case len(n.data) < 4096:
			n.start = chain(&c.miniFAT, pieces(len(n.data), small))
			c.mini = append(c.mini, pad(n.data, small)...)
		default:
			n.start = c.add(n.data)
		}
	}
	root.data = c.mini
	root.start = c.add(c.mini)
	miniFAT := c.add(numbers(c.miniFAT, sector/4))
	directory := c.add(c.directory())
	return c.file(directory, miniFAT)
}

// collect numbers the entries and joins those of each storage to a search tree.
func (c *compound) collect(n *Node) uint32 {
	number := uint32(len(c.entries))
	c.entries = append(c.entries, n)
	n.left, n.right, n.child = noEntry, noEntry, noEntry
	sort.Slice(n.nodes, func(i, j int) bool {
		a, b := n.nodes[i].name, n.nodes[j].name
		if len(a) != len(b) {
			return len(a) < len(b)
		}
		return strings.ToUpper(a) < strings.ToUpper(b)
	})
	ids := make([]uint32, len(n.nodes))
	for i, child := range n.nodes {
		ids[i] = c.collect(child)
	}
	n.child = tree(n.nodes, ids)
	return number
}

func tree(nodes []*Node, ids []uint32) uint32 {
	if len(nodes) == 0 {
		return noEntry
	}
	middle := len(nodes) / 2
	nodes[middle].left = tree(nodes[:middle], ids[:middle])
	nodes[middle].right = tree(nodes[middle+1:], ids[middle+1:])
	return ids[middle]
}

func pieces(n, size int) int { return (n + size - 1) / size }

func pad(b []byte, size int) []byte {
	return append(append([]byte{}, b...), make([]byte, pieces(len(b), size)*size-len(b))...)
}

// chain adds a chain of n sectors to a table and returns its first.
func chain(table *[]uint32, n int) uint32 {
	first := uint32(len(*table))
	for i := range n {
		*table = append(*table, first+uint32(i)+1)
	}
	if n == 0 {
		return endOfChain
	}
	(*table)[len(*table)-1] = endOfChain
	return first
}

func (c *compound) add(data []byte) uint32 {
	c.sectors = append(c.sectors, pad(data, sector)...)
	return chain(&c.fat, pieces(len(data), sector))
}

func numbers(list []uint32, multiple int) []byte {
	var b []byte
	for len(list)%multiple != 0 {
		list = append(list, noEntry)
	}
	for _, n := range list {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func (c *compound) directory() []byte {
	var b []byte
	for i, n := range c.entries {
		e := make([]byte, entrySize)
		for j, u := range utf16.Encode([]rune(n.name)) {
			binary.LittleEndian.PutUint16(e[2*j:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(n.name)+2))
		e[66], e[67] = 2, 1
		if n.dir {
			e[66] = 1
		}
		if i == 0 {
			e[66] = 5
		}
		binary.LittleEndian.PutUint32(e[68:], n.left)
		binary.LittleEndian.PutUint32(e[72:], n.right)
		binary.LittleEndian.PutUint32(e[76:], n.child)
		copy(e[80:], n.class)
		binary.LittleEndian.PutUint32(e[116:], n.start)
		binary.LittleEndian.PutUint32(e[120:], uint32(len(n.data)))
		b = append(b, e...)
	}
	for len(b)%sector != 0 {
		b = append(b, make([]byte, 68)...)
		b = append(b, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"...)
		b = append(b, make([]byte, 48)...)
	}
	return b
}

// file puts the sectors of the table behind the others, and behind these the sectors that
// say where the table lies beyond what the header has room for (DIFAT).
func (c *compound) file(directory, miniFAT uint32) []byte {
	tables, lists := 0, 0
	for pieces(len(c.fat)+tables+lists, sector/4) > tables {
		tables++
		lists = pieces(max(0, tables-inHeader), inList)
	}
	first := uint32(len(c.fat))
	places := make([]uint32, tables)
	for i := range places {
		places[i] = first + uint32(i)
		c.fat = append(c.fat, 0xFFFFFFFD)
	}
	listed := uint32(endOfChain)
	if lists > 0 {
		listed = first + uint32(tables)
	}
	for range lists {
		c.fat = append(c.fat, 0xFFFFFFFC)
	}
	head := make([]byte, headerSize)
	copy(head, signature)
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(tables), 48: directory, 56: 4096, 60: miniFAT, 64: uint32(pieces(len(c.miniFAT), sector/4)), 68: listed, 72: uint32(lists)} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	copy(head[76:], numbers(places[:min(tables, inHeader)], inHeader))
	b := append(append(head, c.sectors...), numbers(c.fat, sector/4)...)
	for i := range lists {
		rest := places[inHeader+i*inList:]
		b = append(b, numbers(rest[:min(len(rest), inList)], inList)...)
		next := uint32(endOfChain)
		if i+1 < lists {
			next = listed + uint32(i) + 1
		}
		b = binary.LittleEndian.AppendUint32(b, next)
	}
	return b
}

// Item collects the properties of a storage of a message. The zero value is ready for use.
type Item struct {
	list  []byte
	nodes []*Node
}

func (i *Item) entry(tag mapi.Tag, value uint64) {
	i.list = binary.LittleEndian.AppendUint32(i.list, uint32(tag))
	i.list = binary.LittleEndian.AppendUint32(i.list, 6)
	i.list = binary.LittleEndian.AppendUint64(i.list, value)
}

// Bytes adds a value that has a stream of its own.
func (i *Item) Bytes(id mapi.ID, t mapi.Type, data []byte) *Item {
	tag := mapi.NewTag(id, t)
	i.entry(tag, uint64(len(data)))
	i.nodes = append(i.nodes, File(fmt.Sprintf("__substg1.0_%08X", uint32(tag)), data))
	return i
}

// Text adds a text in Unicode.
func (i *Item) Text(id mapi.ID, s string) *Item {
	return i.Bytes(id, mapi.TypeUnicode, UTF16(s))
}

// Number adds a value of fixed size.
func (i *Item) Number(id mapi.ID, t mapi.Type, n uint64) *Item {
	i.entry(mapi.NewTag(id, t), n)
	return i
}

// Add adds storages and streams.
func (i *Item) Add(nodes ...*Node) *Item {
	i.nodes = append(i.nodes, nodes...)
	return i
}

// storage closes the item: head is the number of bytes before its list.
func (i *Item) storage(name string, head int) *Node {
	return Dir(name, append(i.nodes, File("__properties_version1.0", append(make([]byte, head), i.list...)))...)
}

// UTF16 gives a text as Outlook keeps it.
func UTF16(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// Message writes the file of a message; names are the streams of its map of names.
func Message(i *Item, names ...*Node) []byte {
	root := i.Add(Dir("__nameid_version1.0", names...)).storage("", headOfMessage)
	root.class = []byte(messageID)
	return Write(root)
}

// Recipient is a recipient of a message.
func Recipient(number int, kind uint64, name, addr string) *Node {
	return new(Item).Text(mapi.DisplayName, name).Text(mapi.AddressType, "SMTP").Text(mapi.EmailAddress, addr).
		Number(mapi.RecipientType, mapi.TypeInt32, kind).storage(fmt.Sprintf("%s%08X", "__recip_version1.0_#", number), headOfOther)
}

// Attachment is an attachment of a message.
func Attachment(number int, i *Item) *Node {
	return i.storage(fmt.Sprintf("%s%08X", "__attach_version1.0_#", number), headOfOther)
}

// Embedded is the message that an attachment holds.
func Embedded(i *Item) *Node { return i.storage("__substg1.0_3701000D", headOfEmbedded) }

// Bare is a storage of a given name with the properties of a message.
func Bare(name string, i *Item) *Node { return i.storage(name, headOfMessage) }

// Storage is a storage of a given name with the properties of a recipient or attachment.
func (i *Item) Storage(name string) *Node { return i.storage(name, headOfOther) }
