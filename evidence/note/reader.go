package note

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/message/visible"
)

type reader struct{}

// New returns the reader of extortion notes and chats.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:     "note",
		Title:    "Extortion notes (text, HTML) and negotiation chats (JSON)",
		Events:   []string{"mail"},
		Examples: []string{"README or HOW_TO_RESTORE files left by ransomware", "exported negotiation chats"},
	}
}

// Detect implements evidence.Reader.
func (reader) Detect(head []byte) evidence.Confidence {
	if isChat(head) {
		return evidence.Likely
	}
	if len(head) < evidence.HeadSize && isNote(head) {
		return evidence.Possible
	}
	return evidence.No
}

// Read implements evidence.Reader. The file is one piece of work.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	whole := func([]byte) int { return 0 } // never cut
	first := true
	return evidence.EachBlock(ctx, in, out, whole, func(block *evidence.Block) evidence.Work {
		if !block.Last || !first {
			if first {
				out.Damage(block.Offset, fmt.Sprintf("longer than %d MiB, which no note or chat is", evidence.MaxRecord>>20))
			}
			first = false
			return nil
		}
		return func(w *evidence.Worker) {
			if isChat(block.Data) {
				readChat(w, in, block.Data)
				return
			}
			readNote(w, in, block.Data)
		}
	})
}

// maxText bounds the text of one note.
const maxText = 256 << 10

func readNote(w *evidence.Worker, in *evidence.Input, data []byte) {
	text, links, defects := noteText(data)
	if text == "" {
		w.Damage(0, "no text")
		return
	}
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
		defects = append(defects, "text cut at 256 KiB")
	}
	w.Read(1)
	w.Note("a note carries no time of its own; that of the file was not taken for it")
	w.Emit(&event.Batch{Mails: []event.Mail{{
		Ref:     event.Ref{File: in.ID, Length: int64(len(data))},
		Medium:  event.MediumNote,
		Vantage: event.VantageServer,
		Mailbox: folder(in.Path),
		Text:    text,
		Links:   visible.Links(links, visible.TextLinks(text)),
		Defects: defects,
	}}})
}

// folder returns the folder of a logical path.
func folder(path string) string {
	cut := strings.LastIndexAny(path, "/!")
	return path[:max(cut, 0)]
}

// trimLead takes a byte order mark and white space off.
func trimLead(data []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
}
