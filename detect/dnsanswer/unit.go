package dnsanswer

import (
	"bytes"
	"cmp"
	"math"
	"time"

	"dwell/detect/fold"
)

const (
	textsKept   = 256 // distinct texts of a unit: beyond it their number is estimated within 6 %
	namesKept   = 128 // hashes of names and replies: within 9 %
	hoursKept   = 256 // exact for more than a week, then within 6 %
	serversKept = 4
)

// unit is what one client was told about one domain.
type unit struct {
	Domain  string
	Name    string      // smallest of the names, for people
	Asked   int64       // lookups with such answers
	Rare    int64       // of them for types that no ordinary program asks for
	Unread  int64       // of them those of which the log holds no content
	Names   fold.Sketch // names
	Replies fold.Sketch // distinct answers of each name
	Texts   []text      // with the smallest hashes, sorted
	Servers []fold.Addr // the first in order
	Hours   fold.Sketch // in which it was asked
	Marks   fold.Marks
}

// text is one distinct text.
type text struct {
	Hash    uint64 // of the text and its form
	Length  uint32 // bytes that look like Content
	Content content
	Form    form
}

func byHash(a, b text) int { return cmp.Compare(a.Hash, b.Hash) }

func byBytes(a, b fold.Addr) int { return bytes.Compare(a[:], b[:]) }

func (u *unit) observe(r *reply, server fold.Addr) {
	l := r.lookup
	u.Asked++
	if r.kind == rareType {
		u.Rare++
	}
	if r.unread {
		u.Unread++
	}
	fold.Smallest(&u.Name, l.Query, maxName)
	name := fold.HashString(l.Query)
	u.Names.Add(fold.Scatter(name), namesKept)
	var set, telling uint64
	for _, t := range r.texts {
		set ^= t.Hash // the order in which servers rotate records means nothing
		u.Texts = fold.KeepFirst(u.Texts, t, textsKept, byHash)
		if t.Content != plain {
			telling += uint64(t.Length)
		}
	}
	u.Replies.Add(fold.Scatter(fold.Mix(name, set)), namesKept)
	u.server(server)
	if !l.Time.IsZero() {
		u.Hours.Add(fold.Scatter(fold.Mix(0, uint64(l.Time.Nanos/int64(time.Hour)))), hoursKept)
	}
	u.Marks.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: int64(telling)})
}

func (u *unit) server(a fold.Addr) {
	if a != (fold.Addr{}) {
		u.Servers = fold.KeepFirst(u.Servers, a, serversKept, byBytes)
	}
}

func (u *unit) merge(o *unit) {
	u.Asked += o.Asked
	u.Rare += o.Rare
	u.Unread += o.Unread
	fold.Smallest(&u.Name, o.Name, maxName)
	u.Names.Merge(&o.Names, namesKept)
	u.Replies.Merge(&o.Replies, namesKept)
	for _, t := range o.Texts {
		u.Texts = fold.KeepFirst(u.Texts, t, textsKept, byHash)
	}
	for _, a := range o.Servers {
		u.server(a)
	}
	u.Hours.Merge(&o.Hours, hoursKept)
	u.Marks.Merge(&o.Marks)
}

// scale is how many distinct texts stand behind each that is kept.
func (u *unit) scale() float64 {
	if len(u.Texts) < textsKept {
		return 1
	}
	share := float64(u.Texts[textsKept-1].Hash) / math.MaxUint64
	return max(1, (textsKept-1)/share/textsKept)
}

// changes is how often a name gave something else than before.
func (u *unit) changes() int64 {
	names, replies := u.Names.Count(namesKept), u.Replies.Count(namesKept)
	changes := replies - names
	if replies >= namesKept && changes < names/2 {
		return 0 // no more than the estimates are wrong by
	}
	return max(0, changes)
}
