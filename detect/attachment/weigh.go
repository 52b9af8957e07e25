package attachment

import (
	"fmt"
	"math"
	"time"

	"dwell/finding"
)

const (
	// weightFurther is what every further thing that runs adds to the most telling one.
	weightFurther = 0.2
	// weightMany: the same file in several mails at once is a campaign.
	weightMany, manyMails = 0.3, 3
	// weightUsual counts against kinds that the mailbox gets all the time: at least
	// usualFiles different ones, a share of usualShare of its mails, over usualSpan.
	weightUsual = -0.8
	usualFiles  = 5
	usualShare  = 0.01
	usualSpan   = 30 * 24 * time.Hour
)

// soft are the carriers that some offices get every day.
const soft = Traits(1<<macro | 1<<autoMacro | 1<<embedded | 1<<pdfScript | 1<<lockedArchive | 1<<lockedDocument | 1<<rtfObject | 1<<script | 1<<unixProgram | 1<<diskImage | 1<<javaProgram | 1<<notebook)

// disguises are the traits that say the sender hides what the file is.
const disguises = Traits(1<<doubled | 1<<reversed | 1<<padded | 1<<mismatch | 1<<renamed)

// weigh puts an attachment on the scales.
func (y *survey) weigh(t *item) *finding.Scales {
	s := &finding.Scales{}
	carrier := t.carrier()
	s.Add(facts[carrier].name, facts[carrier].weight, "%s", facts[carrier].why)
	for other := range lastCarrier + 1 {
		if other != carrier && t.Traits.Has(other) && !implied(carrier, other) {
			s.Add(facts[other].name, weightFurther, "also %s", facts[other].why)
		}
	}
	for hidden := lastCarrier + 1; hidden < traits; hidden++ {
		if t.Traits.Has(hidden) {
			s.Add(facts[hidden].name, facts[hidden].weight, "%s", facts[hidden].why)
		}
	}
	if t.Marks.Count >= manyMails {
		s.Add("campaign", weightMany, "the same file in %d mails", t.Marks.Count)
	}
	if files, share, usual := y.usual(t, carrier); usual {
		s.Add("usual here", weightUsual, "the mailbox got %d such files, in %.1f %% of its mails", files, 100*share)
		s.Innocent = append(s.Innocent, fmt.Sprintf("usual business: %d files of this kind reach the mailbox over weeks", files))
	} else {
		s.Innocent = append(s.Innocent, fmt.Sprintf("usual business: the mailbox got %d files of this kind", files))
	}
	if t.Traits&disguises == 0 {
		s.Innocent = append(s.Innocent, "a file sent openly under its own name by somebody known: nothing in the file speaks against it")
	}
	return s
}

// carrier is the most telling thing that runs.
func (t *item) carrier() Trait {
	best, weight := program, math.Inf(-1)
	for c := range lastCarrier + 1 {
		if t.Traits.Has(c) && facts[c].weight > weight {
			best, weight = c, facts[c].weight
		}
	}
	return best
}

// implied reports whether the one trait says the other: a macro that starts by
// itself is a macro.
func implied(carrier, other Trait) bool {
	return carrier == autoMacro && other == macro || carrier == exploit && other == rtfObject
}
