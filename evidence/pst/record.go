package pst

import (
	"fmt"
	"io"

	"dwell/evidence/mapi/rule"
	"dwell/evidence/message/mailevent"
	"dwell/evidence/message/nested"
	"dwell/evidence/pst/ndb"
)

// Record implements evidence.RecordReader: the mail whose properties begin at an offset.
func (*reader) Record(content io.ReaderAt, size, offset int64) ([]byte, error) {
	s, err := openStore(content, size)
	if err != nil {
		return nil, err
	}
	n, ok := s.messageAt(offset)
	if !ok {
		return nil, fmt.Errorf("no message of the store begins at byte %d", offset)
	}
	e := extractor{store: s, session: s.Session(0)}
	m, err := e.message(n)
	if err != nil {
		return nil, err
	}
	if n.ID.Type() == typeAssociated {
		rules, err := rule.Read(&m.Properties, s.folderNames().find)
		if err != nil {
			return nil, err
		}
		return ruleText(rules), nil
	}
	mail := nested.NewConverter().Mail(m)
	mail.Folder, _ = s.folders.path(n.Parent)
	return mailevent.Text(&mail), nil
}

// messageAt finds the message whose data begins at an offset, or else the hidden one.
func (s *store) messageAt(offset int64) (ndb.Node, bool) {
	x := s.Session(0)
	for _, kind := range []byte{typeMessage, typeAssociated} {
		for _, n := range s.Nodes() {
			if n.ID.Type() != kind {
				continue
			}
			x.Renew(maxMessage)
			if at, _ := x.First(n.Data); at == offset {
				return n, true
			}
		}
	}
	return ndb.Node{}, false
}
