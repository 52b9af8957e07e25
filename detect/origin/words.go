package origin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dwell/event"
)

// word is a spelling of the North Korean standard language, how it is written in the
// South, and who published it or what rule it follows.
type word struct{ north, south, source string }

// rule is the North's spelling of initial ㄹ and ㄴ, which the South's standard drops.
const rule = "initial sound kept (두음법칙), the rule that sets the standards apart"

// northern are words with a public source each, and common words of the rule. Koreans
// of China write so too, and anybody can plant them.
var northern = []word{
	{"총적으로", "총체적으로", "police on the case of 2016"},
	{"리론", "이론", "police, 2016"},
	{"류의하", "유의하", "National Assembly, 2018"}, {"류의사항", "유의사항", "National Assembly, 2018"}, {"류의해", "유의해", "National Assembly, 2018"},
	{"인차", "곧", "press on Kimsuky, 2024"},
	{"비루스", "바이러스", "press on Kimsuky, 2024"},
	{"오유", "오류", "press on Kimsuky, 2024"},
	{"태공", "태업", "Genians, 2025"},
	{"콤퓨터", "컴퓨터", "spelling of loan words"}, {"쏘프트웨어", "소프트웨어", "spelling of loan words"}, {"프로그람", "프로그램", "spelling of loan words"},
	{"리용", "이용", rule}, {"녀성", "여성", rule}, {"련락", "연락", rule}, {"력사", "역사", rule}, {"래일", "내일", rule}, {"련결", "연결", rule},
	{"론의", "논의", rule}, {"리해", "이해", rule}, {"로동", "노동", rule}, {"량심", "양심", rule},
}

// words reads marks of language from the text and the subject.
func (c *collector) words(m *event.Mail) {
	for _, w := range northern {
		if begins(m.Text, w.north) || begins(m.Subject, w.north) {
			c.add(Wording, w.north)
		}
	}
	c.add(Wording, stranger(m.Text))
}

// begins reports whether text has a word that starts with prefix.
func begins(text, prefix string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], prefix)
		if i < 0 {
			return false
		}
		if r, _ := utf8.DecodeLastRuneInString(text[:at+i]); r < '가' || r > '힣' {
			return true
		}
		at += i + len(prefix)
	}
}

// scripts are those that are told apart. Latin stands in every text and is none.
var scripts = []*unicode.RangeTable{unicode.Hangul, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Arabic, unicode.Hebrew, unicode.Thai}

// stranger is the first run of words in a script that the rest of the text is not
// written in: a closing that a template or a keyboard left behind.
func stranger(text string) string {
	const searched, least, share = 8 << 10, 4, 4 // letters of the run; a quarter of the text at most
	text = text[:min(len(text), searched)]
	counts := make([]int, len(scripts))
	letters := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if i := scriptOf(r); i >= 0 {
			counts[i]++
		}
	}
	for i, n := range counts {
		if n < least || n*share > letters || scripts[i] == unicode.Han {
			continue // Korean and Japanese texts have Chinese characters of their own
		}
		if found := run(text, i); utf8.RuneCountInString(found) >= least {
			return found
		}
	}
	return ""
}

func scriptOf(r rune) int {
	if r < utf8.RuneSelf {
		return -1
	}
	for i, s := range scripts {
		if unicode.Is(s, r) {
			return i
		}
	}
	return -1
}

// run returns the first words of a script in a row. A word that mixes scripts is
// disguised Latin and no mark of origin.
func run(text string, script int) string {
	start, end := -1, -1
	for at, r := range text {
		switch {
		case scriptOf(r) == script:
			if start < 0 {
				start = at
			}
			end = at + utf8.RuneLen(r)
		case r == ' ' && start >= 0:
		case start >= 0 && !unicode.IsLetter(r):
			return text[start:end]
		case start >= 0:
			start = -1
		}
	}
	if start < 0 {
		return ""
	}
	return text[start:end]
}
