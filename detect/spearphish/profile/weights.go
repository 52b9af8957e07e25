package profile

import "dwell/detect/spearphish/trait"

// The constants of this file were fitted on one half of the senders of a public
// mailing list (14 of 28, every second by name; 1,140 of their mails, against mails of
// other people made to look like theirs on four levels of knowledge) and confirmed on
// the other half. The order of magnitude is what matters: halving or doubling one of
// them moves the rates by a few per cent.
const (
	// trustDays is the time after which habits have changed with a chance of 1-1/e.
	trustDays = 2 * 365
	// priorDays is how many days of a sender's own weigh as much as what is known of
	// senders at large.
	priorDays = 8
	// fewDays is below which a profile counts in proportion only.
	fewDays = 2
	// unknownProgram is the share that traits count which depend on a program that the
	// sender never used: they say again that it is new.
	unknownProgram = 0.6
	// colleagues is the share of new ways that are those of colleagues.
	colleagues = 0.2
	// secondAddress is what a habit that the person shows under another address counts of
	// one shown under this. Between 0.1 and 1 it hardly matters.
	secondAddress = 0.3
	// someoneElse is counted for senders yet unseen.
	someoneElse = 0.5
	// leastWeight bounds what one habit kept can speak for the sender: log10. Habits
	// that few share, such as the name of a machine, reach it.
	leastWeight = -1.5
	// leastUsual bounds what one habit kept takes off the sender's usual sum: that is to
	// measure his restlessness, not how rare his habits are.
	leastUsual = -0.5
	// togetherFrom is the sum of a side above which more counts half: who moves to another
	// desk or program changes many habits at once, so that the sums of innocents have a
	// long tail.
	togetherFrom = 6
	// newerVersion is what a program's newer version counts of a version never used.
	newerVersion = 0.5
	// priorWords is how many words of a sender's own weigh as much as the words of all.
	priorWords = 200
	// perLogit turns the sum of a logistic regression, which takes habits for
	// independent that are not, into a weight of evidence: at a sum of 1.5 one genuine
	// mail in 100 lies, at 5 two in 1,000, of impostors nine in ten and eight in ten.
	perLogit = 0.38
)

// sideBase and sideUsual belong to the sides: what a mail without any surprise
// weighs, and how much of the sender's usual sum is taken off.
var (
	sideBase  = [sides]float64{writing: -1.8, way: -0.8}
	sideUsual = [sides]float64{writing: -0.3, way: -0.4}
)

// sideUnknown is the usual sum of a sender who did not write long enough to have his
// own: somewhat more restless than the middle of senders (-2.2 and -5.5), because he may
// be.
var sideUnknown = [sides]float64{writing: 0, way: -4}

// kindWeight is what a kind's surprise counts in the sum of its side.
var kindWeight = [trait.Kinds]float64{
	trait.Client: 1.3, trait.Version: 2.5, trait.Platform: 0.6, trait.Order: 1.1, trait.Pair: 0.8, trait.Spelling: 0.1, trait.IDShape: 0.7,
	trait.ContentType: 0.1, trait.Encoding: 0.2, trait.Boundary: 0.5, trait.Tree: 0.9, trait.DateForm: 1.4, trait.FromForm: 0.4, trait.ToForm: 1.4,
	trait.Attribution: 0.8, trait.Marks: 0.4, trait.Threading: 0.1, trait.Extra: 0.7, trait.Width: 0.2, trait.Coding: 0.5, trait.Mailbox: 2,

	trait.Hour: 0.5, trait.Weekday: 0.5, trait.Crowd: 0.9, trait.To: 0.3, trait.Copies: 0.5, trait.ReplyTo: 0.5, trait.Quoting: 0.2, trait.Posting: 0.5,
	trait.Greeting: 0.1, trait.Signature: 1.5, trait.Attachment: 0.5, trait.Length: 0.1, trait.Script: 0.5, trait.Closing: 0.7, trait.Punctuation: 0.4, trait.Wording: 1.5,

	trait.Zone: 0.9, trait.Hops: 0.7, trait.Relay: 1.0, trait.Helo: 0.1, trait.RelayNetwork: 0.1, trait.Origin: 0.9, trait.OriginNet: 1.2,
	trait.Machine: 1.4, trait.Desk: 1.8, trait.HopShape: 1.4, trait.HopPair: 0.6, trait.Signer: 2.4, trait.SignedFields: 0.6, trait.SignedBody: 2.4, trait.Envelope: 0.5,
	trait.Results: 0.5, trait.Secured: 0.9, trait.Added: 0.7, trait.Delay: 0.5,
}

// noveltyOf is the share of days on which senders at large show something new of a
// kind.
func noveltyOf(k trait.Kind) float64 {
	switch k {
	case trait.Spelling, trait.Mailbox, trait.DateForm, trait.FromForm, trait.Tree:
		return 0.005
	case trait.Client, trait.Encoding, trait.Relay, trait.Zone, trait.Hops:
		return 0.01
	case trait.HopPair, trait.Helo:
		return 0.035
	case trait.Version, trait.Signature:
		return 0.06
	case trait.Boundary:
		return 0.1
	case trait.To:
		return 0.25
	}
	return 0.02
}
