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
	"strings"
	"unicode/utf8"
)

// Sum is one amount of money in a text.
type Sum struct {
	Value      float64
	Currency   string
	Raw        string // as written
	Start, End int    // of Raw in the text
}

const (
	maxSums  = 256
	maxValue = 1e16 // more than all the money there is, in won
)

// Find returns the sums of the text in order of appearance.
func Find(text string) []Sum {
	var sums []Sum
	for i := 0; i < len(text) && len(sums) < maxSums; {
		if c := text[i]; c >= '0' && c <= '9' {
			s, next := figure(text, i)
			if s.Currency != "" {
				sums = append(sums, s)
			}
			i = next
			continue
		}
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		if s, ok := written(text, i); ok {
			sums = append(sums, s)
			i = s.End
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return sums
}

// figure reads the sum whose first figure stands at start; a sum without currency
// says only where to go on.
func figure(text string, start int) (Sum, int) {
	n := readNumber(text, start)
	if start > 0 && glued(text[start-1]) || !n.ok {
		return Sum{}, n.end
	}
	k := readKorean(text, start)
	end, scale := n.end, 1.0
	if k.units > 0 {
		end = k.end
	} else if s, at := readScale(text, end); s != 0 {
		scale, end = s, at
	}
	before, from := currencyBefore(text, start)
	behind, to := currencyBehind(text, end)
	if behind != "" && !(before != "" && k.units == 0 && behind != before) {
		end = to
	} else {
		behind = ""
	}
	currency := before
	if currency == "" {
		currency = behind
	}
	if currency == "" && k.units > 0 && k.value >= 10_000 && strings.HasPrefix(strings.TrimLeft(text[end:], " "), "상당") {
		currency = "KRW"
	}
	if behind == "" && wordGoesOn(text, end) {
		return Sum{}, max(n.end, start+1) // "$2x" is a name
	}
	value := k.value
	if k.units == 0 {
		value = n.value(Coin(currency)) * scale
	}
	if before == "" {
		from = start
	}
	if currency == "" || value <= 0 || value > maxValue || math.IsNaN(value) {
		return Sum{}, max(n.end, start+1)
	}
	return Sum{Value: value, Currency: currency, Raw: text[from:end], Start: from, End: end}, end
}

// glued reports whether a figure behind c is part of a word, a version or an address.
func glued(c byte) bool {
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
