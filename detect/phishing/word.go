package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/words"
)

// wholeName reports whether a display name is an ordinary word that is a brand's name,
// alone or with words of service.
func (d *Detector) wholeName(display string, id brand.ID) bool {
	normal, _ := words.Normal(nil, display)
	name, _ := words.Normal(nil, d.brands.Get(id).Name)
	rest, ok := strings.CutPrefix(strings.TrimSpace(string(normal)), strings.TrimSpace(string(name)))
	if !ok {
		return false
	}
	for w := range strings.FieldsSeq(rest) {
		if !slices.Contains(serviceWords, w) {
			return false
		}
	}
	return true
}

// serviceWords are those that stand behind the name of an organisation where a person
// has a family name.
var serviceWords = strings.Fields(`account accounts alert alerts app bank banking billing card care center centre club com customer delivery department email
	express help id inc info login mail mailing message messages mobile news notice notification notifications online order parcel pay payment post
	promotion rewards security service services shipping shop store subscription support survey team update verification winner`)

func hasWord(text, word string) bool {
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return r < 0x80 && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
		if w == word {
			return true
		}
	}
	return false
}

// bears reports whether a word of the display name is that of a domain.
func (v *view) bears(domain string) bool {
	const least, long = 3, 4
	label, _, _ := strings.Cut(domain, ".")
	label = strings.ReplaceAll(label, "-", "")
	if len(label) < least || isFree(domain) {
		return false
	}
	normal, _ := words.Normal(nil, v.name)
	if strings.Contains(strings.ReplaceAll(string(normal), " ", ""), label) {
		return true
	}
	for w := range strings.FieldsSeq(string(normal)) {
		if len(w) >= long && strings.Contains(label, w) {
			return true
		}
	}
	return false
}

// bearsName is bears for a free mailbox, whose owner chose what stands before the @.
func (v *view) bearsName() bool {
	const least = 3
	local, _, _ := strings.Cut(v.address, "@")
	normal, foreign := words.Normal(nil, v.name)
	if foreign {
		return true // nobody has his name in Hangul there
	}
	for w := range strings.FieldsSeq(string(normal)) {
		if len(w) >= least && (strings.Contains(local, w) || strings.Contains(local, w[:least])) {
			return true
		}
	}
	return false
}

// random reports whether a word is none that a person chose: letters and figures in
// turns, or hardly any vowels.
func random(word string) bool {
	const least = 6
	if len(word) < least {
		return false
	}
	turns, vowels, letters, run, longest := 0, 0, 0, 0, 0
	last := byte(0)
	for i := range len(word) {
		c := word[i] | 0x20
		kind := byte('-')
		switch {
		case c >= 'a' && c <= 'z':
			kind = 'a'
			letters++
			if strings.IndexByte("aeiouy", c) >= 0 {
				vowels++
				run = 0
			} else if run++; run > longest {
				longest = run
			}
		case word[i] >= '0' && word[i] <= '9':
			kind, run = '0', 0
		default:
			run = 0
		}
		if last != 0 && kind != last && kind != '-' && last != '-' {
			turns++
		}
		last = kind
	}
	const manyTurns, manyConsonants, share = 3, 5, 6
	return turns >= manyTurns || longest >= manyConsonants && letters > manyConsonants || letters >= least && vowels*share < letters
}
