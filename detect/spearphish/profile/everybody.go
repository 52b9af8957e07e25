package profile

import (
	"dwell/detect/fold"
	"dwell/detect/spearphish/trait"
)

// Mail is one mail, reduced to what counts here.
type Mail struct {
	Sender, Domain uint64 // hashes of the address and of its registered domain
	Person         uint64 // hash of the name it shows; 0 for none
	Day            int32  // of arrival, since 1970
	Traits         []trait.Trait
	Words          string // classes of its small words: trait.SmallWords
}

// Everybody is what is known of all senders at one moment of the stream.
type Everybody struct {
	profiles map[uint64]*Profile
	senders  map[trait.Trait]uint32 // senders that showed it
	domains  map[uint64]uint32      // the same, of one domain: by domain and trait
	sizes    map[uint64]uint32      // senders of a domain
	persons  map[uint64][]uint64    // senders that bear a name
	words    general
}

// New returns an Everybody that knows nobody.
func New() *Everybody {
	return &Everybody{profiles: make(map[uint64]*Profile), senders: make(map[trait.Trait]uint32), domains: make(map[uint64]uint32), sizes: make(map[uint64]uint32),
		persons: make(map[uint64][]uint64)}
}

// Learn adds a mail with what Judge said of it. Mails must come in the order of time.
func (e *Everybody) Learn(m *Mail, j *Judgement) {
	p := e.profiles[m.Sender]
	if p == nil {
		p = &Profile{}
		e.profiles[m.Sender] = p
		e.sizes[m.Domain]++
	}
	e.name(m)
	if p.days > young {
		p.levels[writing].add(j.sums[writing])
		p.levels[way].add(j.sums[way])
	}
	e.words.learn(m.Words)
	p.words.learn(m.Words)
	p.learn(m.Traits, m.Day, func(t trait.Trait) {
		e.senders[t]++
		if t.Kind().Group() == trait.Transport {
			e.domains[fold.Mix(m.Domain, uint64(t))]++
		}
	})
}

// others is the number of other senders that showed the trait: of all, or of one
// domain.
func others(all uint32, own float64) float64 {
	if own > 0 {
		return max(0, float64(all)-1)
	}
	return float64(all)
}
