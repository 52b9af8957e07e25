package dnstunnel

import "strings"

// shape says how the names of a domain are written, counted over those of its sample
// of which the text is kept. Labels that stand in many of them say nothing new and are
// left out: what is left is what changes from name to name.
type shape struct {
	names   int // with any text
	all     int // characters
	telling int // of them in labels that change

	letters, digits int
	odd             int // characters that host names cannot have (RFC 1123, section 2.1)
	raw             int // bytes that are no characters
	hex             int // 0-9, a-f
	runs            int // characters in unbroken runs of longRun or more
	pairs, common   int // pairs of letters; those among the commonest of English
	alphabet        alphabet

	uuids, hashes, addresses, services int // names
}

// longRun is from how many characters on a run is no abbreviation or number of a host.
const longRun = 8

// alphabet is the set of characters in use, letters and digits only.
type alphabet uint64

func (a *alphabet) add(c byte) {
	switch {
	case c >= 'a' && c <= 'z':
		*a |= 1 << (c - 'a')
	case c >= '0' && c <= '9':
		*a |= 1 << (26 + c - '0')
	}
}

func (a alphabet) within(set string) bool {
	var all alphabet
	for i := range len(set) {
		all.add(set[i])
	}
	return a&^all == 0
}

// shapeOf judges the texts of names.
func shapeOf(texts []string) shape {
	var s shape
	frequent := frequentLabels(texts)
	for _, text := range texts {
		if text == "" {
			continue
		}
		s.names++
		var rest []string
		service := false
		for label := range strings.SplitSeq(text, ".") {
			s.all += characters(label)
			service = service || strings.HasPrefix(label, "_")
			if !frequent[label] {
				rest = append(rest, label)
			}
		}
		if service {
			s.services++
		}
		s.name(text, rest)
	}
	return s
}

// A label is frequent when it stands in this share of the names, and in some.
const (
	frequentShare = 0.2
	frequentNames = 3
)

func frequentLabels(texts []string) map[string]bool {
	in := map[string]int{}
	for _, text := range texts {
		seen := map[string]bool{}
		for label := range strings.SplitSeq(text, ".") {
			if !seen[label] {
				seen[label] = true
				in[label]++
			}
		}
	}
	frequent := map[string]bool{}
	for label, n := range in {
		frequent[label] = n >= frequentNames && float64(n) >= frequentShare*float64(len(texts))
	}
	return frequent
}

// name counts one name of which rest are the labels that change.
func (s *shape) name(text string, rest []string) {
	switch {
	case carriesAddress(text):
		s.addresses++
	case len(rest) == 1 && isUUID(rest[0]):
		s.uuids++
	case len(rest) == 1 && isHash(rest[0]):
		s.hashes++
	}
	for _, label := range rest {
		s.label(label)
	}
}

func (s *shape) label(label string) {
	s.telling += characters(label)
	label = strings.TrimPrefix(label, "_")
	run := 0
	endRun := func() {
		if run >= longRun {
			s.runs += run
		}
		run = 0
	}
	var before byte
	for i := 0; i < len(label); i++ {
		c := label[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		letter := c >= 'a' && c <= 'z'
		switch {
		case c == '\\':
			s.raw++
			run++
			i += 3
		case letter || c >= '0' && c <= '9':
			run++
			s.alphabet.add(c)
			if letter {
				s.letters++
			} else {
				s.digits++
			}
			if isHex(c) {
				s.hex++
			}
		case c == '-' || c == '_':
			endRun() // base64url has them too, but seldom: runs stay long
		case c >= 0x80:
			s.raw++
			run++
		default:
			s.odd++
			run++
		}
		if isLower(before) && letter {
			s.pairs++
			if commonPair(before, c) {
				s.common++
			}
		}
		before = c
	}
	endRun()
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// commonPairs are the 50 commonest pairs of letters of English, which make up 57 % of
// its pairs (P. Norvig, "English Letter Frequency Counts: Mayzner Revisited", 2013). Of
// random letters 7 % are among them.
const commonPairs = "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur"

func commonPair(a, b byte) bool {
	for i := 0; i+1 < len(commonPairs); i += 3 {
		if commonPairs[i] == a && commonPairs[i+1] == b {
			return true
		}
	}
	return false
}

// bitsPerCharacter is the most that one character can carry, by the alphabet: a log in
// lower case hides whether base64 was spoken, so what needs more than 32 counts for 64.
func (s *shape) bitsPerCharacter() int64 {
	switch {
	case s.raw > 0:
		return 8
	case s.odd > 0:
		return 6
	case s.alphabet.within("0123456789abcdef"):
		return 4
	case s.alphabet.within("abcdefghijklmnopqrstuvwxyz234567"), s.alphabet.within("0123456789abcdefghijklmnopqrstuv"),
		s.alphabet.within("abcdefghijklmnopqrstuvwxyz012345"):
		return 5 // RFC 4648, sections 6 and 7; iodine's own order
	}
	return 6
}

// carriesAddress reports whether a name holds an address in reverse, as lists of
// addresses are asked (RFC 5782).
func carriesAddress(text string) bool {
	octets, singles := 0, 0
	for label := range strings.SplitSeq(text, ".") {
		if len(label) == 1 && isHex(label[0]) {
			singles++
		}
		if octet(label) {
			octets++
		} else if octets < 4 {
			octets = 0
		}
	}
	const nibblesOfIPv6 = 32
	return octets == 4 || singles == nibblesOfIPv6
}

// isUUID reports whether a label is one of RFC 9562, in letters and dashes.
func isUUID(label string) bool {
	if len(label) != 36 {
		return false
	}
	for i := range len(label) {
		switch i {
		case 8, 13, 18, 23:
			if label[i] != '-' {
				return false
			}
		default:
			if !isHex(label[i]) {
				return false
			}
		}
	}
	return true
}

// isHash reports whether a label has the length of MD5 or SHA-1 in hexadecimal.
func isHash(label string) bool {
	if len(label) != 32 && len(label) != 40 {
		return false
	}
	for i := range len(label) {
		if !isHex(label[i]) {
			return false
		}
	}
	return true
}
