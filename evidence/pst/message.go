package pst

import (
	"errors"
	"fmt"

	"dwell/evidence/mapi"
	"dwell/evidence/pst/ltp"
	"dwell/evidence/pst/ndb"
)

// The defects of messages that are the store's.
const (
	defectRecovered  = "recovered: it was deleted, its folder does not list it any more"
	defectPast       = "recovered: it was deleted, only an unused part of the store still tells of it"
	defectProperties = "some of its properties could not be read"
	defectRecipients = "some of its recipients could not be read"
	defectAttachment = "an attachment could not be read"
	defectMany       = "it has more attachments than the limit, the later ones were left out"
	defectDeep       = "messages nested deeper than the limit, the rest was left out"
)

// extractor reads messages. It belongs to one goroutine.
type extractor struct {
	store    *store
	session  *ndb.Session
	attached int // attachments of the message at hand
}

// The ways in which an attachment is kept that matter here ([MS-OXCMSG] 2.2.2.9).
const methodEmbedded = 5

// errNoMessage says that a node holds no message.
var errNoMessage = errors.New("no properties of a message")

// message reads the message that a node is. What is wrong with it is told as its
// defects; the error says that nothing could be read.
func (e *extractor) message(n ndb.Node) (*mapi.Message, error) {
	e.session.Renew(maxMessage)
	e.attached = 0
	m, err := e.read(n.Data, n.Sub, 0)
	if err != nil {
		return nil, errors.Join(err, e.firstFault())
	}
	for i, f := range e.session.Faults {
		if i == maxDefects {
			break
		}
		m.Defects = append(m.Defects, f.Error())
	}
	return m, nil
}

// firstFault is the first fault of the blocks that were read, nil when there is none.
func (e *extractor) firstFault() error {
	if len(e.session.Faults) == 0 {
		return nil
	}
	return &e.session.Faults[0]
}

// read reads the message that stands under data, with what lies in its subnodes.
func (e *extractor) read(data, sub ndb.BID, depth int) (*mapi.Message, error) {
	node, err := ltp.Open(e.session, e.store.Header.Variant, data, sub)
	if err != nil {
		return nil, err
	}
	values, err := node.Properties(maxValue)
	if len(values) == 0 {
		return nil, errors.Join(errNoMessage, err)
	}
	m := &mapi.Message{Named: e.store.names}
	if err != nil || cut(values) {
		m.Defects = append(m.Defects, defectProperties)
	}
	fill(&m.Properties, values)
	for _, s := range node.Subnodes {
		switch s.ID.Type() {
		case typeRecipients:
			e.recipients(m, s)
		case typeAttachment:
			if e.attached++; e.attached > mapi.MaxAttachments {
				m.Defects = append(m.Defects, defectMany)
				return m, nil
			}
			e.attachment(m, s, depth)
		}
	}
	return m, nil
}

// cut reports whether a value is not whole.
func cut(values []ltp.Value) bool {
	for i := range values {
		if values[i].Cut {
			return true
		}
	}
	return false
}

// recipients reads the table of the recipients of a message.
func (e *extractor) recipients(m *mapi.Message, s ndb.Subnode) {
	const longest = 64 << 10 // of a cell
	node, err := ltp.Open(e.session, e.store.Header.Variant, s.Data, s.Sub)
	var table *ltp.Table
	if err == nil {
		table, err = node.Table()
	}
	if err == nil {
		err = table.Rows(longest, func(_ uint32, cells []ltp.Value) bool {
			var p mapi.Properties
			fill(&p, cells)
			m.Recipients = append(m.Recipients, p)
			return true
		})
	}
	if err != nil {
		m.Defects = append(m.Defects, defectRecipients)
	}
}

// attachment reads an attachment of a message.
func (e *extractor) attachment(m *mapi.Message, s ndb.Subnode, depth int) {
	node, err := ltp.Open(e.session, e.store.Header.Variant, s.Data, s.Sub)
	var values []ltp.Value
	if err == nil {
		values, err = node.Properties(maxValue)
	}
	if err != nil {
		m.Defects = append(m.Defects, fmt.Sprintf("%s: %v", defectAttachment, err))
	}
	if len(values) == 0 {
		return
	}
	var a mapi.Attachment
	fill(&a.Properties, values)
	for i := range values {
		v := &values[i]
		if mapi.ID(v.ID) != mapi.AttachData {
			continue
		}
		a.Truncated = v.Cut
		if mapi.Type(v.Type) == mapi.TypeObject {
			if err := e.object(&a, node.Subnodes, v.Object, depth); err != nil {
				m.Defects = append(m.Defects, fmt.Sprintf("%s: %v", defectAttachment, err))
			}
		}
	}
	m.Attachments = append(m.Attachments, a)
}

var (
	errObject = errors.New("its object is not there")
	errDeep   = errors.New(defectDeep)
)

// object reads what an attachment carries as an object: a message, or a storage, of
// which the bytes are taken.
func (e *extractor) object(a *mapi.Attachment, subnodes ndb.Subnodes, id ndb.NID, depth int) error {
	s, ok := subnodes.Find(id)
	if !ok {
		return errObject
	}
	if method, _ := a.Int(mapi.AttachMethod); method != methodEmbedded {
		d, err := e.session.Data(s.Data, maxValue)
		a.Set(mapi.NewTag(mapi.AttachData, mapi.TypeBinary), d.Bytes)
		a.Truncated = d.Cut || d.Lost > 0 || err != nil
		return err
	}
	if depth+1 >= mapi.MaxDepth {
		return errDeep
	}
	embedded, err := e.read(s.Data, s.Sub, depth+1)
	a.Embedded = embedded
	return err
}
