package spearphish

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/event"
)

// letter is what is kept of one mail that may have to be judged.
type letter struct {
	At        int64 // nanoseconds: when it arrived
	Time      event.Time
	Ref       event.Ref
	ID        uint64 // the same for copies of one mail
	MessageID string
	Name      string // display name
	Person    uint64 // hash of the person's name, 0 for none
	Claimed   string // address in the display name
	Address   string // canonical
	Written   string // address as written
	To        []string
	ReplyTo   string
	Subject   string
	Client    string
	ClientKey uint64
	Offset    int32
	HasOffset bool
	Relay     string
	Network   uint64
	Auth      trait.Check
	Verdict   verdict
	Payload   payload
	Asks      bool // for credentials, money, a click
	Thread    []uint64
	Bulk      bool
	Signature uint64 // program and offset
}

func (l *letter) compare(o *letter) int {
	return cmp.Or(cmp.Compare(l.At, o.At), l.Ref.Compare(o.Ref))
}

const (
	maxTo     = 4
	maxThread = 8
	maxField  = 160 // bytes
)

// traits are the facts about a mail that profiles are made of.
type traits struct {
	at        int64
	id        uint64
	address   string
	name      string
	person    uint64
	client    string
	clientKey uint64
	relay     string
	network   uint64
	hasOffset bool
	signature uint64
}

// traitsOf reads the facts; ok is false for a mail without sender or time.
func traitsOf(m *event.Mail) (t traits, ok bool) {
	at := instant(m)
	t.address = alike.Canonical(m.Author().Addr)
	if t.address == "" || at.IsZero() {
		return t, false
	}
	t.at, t.id = at.Nanos, identity(m)
	t.name = m.Author().Name
	if p := alike.Person(t.name); p != "" {
		t.person = fold.HashString(p)
	}
	t.client, t.clientKey = client(m)
	t.relay, t.network = origin(m)
	t.hasOffset = m.Time.Zone == event.ZoneStated
	t.signature = fold.Mix(t.clientKey, uint64(uint32(m.Time.Offset)))
	return t, true
}

func newLetter(m *event.Mail, t *traits) letter {
	l := letter{
		At: t.at, Time: m.Time, Ref: m.Ref, ID: t.id, MessageID: short(m.MessageID), Name: short(t.name), Person: t.person, Claimed: alike.Claimed(t.name),
		Address: t.address, Written: strings.ToLower(short(m.Author().Addr)), Subject: short(m.Subject), Client: t.client, ClientKey: t.clientKey,
		Offset: m.Time.Offset, HasOffset: t.hasOffset, Relay: t.relay, Network: t.network, Auth: trait.Verified(m), Verdict: verdictOf(m),
		Payload: payloadOf(m), Asks: asks(m), Bulk: bulk(m), Signature: t.signature,
	}
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for _, a := range list {
			if to := alike.Canonical(a.Addr); to != "" && len(l.To) < maxTo && !slices.Contains(l.To, to) {
				l.To = append(l.To, to)
			}
		}
	}
	if len(m.ReplyTo) > 0 {
		l.ReplyTo = alike.Canonical(m.ReplyTo[0].Addr)
	}
	for _, id := range append([]string{m.InReplyTo}, m.References...) {
		if id != "" && len(l.Thread) < maxThread {
			l.Thread = append(l.Thread, fold.HashString(id))
		}
	}
	return l
}

// identity names a mail so that its copies in several mailboxes have one name.
func identity(m *event.Mail) uint64 {
	if m.MessageID != "" {
		return fold.HashString(m.MessageID)
	}
	return fold.Mix(fold.Mix(uint64(m.Ref.File), uint64(m.Ref.Offset)), uint64(m.Ref.Length))
}

// bulk reports whether the mail says of itself that it went to many who may leave:
// newsletters, not discussion lists.
func bulk(m *event.Mail) bool {
	unsubscribe, discussion := false, false
	for i := range m.Headers {
		switch strings.ToLower(m.Headers[i].Name) {
		case "list-unsubscribe":
			unsubscribe = true
		case "list-post", "in-reply-to", "references":
			discussion = true
		}
	}
	return unsubscribe && !discussion
}

// short cuts text at a rune so that a hostile field costs little.
func short(s string) string { return fold.Shorten(s, maxField) }
