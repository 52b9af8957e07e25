package spearphish

import (
	"cmp"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/entity"
	"dwell/event"
)

// trace is what is kept of every mail, until all are known and can be judged in the
// order of time: its traits, and what a finding needs to say about it.
type trace struct {
	At       int64 // nanoseconds: when it arrived
	Sender   uint64
	Domain   uint64 // registered, of the sender
	Person   uint64 // hash of the name it shows; 0 for none
	ID       uint64 // the same for copies of one mail
	Answered uint64 // the mail that it answers; 0 for none
	Ref      event.Ref
	Offset   int32
	Zoned    bool // Offset is stated
	Auth     trait.Check
	Verdict  verdict
	Payload  payload
	Asks     bool
	Bulk     bool
	Led      bool // replies go to another organisation
	Traits   []trait.Trait
	Small    string // classes of small words
	Words    string // see pack
}

// The words of a trace, in order; the last two are recipients.
const (
	wordMessageID = iota
	wordName
	wordWritten
	wordSubject
	wordClient
	wordRelay
	wordReply
	wordTo
	wordCc
	wordCount
)

// pack joins words in one string: a million mails hold a million strings less.
func pack(words [wordCount]string) string {
	const longest = 80 // bytes of a word, enough to recognise it
	for i, w := range words {
		words[i] = fold.Shorten(strings.ReplaceAll(w, "\x00", ""), longest)
	}
	return strings.Join(words[:], "\x00")
}

func (t *trace) words() (out [wordCount]string) {
	for i, w := range strings.SplitN(t.Words, "\x00", wordCount) {
		out[i] = w
	}
	return out
}

func newTrace(m *event.Mail, t *traits) trace {
	_, domain := alike.Split(t.address)
	own := entity.Registered(domain)
	out := trace{
		At: t.at, Sender: fold.HashString(t.address), Domain: fold.HashString(own), Person: t.person, ID: t.id, Ref: m.Ref, Offset: m.Time.Offset, Zoned: t.hasOffset,
		Auth: trait.Verified(m), Verdict: verdictOf(m), Payload: payloadOf(m), Bulk: bulk(m), Traits: trait.Read(m), Small: trait.SmallWords(m),
	}
	out.Asks = out.Payload != payloadNone && asks(m) // what there is nothing to do about need not be asked
	if m.InReplyTo != "" {
		out.Answered = fold.HashString(m.InReplyTo)
	}
	words := [wordCount]string{
		wordMessageID: m.MessageID, wordName: t.name, wordWritten: strings.ToLower(m.Author().Addr), wordSubject: m.Subject, wordClient: t.client, wordRelay: t.relay,
	}
	if len(m.ReplyTo) > 0 {
		reply := alike.Canonical(m.ReplyTo[0].Addr)
		_, domain := alike.Split(reply)
		if out.Led = entity.Registered(domain) != own; out.Led {
			words[wordReply] = reply
		}
	}
	at := wordTo
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for i := range list {
			if to := alike.Canonical(list[i].Addr); to != "" && at < wordCount {
				words[at] = to
				at++
			}
		}
	}
	out.Words = pack(words)
	return out
}

// compare orders traces by time; a tie is broken by place.
func (t *trace) compare(o *trace) int {
	return cmp.Or(cmp.Compare(t.At, o.At), t.Ref.Compare(o.Ref), cmp.Compare(t.ID, o.ID))
}

// letter is the trace as what findings are worded from.
func (t *trace) letter(address string) *letter {
	w := t.words()
	l := &letter{
		At: t.At, Ref: t.Ref, ID: t.ID, MessageID: w[wordMessageID], Name: w[wordName], Person: t.Person, Address: address, Written: w[wordWritten], Subject: w[wordSubject], Client: w[wordClient],
		Relay: w[wordRelay], Offset: t.Offset, HasOffset: t.Zoned, Auth: t.Auth, Verdict: t.Verdict, Payload: t.Payload, Asks: t.Asks, Bulk: t.Bulk, ReplyTo: w[wordReply],
	}
	for _, to := range w[wordTo:] {
		if to != "" {
			l.To = append(l.To, to)
		}
	}
	if t.Answered != 0 {
		l.Thread = []uint64{t.Answered}
	}
	return l
}
