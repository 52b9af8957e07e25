package profile

import (
	"cmp"
	"slices"

	"dwell/detect/spearphish/trait"
)

// key is a trait shortened to three bytes: two values of one kind meet by chance once
// in 131,000 pairs, and a sender has some dozens.
type key [3]byte

const droppedBits = 8

func keyOf(t trait.Trait) key {
	t >>= droppedBits
	return key{byte(t >> 16), byte(t >> 8), byte(t)}
}

func (k key) compare(o key) int {
	return cmp.Compare(uint32(k[0])<<16|uint32(k[1])<<8|uint32(k[2]), uint32(o[0])<<16|uint32(o[1])<<8|uint32(o[2]))
}

// entry counts one trait of a sender.
type entry struct {
	Key   key
	Count uint8 // days that showed it, halved with all others now and then
	Last  uint8 // the last of them, of the sender's days, modulo 256
}

const (
	// maxEntries keeps a profile within 4 kB: 5 bytes each, and some 580 for the rest.
	maxEntries = 690
	// memory is after how many days of writing counts are halved.
	memory = 64
	// young is the number of days before which nearly everything is new.
	young = 5
	// maxPrograms is of how many programs the version is followed.
	maxPrograms = 8
)

// version is the highest release of a mail program that a sender used.
type version struct {
	Program, Highest uint16
}

// Profile holds the habits of one sender as far as they were seen.
type Profile struct {
	entries  []entry // by key
	mails    uint32
	days     uint32             // on which the sender wrote
	lastDay  int32              // since 1970
	kinds    uint64             // seen on the last day
	news     uint64             // of them, with something new
	seen     [trait.Kinds]uint8 // days with the kind, halved like the counts
	asked    [trait.Kinds]uint8 // days on which something new could have come
	fresh    [trait.Kinds]uint8 // days on which it came
	programs [maxPrograms]version
	levels   [sides]level
	words    mixture
}

func (p *Profile) find(k key) (int, bool) {
	return slices.BinarySearchFunc(p.entries, k, func(e entry, k key) int { return e.Key.compare(k) })
}

// count returns on how many days, of those remembered, the trait was seen.
func (p *Profile) count(t trait.Trait) float64 {
	if i, ok := p.find(keyOf(t)); ok {
		return float64(p.entries[i].Count)
	}
	return 0
}

// learn adds the traits of one more mail; first is called for each that is new.
func (p *Profile) learn(traits []trait.Trait, day int32, first func(trait.Trait)) {
	if p.mails == 0 || day != p.lastDay {
		p.days++
		p.kinds, p.news = 0, 0
		if p.days%memory == 0 {
			p.fade()
		}
	}
	p.mails++
	p.lastDay = day
	var kinds, news uint64
	for t := range withDependent(traits) {
		kinds |= 1 << t.Kind()
		if p.note(t) {
			news |= 1 << t.Kind()
			first(t)
		}
	}
	p.noteKinds(kinds, news)
	for _, t := range traits {
		if t.Kind() == trait.Release {
			p.noteRelease(t)
		}
	}
}

// note counts the trait for today and reports whether it is new.
func (p *Profile) note(t trait.Trait) bool {
	today := uint8(p.days)
	i, ok := p.find(keyOf(t))
	if ok {
		if e := &p.entries[i]; e.Last != today || e.Count == 0 {
			e.Count, e.Last = e.Count+1, today
		}
		return false
	}
	if len(p.entries) >= maxEntries {
		p.forget()
		i, _ = p.find(keyOf(t))
	}
	p.grow()
	p.entries = slices.Insert(p.entries, i, entry{keyOf(t), 1, today})
	return true
}

// grow makes room for one more entry, never for more than there may be.
func (p *Profile) grow() {
	const step = 64
	if n := cap(p.entries); len(p.entries) == n {
		larger := make([]entry, n, min(maxEntries, n+step))
		copy(larger, p.entries)
		p.entries = larger
	}
}

// noteKinds counts each kind once a day, and once a day that it was new.
func (p *Profile) noteKinds(kinds, news uint64) {
	for k := range trait.Kinds {
		bit := uint64(1) << k
		if kinds&bit != 0 && p.kinds&bit == 0 {
			p.seen[k]++
			if p.days > young {
				p.asked[k]++
			}
		}
		if news&bit != 0 && p.news&bit == 0 && p.days > young {
			p.fresh[k]++
		}
	}
	p.kinds |= kinds
	p.news |= news
}

// fade halves the counts. What was seen once stays known.
func (p *Profile) fade() {
	for i := range p.entries {
		p.entries[i].Count = (p.entries[i].Count + 1) / 2
	}
	for k := range p.seen {
		p.seen[k] = (p.seen[k] + 1) / 2
		p.asked[k] /= 2
		p.fresh[k] /= 2
	}
}

// forget makes room: the traits that were seen least and longest ago go.
func (p *Profile) forget() {
	const room = maxEntries / 8 // so that a sender of whom every mail is new costs little
	age := func(e entry) uint8 { return uint8(p.days) - e.Last }
	order := slices.Clone(p.entries)
	slices.SortFunc(order, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(age(b), age(a)), a.Key.compare(b.Key))
	})
	gone := make(map[key]bool, room)
	for _, e := range order[:room] {
		gone[e.Key] = true
	}
	p.entries = slices.DeleteFunc(p.entries, func(e entry) bool { return gone[e.Key] })
}

// noteRelease remembers the highest version of a program.
func (p *Profile) noteRelease(t trait.Trait) {
	program, number := t.Number()
	for i := range p.programs {
		v := &p.programs[i]
		if v.Highest == 0 || v.Program == program {
			v.Program, v.Highest = program, max(v.Highest, number)
			return
		}
	}
}

// newer reports whether the trait is a higher version of a program than all that the
// sender used of it.
func (p *Profile) newer(t trait.Trait) bool {
	program, number := t.Number()
	for _, v := range p.programs {
		if v.Highest != 0 && v.Program == program {
			return number > v.Highest
		}
	}
	return false
}
