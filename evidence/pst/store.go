package pst

import (
	"encoding/binary"
	"io"

	"dwell/evidence/mapi"
	"dwell/evidence/pst/ltp"
	"dwell/evidence/pst/ndb"
)

// store is an open store with what all its messages have in common.
type store struct {
	*ndb.Store
	names    mapi.Names
	folders  folders
	byServer *folderNames // once asked for
	miscoded bool         // the header names another cipher than the data is in
}

// propertyPassword holds a checksum of the password that Outlook asks for.
const propertyPassword mapi.ID = 0x67ff

func openStore(r io.ReaderAt, size int64) (*store, error) {
	n, err := ndb.Open(r, size)
	if err != nil {
		return nil, err
	}
	s := &store{Store: n}
	s.findCipher()
	s.names = s.readNames()
	s.folders = s.readFolders()
	return s, nil
}

// findCipher tries the other ciphers when what should be properties is none by that of the
// header, as after repairs and tampering.
func (s *store) findCipher() {
	stated := s.Header.Crypt
	n, ok := s.Node(nodeStore)
	if !ok || s.readable(n) {
		return
	}
	for _, method := range []byte{ndb.CryptNone, ndb.CryptPermute, ndb.CryptCyclic} {
		if s.Header.Crypt = method; s.readable(n) {
			s.miscoded = true
			return
		}
	}
	s.Header.Crypt = stated
}

// readable reports whether a node holds properties.
func (s *store) readable(n ndb.Node) bool {
	node, err := ltp.Open(s.Session(maxTable), s.Header.Variant, n.Data, 0)
	if err != nil {
		return false
	}
	values, err := node.Properties(maxValue)
	return err == nil && len(values) > 0
}

// bag reads the properties of a node, of which some may be missing.
func (s *store) bag(id ndb.NID) []ltp.Value {
	n, ok := s.Node(id)
	if !ok {
		return nil
	}
	node, err := ltp.Open(s.Session(maxTable), s.Header.Variant, n.Data, n.Sub)
	if err != nil {
		return nil
	}
	values, _ := node.Properties(maxValue)
	return values
}

func (s *store) readNames() mapi.Names {
	list := ltp.Names(s.bag(nodeNames))
	names := make(mapi.Names, len(list))
	for i := range list {
		n := &list[i]
		names[mapi.ID(n.Property)] = mapi.Name{Set: n.Set, ID: n.Number, Text: mapi.UTF16(n.Text)}
	}
	return names
}

// hasPassword reports whether Outlook asks for a password.
func (s *store) hasPassword() bool {
	for _, v := range s.bag(nodeStore) {
		if mapi.ID(v.ID) == propertyPassword && len(v.Data) >= 4 {
			return binary.LittleEndian.Uint32(v.Data) != 0
		}
	}
	return false
}

// fill puts values into a bag.
func fill(to *mapi.Properties, values []ltp.Value) {
	to.Grow(len(values))
	for i := range values {
		v := &values[i]
		tag := mapi.NewTag(mapi.ID(v.ID), mapi.Type(v.Type))
		switch {
		case tag.Type() == mapi.TypeObject:
		case tag.Type().IsMany():
			to.SetMany(tag, v.Many())
		default:
			to.Set(tag, v.Data)
		}
	}
}
