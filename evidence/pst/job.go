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

// job is the reading of one store.
type job struct {
	reader  *reader
	ctx     context.Context
	in      *evidence.Input
	out     *evidence.Output
	running sync.WaitGroup
	known   *seen

	settings []setting // hidden messages, of which some are rules
}

// messages schedules the work on all messages of a store. past says that they are in the
// store no more.
func (j *job) messages(s *store, past bool) error {
	var nodes []ndb.Node
	for _, n := range s.Nodes() {
		switch n.ID.Type() {
		case typeMessage:
			nodes = append(nodes, n)
		case typeAssociated:
			j.settings = append(j.settings, setting{s, n, past})
		}
		if len(nodes) == batchMails {
			if err := j.schedule(s, nodes, past); err != nil {
				return err
			}
			if nodes = nil; past {
				j.running.Wait() // of several copies the first counts, whoever is quick
			}
		}
	}
	return j.schedule(s, nodes, past)
}

// past schedules the work on messages that only pages of the past tell of.
func (j *job) past(s *store) error {
	remains, err := s.Remains(func(id ndb.NID) bool { return id.Type() == typeMessage || id.Type() == typeAssociated })
	if err != nil || remains == nil {
		return err
	}
	return j.messages(&store{Store: remains, names: s.names, folders: s.folders}, true)
}

// schedule hands a batch of messages to a worker.
func (j *job) schedule(s *store, nodes []ndb.Node, past bool) error {
	if len(nodes) == 0 {
		return nil
	}
	offset, _ := s.Place(nodes[0].Data)
	j.running.Add(1)
	err := j.out.Do(j.ctx, offset, func(w *evidence.Worker) {
		defer j.running.Done()
		c := j.reader.converters.Get().(*mapi.Converter)
		defer j.reader.converters.Put(c)
		b := batch{worker: w, converter: c, store: s, past: past, known: j.known, file: j.in.ID, mailbox: j.in.Path,
			extractor: extractor{store: s, session: s.Session(0)}}
		for _, n := range nodes {
			b.message(n)
		}
		b.flush()
	})
	if err != nil {
		j.running.Done()
	}
	return err
}

// batch reads messages and hands them over as mails.
type batch struct {
	worker    *evidence.Worker
	converter *mapi.Converter
	extractor extractor
	store     *store
	past      bool
	known     *seen
	file      event.FileID
	mailbox   string

	events event.Batch
	bytes  int
}

// message reads the message that a node is.
func (b *batch) message(n ndb.Node) {
	m, err := b.extractor.message(n)
	offset, length := b.extractor.session.First(n.Data)
	switch {
	case err != nil && b.past:
		return // it was written over
	case err != nil:
		b.worker.Damage(offset, fmt.Sprintf("message %#x: %v", uint32(n.ID), err))
		return
	case !mapi.IsMail(m.Text(mapi.MessageClass)):
		b.worker.Skip(1, "appointments, contacts, tasks and other items that are no mail were left out")
		return
	}
	b.mark(m, n)
	mail := b.converter.Mail(m)
	if b.known.add(&mail) && b.past {
		return // it was moved
	}
	if b.past {
		b.worker.Note("deleted messages were recovered from unused parts of the store")
	}
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

// mark says of a message that it was deleted.
func (b *batch) mark(m *mapi.Message, n ndb.Node) {
	switch {
	case b.past:
		m.Defects = append(m.Defects, defectPast)
	case b.store.folders.unlisted(n):
		m.Defects = append(m.Defects, defectRecovered)
		b.worker.Note("deleted messages that no folder lists any more were recovered")
	}
}

// flush hands over what was read.
func (b *batch) flush() {
	b.worker.Emit(&b.events)
	b.events.Reset()
	b.converter.Reset()
	b.bytes = 0
}
