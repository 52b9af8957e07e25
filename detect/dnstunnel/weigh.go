package dnstunnel

import (
	"math"

	"dwell/finding"
)

// weigh puts everything that is known of the domain on the scales.
func (y *survey) weigh(c *candidate) *finding.Scales {
	s := &finding.Scales{}
	c.weighInformation(s)
	c.weighWriting(s)
	c.weighLength(s)
	c.weighTypes(s)
	y.weighRepetition(c, s)
	y.weighAnswers(c, s)
	y.weighAskers(c, s)
	y.weighTime(c, s)
	y.weighInnocent(c, s)
	return s
}

func (c *candidate) weighInformation(s *finding.Scales) {
	n := c.changing()
	usual := ordinary * math.Sqrt(float64(c.active()))
	decades := math.Log10(n / usual)
	most := maxInformation
	if c.span.First.IsZero() {
		most = maxUntimed
	}
	weight := math.Min(most, perDecade*decades)
	if decades < 0 {
		weight = math.Max(minInformation, perMissing*decades)
	}
	s.Add("distinct information", weight, "%.0f distinct names with %.0f characters that change from name to name", c.distinct, n)
}

// rarity scales the weight of what is common among domains with few names: most of these
// are asked by one machine, and once.
func (c *candidate) rarity(weight float64) float64 {
	const many = 200
	if c.distinct < many {
		return weight / 2
	}
	return weight
}

// active is on how many days names of the domain were asked, at least one. What an
// ordinary domain has of names grows with time, slower than it: hosts come again.
func (c *candidate) active() int {
	if c.Totals != nil {
		return max(1, c.Totals.Days.Count())
	}
	return max(1, c.days)
}

// weighWriting judges the characters.
func (c *candidate) weighWriting(s *finding.Scales) {
	h := &c.shape
	plain := h.letters + h.digits
	if odd := h.odd + h.raw; odd*50 >= max(1, h.telling) { // one in fifty
		s.Add("impossible characters", weightOdd, "the names hold characters that no host name can have")
	}
	digits := float64(h.digits) / float64(max(1, plain))
	inRuns := float64(h.runs) >= mostOf*float64(h.telling)
	common := float64(h.common) / float64(max(1, h.pairs))
	switch {
	case digits > mostHexDigits:
		s.Add("numbers", weightNumbers, "the names are numbers (%.0f %% digits)", 100*digits)
		s.Excuse("counters or addresses in the names: likely")
	case inRuns && float64(h.hex) >= 0.98*float64(plain) && digits >= leastHexDigits:
		s.Add("encoding", weightHex, "the names are long runs of hexadecimal digits")
	case h.pairs >= enoughPairs && common >= wordPairs:
		s.Add("words", weightWords, "the names are made of words (%.0f %% of the pairs of letters are common ones)", 100*common)
		s.Excuse("names of hosts, users or pages: likely")
	case inRuns && h.pairs >= enoughPairs && common < randomPairs && digits < leastDigits && c.mean < short:
		s.Add("random letters", weightLetters, "the names are short runs of random letters (%.0f %% of the pairs are common ones)", 100*common)
		s.Excuse("names made up by a browser or a generator of domains: possible")
	case inRuns && h.pairs >= enoughPairs && common < randomPairs:
		s.Add("encoding", weightEncoded, "the names are long runs of letters and digits as base32 or base64 gives them (%.0f %% of the pairs of letters are common ones)", 100*common)
	}
}

func (c *candidate) weighLength(s *finding.Scales) {
	switch {
	case c.mean >= full:
		s.Add("length", weightFull, "the part below the domain has %.0f characters on average, near the limit of a name", c.mean)
	case c.mean >= veryLong:
		s.Add("length", weightVeryLong, "the part below the domain has %.0f characters on average", c.mean)
	case c.mean >= long:
		s.Add("length", weightLong, "the part below the domain has %.0f characters on average", c.mean)
	case c.mean < short:
		s.Add("length", weightShort, "the part below the domain has only %.0f characters on average", c.mean)
	}
}

func (c *candidate) weighTypes(s *finding.Scales) {
	rare, text, all := c.typed()
	switch {
	case all == 0:
	case rare >= fewOf*all:
		s.Add("record types", weightRareType, "%.0f %% of the lookups ask for record types that no ordinary program uses", 100*rare/all)
	case text >= mostOf/2*all:
		s.Add("record types", weightTextType, "%.0f %% of the lookups ask for texts or names, not for addresses", 100*text/all)
	}
}

// typed counts the lookups by type: exactly where totals are kept, else the names of the
// sample.
func (c *candidate) typed() (rare, text, all float64) {
	if t := c.counts; c.Totals != nil {
		if c.types == 0 {
			return 0, 0, 0
		}
		return float64(t.Rare), float64(t.Text + t.Name), float64(t.Asked)
	}
	for _, n := range c.Names {
		switch {
		case n.Types&typeRare != 0:
			rare++
		case n.Types&(typeText|typeName) != 0:
			text++
		}
		if n.Types != 0 {
			all++
		}
	}
	return rare, text, all
}

// once reports whether the names did not come again.
func (c *candidate) once() bool {
	return c.timed >= enoughTimes && float64(c.again) <= neverAgain*float64(c.timed)
}

func (y *survey) weighRepetition(c *candidate, s *finding.Scales) {
	if c.timed < enoughTimes {
		y.weighUntimed(c, s)
		return
	}
	switch share := float64(c.again) / float64(c.timed); {
	case c.once():
		s.Add("never again", c.rarity(weightNever), "of %d names looked at, %d were asked for again later or by another machine", c.timed, c.again)
	case share >= oftenAgain:
		s.Add("come again", weightOften, "of %d names looked at, %d were asked for again later or by another machine", c.timed, c.again)
		s.Excuse("names of hosts: %.0f %% are asked for again and again", 100*share)
	case share >= oftenAgain/3:
		s.Add("come again", weightSome, "of %d names looked at, %d were asked for again later or by another machine", c.timed, c.again)
	}
}

// weighUntimed judges repetition in a list of names without times. That a name stands
// there once says nothing, because lists are often cleared of repetition. That it stands
// there several times says that programs ask for it: for both families of addresses, or
// again and again.
func (y *survey) weighUntimed(c *candidate, s *finding.Scales) {
	twice, often := 0, 0
	for _, n := range c.Names {
		if n.Asked > 1 {
			twice++
		}
		if n.Asked > onOneOccasion {
			often++
		}
	}
	names := float64(max(1, len(c.Names)))
	switch again := float64(often) / names; {
	case again >= oftenAgain/3:
		weight := weightSome
		if again >= oftenAgain {
			weight = weightOften
		}
		s.Add("come again", weight, "of %d names looked at, %d stand in the list more than %d times", len(c.Names), often, onOneOccasion)
		s.Excuse("names of hosts: %.0f %% are asked for again and again", 100*again)
	case float64(twice) >= nearlyAll*names && y.singles >= leastSingles:
		s.Add("asked in pairs", weightPairs, "of %d names looked at, %d stand in the list twice and more, as programs ask that want to connect", len(c.Names), twice)
	default:
		s.Excuse("repetition: the names carry no times, so whether they came again is not known")
	}
}
