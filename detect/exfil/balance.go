package exfil

import (
	"math"
	"slices"

	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	// leastShift of the producer/consumer ratio is a change worth words: browsing lies
	// at -0.5 and mail at 0.4 (Bullard and Gerth 2014).
	leastShift = 0.1
	// perShift is the weight of a change of 1, from mixed to pure sending.
	perShift = 0.5
	maxShift = 0.2
	// leastBalance is how much must have been exchanged on each side of the change.
	leastBalance = 1_000_000

	perPeerDecade = 0.2 // for every tenfold of what the others send there
	maxPeers      = 0.3
	weightAsPeers = -0.4
	leastPeers    = 3
	asPeers       = 3 // times the median is still as they do
	perDayDecade  = 0.05
	maxDays       = 0.1
)

// balance is how the exchange of a machine, or of a machine with one destination,
// changed from before to after.
type balance struct {
	before, after float64
	known         bool // enough was exchanged before and after to tell
}

func (b balance) shift() float64 { return b.after - b.before }

func balanceOf(before, after exchanged) balance {
	return balance{before.ratio(), after.ratio(), min(before.out+before.in, after.out+after.in) >= leastBalance}
}

// balances are how the machine's whole exchange with the outside changed with the
// beginning of the transfer, and how the exchange with the destination changed with
// the day on which its volume stood out.
func (y *survey) balances(r *relation) (machine, there balance) {
	if l := y.ledgers[r.src]; l != nil && r.past.standing == newcomer {
		machine = balanceOf(l.split(y.dayOf(r.marks.First.Time.Std())))
	}
	if r.past.standing == established && !r.past.crossed.IsZero() {
		var own ledger
		y.enter(&own, &r.course)
		there = balanceOf(own.split(y.dayOf(r.past.crossed)))
	}
	return machine, there
}

func (y *survey) weighBalance(r *relation, s *finding.Scales) {
	machine, there := y.balances(r)
	for _, b := range []struct {
		balance
		name, whose string
	}{{machine, "producer shift", "the machine's"}, {there, "producer shift there", "the relation's own"}} {
		switch {
		case !b.known:
		case b.shift() >= leastShift:
			s.Add(b.name, math.Min(maxShift, perShift*b.shift()), "%s producer/consumer ratio rose from %.2f to %.2f", b.whose, b.before, b.after)
		default:
			s.Excuse("producer/consumer ratio: %s did not rise (%.2f before, %.2f since)", b.whose, b.before, b.after)
		}
	}
}

// weighPeers compares with what other machines send: to the same destination, and in
// a whole day to everybody.
func (y *survey) weighPeers(r *relation, s *finding.Scales) {
	out := r.remarkable()
	if median, others := y.peersOf(r); others >= leastPeers {
		switch times := float64(r.bytesOut()) / float64(max(1, median)); {
		case times <= asPeers:
			s.Add("peers", weightAsPeers, "%d other machines send as much there: half of them %s and more", others, humanize.Bytes(median))
		case out > 0:
			s.Add("peers", math.Min(maxPeers, perPeerDecade*math.Log10(times)), "%.0f times what half of the %d other machines send there", times, others)
		}
	}
	share, of := y.daysAsLarge(r.busiestDay)
	if of >= leastCompared && out > 0 {
		if weight := -perDayDecade * math.Log10(max(share, 1/float64(of))); weight >= perDayDecade {
			s.Add("day", math.Min(maxDays, weight), "on its busiest day %s went there alone; machines here send as much in all on %.2g of their days", humanize.Bytes(r.busiestDay), share)
		}
	}
}

// peersOf returns the median of what the other machines send to the destination, and
// how many they are.
func (y *survey) peersOf(r *relation) (median int64, others int) {
	all := y.shared[r.to]
	if len(all) < 2 {
		return 0, 0
	}
	i, _ := slices.BinarySearch(all, r.bytesOut()) // the machine itself, left out
	rest := len(all) - 1
	middle := rest / 2
	if middle >= i {
		middle++
	}
	return all[middle], rest
}
