package money

import "strings"

// smallWords are the English number words below a thousand.
var smallWords = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
	"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "quarter": 0.25,
}

var bigWords = map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9}

// spelled is a number in English words.
type spelled struct {
	value float64
	end   int
	big   bool // thousands or more
}

// readEnglish reads a number in words ("two hundred fifty thousand", "half a
// million", "one and a half million"); end is 0 when there is none.
func readEnglish(text string, start int) spelled {
	const longest = 12 // words
	var n spelled
	var section, total float64
	numbers := 0
	for at, words := start, 0; words < longest; words++ {
		w, end := wordAt(text, at)
		switch small, isSmall := smallWords[w]; {
		case isSmall:
			section += small
			numbers++
		case w == "hundred" && (section > 0 || words > 0):
			section = several(section) * 100
			numbers++
		case bigWords[w] > 0 && (section > 0 || words > 0):
			total += several(section) * bigWords[w]
			section = 0
			n.big = true
			numbers++
		case (w == "a" || w == "an" || w == "and" || w == "of") && (words > 0 || w == "a"):
			at = end + 1
			continue // part of a number only when one goes on behind it
		default:
			return n
		}
		n.value, n.end = total+section, end
		if end >= len(text) || text[end] != ' ' && text[end] != '-' {
			return n
		}
		at = end + 1
	}
	return n
}

// several is what a unit without a number means: "a million" is one.
func several(n float64) float64 {
	if n == 0 {
		return 1
	}
	return n
}

// wordAt returns the Latin word at a position, in lower case.
func wordAt(text string, at int) (string, int) {
	at = min(at, len(text))
	end := at
	for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
		end++
	}
	const longest = 9 // "seventeen"
	if end-at > longest {
		return "", end
	}
	return strings.ToLower(text[at:end]), end
}

// inWords reads a sum that begins with an English number word at start.
func inWords(text string, start int) (Sum, bool) {
	if start > 0 && (isLetter(text[start-1]) || text[start-1] == '-') {
		return Sum{}, false
	}
	n := readEnglish(text, start)
	if n.end == 0 || n.value <= 0 {
		return Sum{}, false
	}
	s := Sum{Value: n.value, Start: start, End: n.end, scaled: n.big}
	if currency, end := currencyBehind(text, n.end); currency != "" {
		s.Currency, s.End = currency, end
	}
	s.Raw = text[s.Start:s.End]
	return s, s.Currency != "" || n.big
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
