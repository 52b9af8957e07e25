// Package money finds sums of money in text: figures with a currency before or
// behind them, English scale words, and Korean numerals in figures, in Hangul and
// mixed ("$1,450", "0.5 BTC", "3 billion won", "30억원", "1억 5천만 원", "삼십억 원").
//
// Currencies are ISO 4217 codes, coins go by their tickers. A sum without a
// currency is no sum, with one exception: Korean writers leave the won out
// ("30억 상당의 비트코인").
//
// The package imports nothing of dwell.
package money

import (
	"math"
	"unicode/utf8"
)

// Sum is one amount of money in a text.
type Sum struct {
	Value      float64
	Currency   string
	Raw        string // as written
	Start, End int    // of Raw in the text

	number float64 // without its scale
	scaled bool    // it has one: "5k", "3억"
}

const (
	maxSums  = 256
	maxValue = 1e16 // more than all the money there is, in won
)

// Find returns the sums of the text in order of appearance.
func Find(text string) []Sum { return find(text, func(Sum) bool { return false }) }

// find returns the sums with a currency, and those without one that bare accepts.
func find(text string, bare func(Sum) bool) []Sum {
	var sums []Sum
	keep := func(s Sum) {
		s = inherit(text, sums, s)
		if s.Currency != "" || s.Value > 0 && bare(s) {
			sums = append(sums, s)
		}
	}
	for i := 0; i < len(text) && len(sums) < maxSums; {
		switch c := text[i]; {
		case isFigure(c):
			s, next := figure(text, i, maxRange)
			keep(s)
			i = next
		case isLetter(c):
			s, ok := inWords(text, i)
			if ok {
				keep(s)
				i = s.End
				continue
			}
			for i < len(text) && isLetter(text[i]) {
				i++
			}
		case c < utf8.RuneSelf:
			i++
		default:
			if s, ok := written(text, i); ok {
				keep(s)
				i = s.End
				continue
			}
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
		}
	}
	return sums
}

// maxRange is how many ends a chain of alternatives may have ("5-10-15 million").
const maxRange = 4

// figure reads the sum whose first figure stands at start, its currency empty where
// the text gives none; a value of 0 says only where to go on. Chain is how many
// further ends a range may have.
func figure(text string, start, chain int) (Sum, int) {
	q := readQuantity(text, start)
	next := max(q.number.end, start+1)
	if start > 0 && glued(text, start) || !q.number.ok {
		return Sum{}, next
	}
	c := currencyOf(text, start, q)
	if c.to == q.end && wordGoesOn(text, q.end) {
		return Sum{}, next // "$2x" is a name
	}
	s := Sum{Currency: c.code, Start: c.from, End: c.to, scaled: q.scaled()}
	s.number, s.Value = q.number.value(Coin(c.code)), q.value(Coin(c.code))
	if c.to == q.end {
		s = spread(text, s, q.end, chain)
	}
	if s.Value <= 0 || s.Value > maxValue || math.IsNaN(s.Value) {
		return Sum{}, next
	}
	s.Raw = text[s.Start:s.End]
	return s, s.End
}

// glued reports whether a figure at start is part of a word, a version or an address.
func glued(text string, start int) bool {
	c := text[start-1]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' && c != 'D' && c != 'R' && c != 'W' && c != 'C' ||
		c == '.' || c == ',' || c == '_' || c == '/' || c == '#' || c == '@' || c == '%'
}

// written reads a sum that begins with a Korean numeral in Hangul.
func written(text string, start int) (Sum, bool) {
	if start > 0 {
		if r, _ := utf8.DecodeLastRuneInString(text[:start]); r >= '가' && r <= '힣' {
			return Sum{}, false
		}
	}
	k := readKorean(text, start)
	if k.units == 0 || k.value <= 0 || k.value > maxValue {
		return Sum{}, false
	}
	currency, end := currencyBehind(text, k.end)
	if currency == "" {
		return Sum{}, false
	}
	return Sum{Value: k.value, Currency: currency, Raw: text[start:end], Start: start, End: end}, true
}
