package note

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/message/visible"
)

// The limits of one chat.
const (
	maxParties = 16       // named as recipients
	maxTurn    = 64 << 10 // bytes of text in one turn; a longer one goes on in the next
)

// message is one element of the transcript and its place in the file.
type message struct {
	party, content, timestamp string
	start, end                int
}

// isChat reports whether data starts like a transcript: the first element of its
// messages has a party and a content. The element may be cut off.
func isChat(data []byte) bool {
	lead := len(data) - len(trimLead(data))
	_, at := messages(data, lead)
	if at < 0 || at >= len(data) || data[at] != '{' {
		return false
	}
	end := skipValue(data, at)
	if end < 0 {
		end = len(data)
	}
	first := data[at:end]
	return bytes.Contains(first, []byte(`"party"`)) && bytes.Contains(first, []byte(`"content"`))
}

// readChat gives one event for each turn: the messages that one party writes until
// another one does.
func readChat(w *evidence.Worker, in *evidence.Input, data []byte) {
	id, list := transcript(w, data)
	if id == "" {
		id = in.ID.String()
	}
	var parties []string
	for i := range list {
		same := func(party string) bool { return strings.EqualFold(party, list[i].party) }
		if len(parties) < maxParties && !slices.ContainsFunc(parties, same) {
			parties = append(parties, list[i].party)
		}
	}
	const batchMails = 64
	var batch event.Batch
	for n := 1; len(list) > 0; n++ {
		size := turn(list)
		batch.Mails = append(batch.Mails, mail(in, id, n, list[:size], parties))
		w.Read(size)
		list = list[size:]
		if len(batch.Mails) == batchMails {
			w.Emit(&batch)
			batch.Reset()
		}
	}
	w.Emit(&batch)
}

// transcript reads the messages; those that cannot be read are counted as damaged.
func transcript(w *evidence.Worker, data []byte) (id string, list []message) {
	id, at := messages(data, len(data)-len(trimLead(data)))
	for at >= 0 && at < len(data) && data[at] != ']' {
		end := skipValue(data, at)
		if end < 0 {
			w.Damage(int64(at), "the file ends within a message")
			break
		}
		m, err := decode(data[at:end])
		if err != nil {
			w.Damage(int64(at), fmt.Sprintf("message: %v", err))
		} else {
			m.start, m.end = at, end
			list = append(list, m)
		}
		at = skipSpace(data, end)
		if at < len(data) && data[at] == ',' {
			at = skipSpace(data, at+1)
		} else if at < len(data) && data[at] != ']' {
			w.Damage(int64(at), "no comma between two messages; the rest was not read")
			break
		}
	}
	return id, list
}

// turn returns how many messages at the start of the list belong together.
func turn(list []message) int {
	n, size := 1, len(list[0].content)
	for n < len(list) && strings.EqualFold(list[n].party, list[0].party) {
		if size += len(list[n].content); size > maxTurn {
			break
		}
		n++
	}
	return n
}

func mail(in *evidence.Input, id string, n int, list []message, parties []string) event.Mail {
	first, last := list[0], list[len(list)-1]
	m := event.Mail{
		Ref:       event.Ref{File: in.ID, Offset: int64(first.start), Length: int64(last.end - first.start)},
		Medium:    event.MediumChat,
		Vantage:   event.VantageServer,
		Mailbox:   in.Path,
		MessageID: turnID(id, n),
		From:      []event.Address{{Name: first.party}},
	}
	if n > 1 {
		m.InReplyTo = turnID(id, n-1)
		m.References = []string{turnID(id, 1)}
	}
	for _, party := range parties {
		if !strings.EqualFold(party, first.party) {
			m.To = append(m.To, event.Address{Name: party})
		}
	}
	var text strings.Builder
	for i := range list {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(list[i].content)
		if m.Time.IsZero() {
			m.Time = timestamp(list[i].timestamp)
		}
	}
	m.Text = text.String()
	m.Links = visible.TextLinks(m.Text)
	if m.Time.IsZero() {
		m.Defects = []string{"no absolute time"}
	}
	return m
}

func turnID(chat string, n int) string { return chat + "/" + strconv.Itoa(n) }

// decode reads one message. A field of another type than text counts as absent.
func decode(data []byte) (m message, err error) {
	d := jx.DecodeBytes(data)
	err = d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		to := m.field(string(key))
		if to == nil || d.Next() != jx.String {
			return d.Skip()
		}
		s, err := d.Str()
		*to = strings.ToValidUTF8(s, "\uFFFD")
		return err
	})
	if err == nil && m.content == "" && m.party == "" {
		err = fmt.Errorf("neither party nor content")
	}
	return m, err
}

func (m *message) field(key string) *string {
	switch key {
	case "party":
		return &m.party
	case "content":
		return &m.content
	case "timestamp":
		return &m.timestamp
	}
	return nil
}
