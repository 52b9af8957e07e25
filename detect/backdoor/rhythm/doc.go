// Package rhythm answers: is there a clock behind these calls? It takes the times
// at which one machine contacted one destination, in any order, and returns a
// Verdict: how even they are, at which period, with how much jitter, and how
// probable that would be without a clock. Pure functions of a set of times; who
// called whom, and what to think of it, is for others.
//
// # The nulls
//
// Three statistics, each with a p-value that is exact or on the safe side under the
// null it is made for.
//
// spacing.go: calls that follow one another at even waits ("sleep, call, sleep").
// The null is a memoryless client: after every call the wait for the next is
// exponential, whatever the rate. For exponential waits the normalised spacings of
// the sorted waits are again independent and exponential, so the scaled total time
// on test after each of the first m of n waits is distributed like m-1 sorted
// uniforms, exactly, whatever the rate and however many of the longest waits are
// left out (Epstein, "Tests for the validity of the assumption that the underlying
// distribution of life is exponential", Technometrics 2, 1960; Barlow et al.,
// "Statistical Inference under Order Restrictions", 1972). Their sum is near m-1
// for a clock, near half of that for a memoryless client and below for a bursty one.
//
// likelihood.go: where that leaves doubt, how much likelier the waits are as a timer's
// of which calls are lost than as a person's. The null is people: waits that are
// log-normal with a sigma of 1, the most like a timer's of all that are not narrower; the
// p-value comes from a simulated table. What it decides is decided by it alone, so the
// p-value holds for people too, not only for memoryless clients.
//
// phase.go: calls at set times of the hour, the day or the week, whatever else
// happens between ("cron"). The null is that calls fall where they like within some
// hours, at a rate that may change from one part of the day to another and from one
// day to the next: people's daily rhythm is no schedule. Only a concentration within
// minutes, cycle after cycle, counts.
//
// # What a small p-value does not show
//
// People are not memoryless either. Their waits are log-normal or fall off by a
// power law, and with hundreds of calls any such shape is significantly unlike the
// exponential. So an effect is asked for besides: without interruptions the waits
// must be as even as those of a timer (Verdict.Evenness), or, where people and timer
// are compared, nearly so and ten times as likely for a timer.
//
// What is neither of the two that are compared goes to the one it is nearer to. Waits
// spread as a log-normal with a sigma of 1 or more are called regular in one of two
// thousand clients, with 0.8 in two to four of a hundred, with 0.7 in one of three. A
// power law after a hard minimum is close to a timer that loses calls: half of the
// waits are within 1.6 times the shortest when the power is 1.5, and one such client in
// four to ten is called regular; of those with three dozen calls it is two of three. And
// timers with more jitter than half a period either way are close to people when there
// are two dozen calls, or when some are lost: of those with 60 % and a fifth of 40 calls
// lost one in six is missed. TestGrid prints what was measured.
//
// The package must not import detectors.
package rhythm
