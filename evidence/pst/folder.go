package pst

import (
	"slices"
	"strings"

	"dwell/evidence/mapi"
	"dwell/evidence/pst/ltp"
	"dwell/evidence/pst/ndb"
)

// folder is a folder of a store.
type folder struct {
	parent ndb.NID
	name   string
	// listed says that the list of its messages was read whole.
	listed bool
}

// folders are those of a store, and what they list.
type folders struct {
	byID     map[ndb.NID]folder
	messages []ndb.NID // that some folder lists, in order
}

func (s *store) readFolders() folders {
	f := folders{byID: make(map[ndb.NID]folder)}
	x := s.Session(0)
	for _, n := range s.Nodes() {
		if n.ID.Type() != typeFolder || len(f.byID) >= maxFolders {
			continue
		}
		x.Renew(maxTable)
		it := folder{parent: n.Parent, name: s.folderName(x, n)}
		it.listed = s.list(x, n.ID, &f.messages)
		f.byID[n.ID] = it
	}
	slices.Sort(f.messages)
	f.messages = slices.Compact(f.messages)
	return f
}

// folderName reads the name of a folder; "" when it cannot be read.
func (s *store) folderName(x *ndb.Session, n ndb.Node) string {
	node, err := ltp.Open(x, s.Header.Variant, n.Data, n.Sub)
	if err != nil {
		return ""
	}
	values, _ := node.Properties(maxPathLength)
	var p mapi.Properties
	fill(&p, values)
	return p.Text(mapi.DisplayName)
}

// list adds the messages that a folder lists, and reports whether all of them were read.
func (s *store) list(x *ndb.Session, id ndb.NID, to *[]ndb.NID) bool {
	n, ok := s.Node(id.With(typeContents))
	if !ok {
		return false
	}
	node, err := ltp.Open(x, s.Header.Variant, n.Data, n.Sub)
	if err != nil {
		return false
	}
	table, err := node.Table()
	if err != nil {
		return false
	}
	err = table.Each(func(id uint32, _ int) bool {
		*to = append(*to, ndb.NID(id))
		return true
	})
	return err == nil && node.Lost == 0
}

// path returns the path of a folder below the root, and false when the folder or one
// above it is not there.
func (f *folders) path(id ndb.NID) (string, bool) {
	var names []string
	for range maxPathDepth {
		it, ok := f.byID[id]
		switch {
		case !ok:
			return join(names), false
		case id == nodeRoot || it.parent == id:
			return join(names), true
		}
		names = append(names, strings.ReplaceAll(it.name, "/", "_"))
		id = it.parent
	}
	return join(names), false
}

func join(names []string) string {
	slices.Reverse(names)
	path := strings.Join(names, "/")
	if len(path) > maxPathLength {
		path = strings.ToValidUTF8(path[:maxPathLength], "")
	}
	return path
}

// unlisted reports whether a message is in the store and in no folder's list: it was
// deleted, and its place not yet given away. It is not so where the list could not be read.
func (f *folders) unlisted(m ndb.Node) bool {
	if _, found := slices.BinarySearch(f.messages, m.ID); found {
		return false
	}
	it, ok := f.byID[m.Parent]
	return !ok || it.listed
}
