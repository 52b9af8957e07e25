package profile

import (
	"math"

	"dwell/detect/fold"
	"dwell/detect/spearphish/trait"
)

// Judgement says how unusual a mail is for its sender.
type Judgement struct {
	Mails, Days int                  // of the sender before this one
	Weights     [trait.Kinds]float64 // log10 likelihood ratio that each kind adds to its side
	New         uint64               // kinds of which the sender never showed this value, as bits
	Transport   bool                 // the way weighs more than the writing
	Writing     float64              // log10 likelihood ratio of composition and behaviour alone
	Rest        float64              // what belongs to no kind: base rate, the sender's own restlessness, the other side
	Total       float64              // log10 likelihood ratio: the kinds of the heavier side, and Rest
	sums        [sides]float64
}

// Novel reports whether the sender never showed this value of the kind.
func (j *Judgement) Novel(k trait.Kind) bool { return j.New>>k&1 != 0 }

// Judge holds a mail against its sender's past; ok is false when there is none.
func (e *Everybody) Judge(m *Mail) (j Judgement, ok bool) {
	p := e.profiles[m.Sender]
	if p == nil {
		return j, false
	}
	j.Mails, j.Days = int(p.mails), int(p.days)
	x := surprise{everybody: e, profile: p, mail: m, given: givens(m.Traits), seconds: e.seconds(m)}
	x.silence = 1 - math.Exp(-float64(max(0, m.Day-p.lastDay))/trustDays)
	var amount [trait.Kinds]float64
	var number [trait.Kinds]int
	for _, t := range m.Traits {
		k := t.Kind()
		if k == trait.Release {
			continue
		}
		w, isNew := x.weigh(t)
		amount[k] += w
		number[k]++
		if isNew {
			j.New |= 1 << k
		}
	}
	if r := find(m.Traits, trait.Release); j.Novel(trait.Version) && r != 0 && p.newer(r) {
		amount[trait.Version] *= newerVersion
	}
	amount[trait.Wording] = e.words.against(&p.words, m.Words)
	for k := range amount {
		if number[k] > 1 {
			amount[k] /= float64(number[k])
		}
		if amount[k] > 0 {
			amount[k] *= min(1, float64(p.days)/fewDays)
		}
	}
	j.add(p, &amount)
	return j, true
}

func find(traits []trait.Trait, k trait.Kind) trait.Trait {
	for _, t := range traits {
		if t.Kind() == k {
			return t
		}
	}
	return 0
}

// surprise holds what the weight of a trait depends on.
type surprise struct {
	everybody *Everybody
	profile   *Profile
	mail      *Mail
	given     [trait.Kinds]trait.Trait
	seconds   []*Profile // of the same person
	silence   float64    // chance that habits changed since the sender's last mail
}

// weigh returns log10 of how much likelier the trait is of anybody than of the sender,
// and whether the sender never showed it.
func (x *surprise) weigh(t trait.Trait) (weight float64, isNew bool) {
	p, k := x.profile, t.Kind()
	seen, days, share := float64(p.seen[k]), float64(p.days), 1.0
	base := float64(len(x.everybody.profiles))
	if g := k.Given(); g != 0 {
		if c := p.count(x.given[g]); c > 0 {
			base = float64(x.everybody.senders[x.given[g]])
			seen, days, t = c, c, t.Within(x.given[g])
		} else if g == trait.Client {
			share = unknownProgram
		}
	}
	if seen == 0 {
		return 0, false
	}
	own := p.count(t)
	isNew = own == 0
	if isNew && k.Given() == 0 {
		own = seen * x.elsewhere(t)
	}
	anybody := min(1, (others(x.everybody.senders[t], own)+someoneElse)/(base+1))
	chance := x.novelty(k, days)
	fresh := chance * anybody
	if k.Group() == trait.Transport {
		fresh = chance * ((1-colleagues)*anybody + colleagues*max(anybody, x.domain(t, own)))
	}
	usual := (1-chance)*min(1, own/seen) + fresh
	return share * max(math.Log10(anybody/usual), leastWeight), isNew
}

// novelty is the chance that the sender shows something new of the kind.
func (x *surprise) novelty(k trait.Kind, days float64) float64 {
	p := x.profile
	chance := (float64(p.fresh[k]) + priorDays*noveltyOf(k)) / (float64(p.asked[k]) + priorDays)
	const (
		firstDays = 0.1 // that a habit seen on one day only is given up at once
		steep     = 1.5 // how fast that falls with its days
	)
	chance += (1 - chance) * firstDays * math.Pow(1+days, -steep)
	return chance + (1-chance)*x.silence
}

// domain is the share of the sender's colleagues that show the trait.
func (x *surprise) domain(t trait.Trait, own float64) float64 {
	size := float64(x.everybody.sizes[x.mail.Domain])
	if size <= 1 {
		return 0
	}
	return others(x.everybody.domains[fold.Mix(x.mail.Domain, uint64(t))], own) / size
}

// add weighs the kinds and joins the sides.
func (j *Judgement) add(p *Profile, amount *[trait.Kinds]float64) {
	var logits [sides]float64
	for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
		s := sideOf(k)
		if k.Group() != trait.Behaviour && k != trait.Mailbox { // which say little of a change
			j.sums[s] += max(leastUsual, amount[k])
		}
		j.Weights[k] = perLogit * kindWeight[k] * amount[k]
		logits[s] += kindWeight[k] * amount[k]
	}
	for s := range sides {
		logits[s] = tempered(logits[s] + sideBase[s] + sideUsual[s]*p.levels[s].usual(s))
	}
	j.Writing = perLogit * logits[writing]
	worse := writing
	if logits[way] > logits[writing] {
		worse = way
	}
	j.Transport = worse == way
	total := math.Log(math.Exp(logits[writing]) + math.Exp(logits[way]) + math.Exp((logits[writing]+logits[way])/2))
	j.Total = perLogit * total
	j.Rest = j.Total
	for k := trait.Kind(1); int(k) < trait.Kinds; k++ {
		if sideOf(k) == worse {
			j.Rest -= j.Weights[k]
		}
	}
}

// tempered takes half of what is above what single habits can explain.
func tempered(logit float64) float64 {
	const half = 0.5
	return min(logit, togetherFrom+half*max(0, logit-togetherFrom))
}

func sideOf(k trait.Kind) side {
	if k.Group() == trait.Transport {
		return way
	}
	return writing
}
