package pst

import (
	"context"
	"sync"

	"dwell/evidence"
	"dwell/evidence/message/nested"
	"dwell/evidence/pst/ndb"
)

// reader is the evidence.Reader of this package.
type reader struct {
	converters sync.Pool // of *mapi.Converter
}

// New returns the reader of Outlook's stores.
func New() evidence.RecordReader {
	return &reader{converters: sync.Pool{New: func() any { return nested.NewConverter() }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "pst",
		Title:  "Outlook stores (PST, OST)",
		Events: []string{"mail", "mailbox"},
		Examples: []string{
			"Outlook data files and archives (*.pst), with a password or without",
			"mailboxes exported from Exchange or Microsoft 365 (New-MailboxExportRequest, eDiscovery)",
			"offline copies of mailboxes in profiles of Windows (*.ost)",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence {
	if ndb.Identify(head) {
		return evidence.Certain
	}
	return evidence.No
}

// The size of a batch: large enough to cost little, small enough to bound what is held of
// attachments at a time.
const (
	batchMails = 64
	batchBytes = 8 << 20
)

// Read implements evidence.Reader. The trees and the folders are read first, the
// messages by the workers, those last that are in the store no more.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	content, size, broken := in.Unordered()
	if content == nil {
		return broken
	}
	s, err := openStore(content, size)
	if err != nil {
		return err
	}
	s.report(out)
	j := job{reader: r, ctx: ctx, in: in, out: out, known: newSeen()}
	if err := j.messages(s, false); err != nil {
		return err
	}
	j.running.Wait() // what is known of must be complete
	if err := j.past(s); err != nil {
		return err
	}
	if err := j.hiddenRules(s); err != nil {
		return err
	}
	return broken
}

// report tells what was found when the store was opened.
func (s *store) report(out *evidence.Output) {
	for _, f := range s.Faults {
		out.Damage(f.Offset, f.Why)
	}
	if s.Rebuilt {
		out.Note("an index of the store is broken: the whole file was searched for pieces of it, and messages deleted long ago may be among those found")
	}
	if s.miscoded {
		out.Note("the header of the store names another cipher than its data is in: it was read by the right one")
	}
	if s.hasPassword() {
		out.Note("the store has a password, which only Outlook asks for: it was read without")
	}
}
