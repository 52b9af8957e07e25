package attachment

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// hint holds what one sender, or one thread, gave as passwords, the earliest first.
// The mail with the password often follows the one with the archive.
type hint struct{ Tokens []token }

type token struct {
	At   int64 // nanoseconds since 1970
	Text string
}

// maxHints bounds the passwords of one sender or thread that are kept.
const maxHints = 12

func (h *hint) merge(o *hint) {
	h.Tokens = append(slices.Clip(h.Tokens), o.Tokens...)
	slices.SortFunc(h.Tokens, func(a, b token) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Text, b.Text)) })
	h.Tokens = slices.Compact(h.Tokens)
	h.Tokens = h.Tokens[:min(len(h.Tokens), maxHints)]
}

// offered gives what a mail offers as passwords.
func offered(m *event.Mail, tokens []string) hint {
	var one hint
	for _, t := range tokens {
		one.Tokens = append(one.Tokens, token{m.Time.Nanos, strings.Clone(t)})
	}
	return one
}

// hint keeps the passwords of a mail under its sender and its thread.
func (d *Detector) hint(m *event.Mail, tokens []string) {
	if len(tokens) == 0 {
		return
	}
	one := offered(m, tokens)
	for _, key := range []uint64{senderKey(m), threadKey(m)} {
		if h := d.state.Hints.At(key); h != nil {
			h.merge(&one)
		}
	}
}

func senderKey(m *event.Mail) uint64 {
	return fold.HashString("from\x00" + address(m.Author().Addr) + "\x00" + m.Mailbox)
}

// threadKey is that of the mail with which the conversation began.
func threadKey(m *event.Mail) uint64 {
	first := m.MessageID
	switch {
	case len(m.References) > 0:
		first = m.References[0]
	case m.InReplyTo != "":
		first = m.InReplyTo
	}
	return fold.HashString("thread\x00" + first + "\x00" + m.Mailbox)
}
