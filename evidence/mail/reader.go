package mail

import (
	"context"
	"sync"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/message/mailevent"
)

// reader is the evidence.Reader of this package.
type reader struct {
	parsers sync.Pool // of *parser: their tables and buffers are worth keeping
}

// New returns the reader of mailboxes and single mails.
func New() evidence.Reader {
	return &reader{parsers: sync.Pool{New: func() any { return new(parser) }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "mail",
		Title:  "Mail: single messages (EML, Maildir, EMLX) and mailboxes (mbox)",
		Events: []string{"mail"},
		Examples: []string{
			"messages saved from Outlook, Thunderbird, Apple Mail or a webmail",
			"Maildir folders of Dovecot, Courier and Postfix",
			"mbox files of Unix systems, of Thunderbird profiles, of Gmail Takeout",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader. Cutting the mailbox is sequential and cheap; each
// block of mails is parsed by a worker.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	c := newCutter()
	err := evidence.EachBlock(ctx, in, out, c.cut, func(block *evidence.Block) evidence.Work {
		if block.Last {
			c.finish(block.Data)
		}
		mails := c.take(block)
		if c.fragment {
			out.Note("a mail longer than the limit was read up to it")
		}
		return func(w *evidence.Worker) { r.work(w, in, block, mails) }
	})
	if err != nil {
		return err
	}
	for _, note := range c.notes() {
		out.Note(note)
	}
	return nil
}

// noteTakeout is the note on a mailbox that Google exported.
const noteTakeout = "mailbox exported by Gmail Takeout: labels stand in X-Gmail-Labels"

// The size of a batch: large enough to cost little, small enough to bound the
// decoded attachments that are held at a time.
const (
	batchMails = 64
	batchBytes = 8 << 20
)

// work parses the mails of one block.
func (r *reader) work(w *evidence.Worker, in *evidence.Input, block *evidence.Block, mails []span) {
	p := r.parsers.Get().(*parser)
	defer r.parsers.Put(p)
	var batch event.Batch
	decoded := 0
	flush := func() {
		w.Emit(&batch)
		batch.Reset()
		p.walker.Reset()
		p.nested.Reset()
		decoded = 0
	}
	for _, s := range mails {
		at := block.Offset + int64(s.start)
		ref := event.Ref{File: in.ID, Offset: at, Length: int64(s.end - s.start)}
		if s.fragment {
			continue // the rest of an overlong mail, which was reported where it began
		}
		if s.overlong {
			w.Damage(at, "mail longer than 64 MiB; only its beginning was read")
		}
		m, why := p.parse(block.Data[s.start:s.end], s)
		if why != "" {
			if !s.overlong {
				w.Damage(at, why)
			}
			continue
		}
		if !s.overlong {
			w.Read(1)
		}
		if s.kind == kindMbox && len(batch.Mails) == 0 && m.Header("X-GM-THRID") != "" {
			w.Note(noteTakeout)
		}
		m.Ref, m.Mailbox = ref, in.Path
		if s.kind != kindMbox {
			m.Mailbox = mailevent.Folder(in.Path)
		}
		batch.Mails = append(batch.Mails, m)
		decoded += p.bytes
		if len(batch.Mails) >= batchMails || decoded >= batchBytes {
			flush()
		}
	}
	flush()
}
