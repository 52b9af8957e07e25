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

const (
	// weightFresh: a program compiled in the days before it was mailed was made for it.
	// Programs that people pass on are weeks and years old.
	weightFresh, freshDays = 0.3, 14
	// everyday is the weight below which offices get a kind so often that an archive
	// around it says nothing: documents with a password are zipped for good reasons.
	everyday = 1.0
	// weightCrowd: a script among many files is part of a program's source or a site.
	weightCrowd = -1.0
)

// soft are the carriers that some offices get every day.
const soft = Traits(1<<macro | 1<<autoMacro | 1<<embedded | 1<<pdfScript | 1<<lockedArchive | 1<<lockedDocument | 1<<rtfObject | 1<<script | 1<<unixProgram | 1<<diskImage | 1<<javaProgram | 1<<notebook | 1<<equation)

// disguises are the traits that say the sender hides what the file is.
const disguises = Traits(1<<doubled | 1<<reversed | 1<<padded | 1<<trailing | 1<<mismatch | 1<<renamed)

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
		if hidden == archived && facts[carrier].weight < everyday {
			continue
		}
		if t.Traits.Has(hidden) && facts[hidden].weight != 0 {
			s.Add(facts[hidden].name, facts[hidden].weight, "%s", facts[hidden].why)
		}
	}
	t.age(s)
	if t.Traits.Has(crowded) && carrier == script && t.Traits&disguises == 0 {
		s.Add(facts[crowded].name, weightCrowd, "%s", facts[crowded].why)
		s.Excuse("the source of a program or a web site: scripts are at home among many other files")
	}
	if t.Marks.Count >= manyMails && carrier != pictureCode { // the mark below all mails of a shop
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

// age compares when a program was compiled with when it was first mailed.
func (t *item) age(s *finding.Scales) {
	sent := t.Deliveries[0].Time
	if t.Built == 0 || sent.IsZero() {
		return
	}
	const day = 24 * 60 * 60
	days := (sent.Nanos/1e9 - t.Built) / day
	if days >= 0 && days <= freshDays {
		s.Add("fresh", weightFresh, "it was compiled %d days before it was mailed", days)
	}
}

func (t *item) carrier() Trait { return t.Traits.carrier() }

// carrier is the most telling thing that runs.
func (s Traits) carrier() Trait {
	best, weight := program, math.Inf(-1)
	for c := range lastCarrier + 1 {
		if s.Has(c) && facts[c].weight > weight {
			best, weight = c, facts[c].weight
		}
	}
	return best
}

// implied reports whether the one trait says the other: a macro that starts by
// itself is a macro.
func implied(carrier, other Trait) bool {
	switch carrier {
	case autoMacro:
		return other == macro
	case exploit:
		return other == rtfObject || other == equation
	}
	return false
}
