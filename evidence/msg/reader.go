package msg

import (
	"context"
	"fmt"
	"io"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/mapi"
	"dwell/evidence/mapi/msgfile"
	"dwell/evidence/message/mailevent"
	"dwell/evidence/message/nested"
	"dwell/evidence/message/tnef"
)

// maxFile is the largest file that is read. Exchange takes messages of up to 150 MB.
const maxFile = 256 << 20

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of Outlook messages. A message has no bytes of its own in a
// compound file: a Ref into one is row 0.
func New() evidence.RowReader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "msg",
		Title:  "Outlook messages (MSG, TNEF)",
		Events: []string{"mail"},
		Examples: []string{
			"messages dragged out of Outlook or saved by it (.msg), templates (.oft)",
			"what users attach when they report a mail",
			"winmail.dat saved as a file; within mails it is unpacked too",
		},
	}
}

// Detect implements evidence.Reader.
func (reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if len(data) > maxFile {
		out.Damage(0, fmt.Sprintf("an OLE file of more than %d MiB", maxFile>>20))
		return nil
	}
	if err != nil {
		out.Note("the file is incomplete: " + err.Error())
	}
	m, problem := load(data)
	switch {
	case m == nil && problem == nil:
		return evidence.ErrOther
	case problem != nil:
		out.Damage(0, problem.Error())
		return err
	}
	done := out.Do(ctx, 0, func(w *evidence.Worker) { work(w, in, m) })
	if err == nil {
		err = done
	}
	return err
}

// load reads the message of a file; it is nil, without an error, when the file holds
// none.
func load(data []byte) (*mapi.Message, error) {
	if tnef.Is(data) {
		return tnef.Parse(data), nil
	}
	return msgfile.Load(data)
}

// work turns the message into an event.
func work(w *evidence.Worker, in *evidence.Input, m *mapi.Message) {
	if kind := m.Text(mapi.MessageClass); !mapi.IsMail(kind) {
		w.Skip(1, fmt.Sprintf("items of Outlook that are no mail were left out (%s)", printable(kind)))
		return
	}
	mail := nested.NewConverter().Mail(m)
	mail.Ref = event.Ref{File: in.ID, Length: 1}
	mail.Mailbox = mailevent.Folder(in.Path)
	w.Read(1)
	w.Emit(&event.Batch{Mails: []event.Mail{mail}})
}

// printable shortens the class of an item for a note.
func printable(class string) string {
	const longest = 60
	clean := make([]rune, 0, longest)
	for _, r := range class {
		if r >= ' ' && r != 0x7f && len(clean) < longest {
			clean = append(clean, r)
		}
	}
	return string(clean)
}

// Row implements evidence.RowReader.
func (reader) Row(content []byte, number int64) ([]byte, error) {
	m, err := load(content)
	if err != nil {
		return nil, err
	}
	if number != 0 || m == nil {
		return nil, fmt.Errorf("row %d: an Outlook message is row 0 of its file", number)
	}
	mail := nested.NewConverter().Mail(m)
	return mapi.Render(&mail), nil
}
