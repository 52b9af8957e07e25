package pst

import (
	"context"
	"fmt"
	"sync"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/mapi"
	"dwell/evidence/pst/ndb"
)

// reader is the evidence.Reader of this package.
type reader struct {
	converters sync.Pool // of *mapi.Converter
}

// New returns the reader of Outlook's stores.
func New() evidence.RecordReader {
	return &reader{converters: sync.Pool{New: func() any { return new(mapi.Converter) }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "pst",
		Title:  "Outlook stores (PST, OST)",
		Events: []string{"mail"},
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
// messages by the workers.
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
	other := 0
	var messages []ndb.Node
	for _, n := range s.Nodes() {
		switch n.ID.Type() {
		case typeMessage:
			messages = append(messages, n)
		case typeAssociated:
			other++
		}
		if len(messages) == batchMails {
			if err := r.schedule(ctx, in, out, s, messages); err != nil {
				return err
			}
			messages = nil
		}
	}
	err = r.schedule(ctx, in, out, s, messages)
	if err == nil && other > 0 {
		err = out.Do(ctx, 0, func(w *evidence.Worker) {
			w.Skip(other, "settings that Outlook keeps as hidden messages were left out")
		})
	}
	if err != nil {
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
	if s.hasPassword() {
		out.Note("the store has a password, which only Outlook asks for: it was read without")
	}
}

// schedule hands a batch of messages to a worker.
func (r *reader) schedule(ctx context.Context, in *evidence.Input, out *evidence.Output, s *store, messages []ndb.Node) error {
	if len(messages) == 0 {
		return nil
	}
	offset, _ := s.Place(messages[0].Data)
	return out.Do(ctx, offset, func(w *evidence.Worker) {
		c := r.converters.Get().(*mapi.Converter)
		defer r.converters.Put(c)
		b := batch{worker: w, converter: c, store: s, file: in.ID, mailbox: in.Path,
			extractor: extractor{store: s, session: s.Session(0)}}
		for _, n := range messages {
			b.message(n)
		}
		b.flush()
	})
}

// batch reads messages and hands them over as mails.
type batch struct {
	worker    *evidence.Worker
	converter *mapi.Converter
	extractor extractor
	store     *store
	file      event.FileID
	mailbox   string

	events event.Batch
	bytes  int
}

// message reads the message that a node is.
func (b *batch) message(n ndb.Node) {
	m, err := b.extractor.message(n)
	offset, length := b.extractor.session.First(n.Data)
	if err != nil {
		b.worker.Damage(offset, fmt.Sprintf("message %#x: %v", uint32(n.ID), err))
		return
	}
	if !mapi.IsMail(m.Text(mapi.MessageClass)) {
		b.worker.Skip(1, "appointments, contacts, tasks and other items that are no mail were left out")
		return
	}
	if b.store.folders.unlisted(n) {
		m.Defects = append(m.Defects, defectRecovered)
		b.worker.Note("deleted messages that no folder lists any more were recovered")
	}
	mail := b.converter.Mail(m)
	mail.Ref = event.Ref{File: b.file, Offset: offset, Length: int64(length)}
	mail.Mailbox = b.mailbox
	mail.Folder, _ = b.store.folders.path(n.Parent)
	b.worker.Read(1)
	b.events.Mails = append(b.events.Mails, mail)
	for i := range mail.Parts {
		b.bytes += len(mail.Parts[i].Data)
	}
	if b.bytes >= batchBytes {
		b.flush()
	}
}

// flush hands over what was read.
func (b *batch) flush() {
	b.worker.Emit(&b.events)
	b.events.Reset()
	b.converter.Reset()
	b.bytes = 0
}
