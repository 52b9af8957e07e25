package rhythm

import "math"

const (
	// alpha is the p-value below which calls count as regular: half of the one false
	// pair in a thousand that is allowed, since people are worse than memoryless.
	alpha = 5e-4
	// minEvenness separates rhythm from mere significance: with thousands of calls
	// the smallest departure from the null is significant. Waits spread evenly from
	// a tenth of the period to the whole have 0.73, to twice the period 0.70; two
	// independent clocks together have 0.66 to 0.68; log-normal waits of people (sigma 1)
	// have 0.59, memoryless ones 0.55, both less their far tail.
	minEvenness = 0.64
	// The shares of alpha that the two tests may spend (weighted Bonferroni). Most
	// implants sleep; what a schedule adds is seldom in want of power.
	spacingShare, phaseShare = 0.9, 0.1
	// ratioShare is the part of the share of spacing that comparing timer and person may
	// spend, where it is done; what it leaves is more than beyondDoubt, the p-value of the
	// time on test up to which even waits are a timer's without comparison. Of people
	// called regular by the time on test one in thirty has less.
	ratioShare, beyondDoubt = 0.9, 2e-5
	// hopeless is the p-value of the time on test from which nothing is compared. Of
	// timers with a third of the calls lost one in six hundred has more.
	hopeless = 0.02
	// doubtfulEvenness is the least evenness of up to fewWaits waits that are compared: of
	// timers with half a period of jitter and a third of 48 calls lost, one in twenty has less than
	// minEvenness. Of more waits that is no accident: those with a hard least wait and a
	// heavy tail would come in.
	doubtfulEvenness, fewWaits = 0.6, 48
)

// Verdict is what the times say about a clock behind them.
type Verdict struct {
	P        float64 // under the null, corrected for everything that was tried
	Evenness float64 // 0 where P is too large to matter; 1 minus the Gini index of the waits, interruptions left out: 1 for a perfect clock
	Period   float64 // seconds: the mean wait, or the cycle of a schedule
	Jitter   float64 // 1 - shortest/longest of the usual waits
	Window   float64 // seconds within which calls were merged
	Calls    int     // calls after merging, in the sample
	Sampled  bool    // judged on a sample of the times
	Schedule Schedule
}

// Schedule is a set time of a cycle, the zero Schedule for none.
type Schedule struct {
	Cycle  float64 // seconds
	Width  float64 // seconds within which the calls fall
	Hits   int     // cycles with a call then
	Cycles int     // cycles with a call then or some time before or after
}

// Regular reports whether the calls are too even for people and chance.
func (v Verdict) Regular() bool { return v.P <= alpha && v.Evenness >= doubtfulEvenness }

// inDoubt reports whether the time on test neither settles that the waits are a timer's
// nor that they are none's.
func (v Verdict) inDoubt() bool {
	return v.P <= hopeless && (v.P > beyondDoubt || v.Evenness < minEvenness)
}

// Judge judges the times of one relation after another. It holds memory for that, so
// it serves one goroutine; the zero Judge is ready.
type Judge struct {
	ticks  []uint32
	runs   [][]uint32 // of ticks
	gaps   []uint32
	waits  []uint32
	idle   []uint32
	sorter sorter
	clocks clocks

	compared bool // a window's waits with a timer's and a person's
}

// Times tests the times; ok is false when there are too few to say anything. What is not
// regular has a P of 1: how far it is from regular is not asked. Slice is the length in
// seconds of the records into which the source of the times cuts conversations, 0 for
// none: the slices of one follow each other and are one call, and no rhythm below twice
// the slice is one.
func (j *Judge) Times(t *Times, slice uint32) (v Verdict, ok bool) {
	if !t.Enough() {
		return Verdict{P: 1}, false
	}
	segments, sampled := j.segments(t)
	v, ok = j.spacing(segments, slice*ticksPerSecond)
	v.P = math.Min(1, v.P/spacingShare)
	if !v.Regular() {
		if s, found := j.phase(segments, slice*ticksPerSecond); found && s.P/phaseShare <= alpha {
			s.P /= phaseShare
			v, ok = s, true
		}
	}
	if v.Period < 2*float64(slice) {
		v.P = 1
	}
	v.Sampled = sampled
	return v, ok
}
