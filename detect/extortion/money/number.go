package money

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is a run of figures with separators.
type number struct {
	text string
	end  int
	ok   bool
}

const maxFigures = 24

// readNumber reads figures with points, commas and apostrophes between them, and
// groups of three set apart by blanks.
func readNumber(text string, start int) number {
	end, figures := start, 0
	for end < len(text) {
		c := text[end]
		next := end+1 < len(text) && isFigure(text[end+1])
		switch {
		case isFigure(c):
			figures++
		case (c == '.' || c == ',' || c == '\'') && next:
		case c == ' ' && group(text, end+1) && end-start <= 3 || c == ' ' && group(text, end+1) && strings.Contains(text[start:end], " "):
		default:
			return number{text[start:end], end, figures <= maxFigures}
		}
		end++
	}
	return number{text[start:end], end, figures <= maxFigures}
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

// group reports whether exactly three figures stand at i.
func group(text string, i int) bool {
	return i+3 <= len(text) && isFigure(text[i]) && isFigure(text[i+1]) && isFigure(text[i+2]) && (i+3 == len(text) || !isFigure(text[i+3]))
}

// value tells thousands from decimals: of two kinds of separators the last one is
// the decimal one; one kind that comes once is decimal unless three figures follow.
// Coins are counted in fractions, so there three figures are decimals too.
func (n number) value(coin bool) float64 {
	s := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\'' {
			return -1
		}
		return r
	}, n.text)
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	decimal := max(point, comma)
	if decimal >= 0 && (point < 0 || comma < 0) {
		thousands := len(s)-decimal-1 == 3 && !strings.HasPrefix(s, "0") && !coin
		if strings.Count(s, s[decimal:decimal+1]) > 1 || thousands {
			decimal = -1
		}
	}
	var b strings.Builder
	for i := range len(s) {
		switch {
		case isFigure(s[i]):
			b.WriteByte(s[i])
		case i == decimal:
			b.WriteByte('.')
		}
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	if err != nil {
		return 0
	}
	return v
}

// scales are the words that multiply, longest first where one begins another.
var scales = []struct {
	word  string
	times float64
}{
	{"hundred thousand", 1e5}, {"thousands", 1e3}, {"thousand", 1e3}, {"millions", 1e6}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}, {"mln", 1e6}, {"mio", 1e6}, {"mil", 1e6}, {"bln", 1e9}, {"lakh", 1e5}, {"crore", 1e7},
	{"mm", 1e6}, {"bn", 1e9}, {"kk", 1e6}, {"k", 1e3}, {"m", 1e6}, {"b", 1e9},
}

// readScale returns the multiplier behind a number, 0 for none.
func readScale(text string, at int) (times float64, end int) {
	from := at
	for from < len(text) && from < at+2 && (text[from] == ' ' || text[from] == '\n') {
		from++
	}
	for _, s := range scales {
		if !hasFold(text[from:], s.word) || wordGoesOn(text, from+len(s.word)) {
			continue
		}
		if len(s.word) == 1 && from > at {
			continue // "5 k" is a word of its own, "5k" a number
		}
		return s.times, from + len(s.word)
	}
	return 0, at
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func wordGoesOn(text string, at int) bool {
	return at < len(text) && (text[at]|0x20 >= 'a' && text[at]|0x20 <= 'z')
}

// quantity is a number with its scale.
type quantity struct {
	number number
	korean korean
	times  float64 // of an English scale word, 1 for none
	end    int
}

func readQuantity(text string, start int) quantity {
	q := quantity{number: readNumber(text, start), korean: readKorean(text, start), times: 1}
	q.end = q.number.end
	if q.korean.units > 0 {
		q.end = q.korean.end
	} else if times, end := readScale(text, q.end); times != 0 {
		q.times, q.end = times, end
	}
	return q
}

func (q quantity) scaled() bool { return q.korean.units > 0 || q.times > 1 }

func (q quantity) value(coin bool) float64 {
	if q.korean.units > 0 {
		return q.korean.value
	}
	return q.number.value(coin) * q.times
}

// korean is a number with Korean units.
type korean struct {
	value float64
	end   int
	units int // read; 0 when the text has none
}

var hangulFigures = map[rune]float64{'일': 1, '이': 2, '삼': 3, '사': 4, '오': 5, '육': 6, '륙': 6, '칠': 7, '팔': 8, '구': 9, '영': 0, '공': 0}

var smallUnits = map[rune]float64{'십': 10, '백': 100, '천': 1000}

var bigUnits = map[rune]float64{'만': 1e4, '억': 1e8, '조': 1e12}

// readKorean reads figures and Hangul numerals with the units 십, 백, 천 within 만,
// 억, 조. A blank may follow a unit when the number goes on.
func readKorean(text string, start int) korean {
	const longest = 40 // runes
	var total, section, current float64
	k := korean{end: start}
	at := start
	for range longest {
		if at >= len(text) {
			break
		}
		if isFigure(text[at]) {
			n := readNumber(text, at)
			if current != 0 || !n.ok {
				break
			}
			current, at = n.value(false), n.end
			if k.units > 0 {
				k.end = at
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == ' ' && k.units > 0 && at == k.end && continues(text[at+1:]) {
			at++
			k.end = at
			continue
		}
		if v, ok := hangulFigures[r]; ok && current == 0 {
			current = v
		} else if u, ok := smallUnits[r]; ok {
			section += max(current, 1) * u
			current = 0
			k.units++
		} else if u, ok := bigUnits[r]; ok {
			if section+current == 0 {
				section = 1
			}
			total += (section + current) * u
			section, current = 0, 0
			k.units++
		} else {
			break
		}
		at += size
		k.end = at
	}
	k.value = total + section + current
	return k
}

// continues reports whether a number goes on behind a blank: with a unit of its own,
// or with the last figures before the currency ("77만 2,200원").
func continues(rest string) bool {
	at := 0
	for at < len(rest) && isFigure(rest[at]) {
		at++
	}
	r, _ := utf8.DecodeRuneInString(rest[at:])
	_, small := smallUnits[r]
	_, big := bigUnits[r]
	if at > 0 && (small || big) {
		return true
	}
	const longest = 5 // "9,999"
	last := readNumber(rest, 0)
	return at > 0 && last.end <= longest && hasAny(strings.TrimLeft(rest[last.end:], " "), []string{"원", "달러", "유로", "엔", "위안"})
}
