package deadline

import (
	"regexp"
	"slices"
	"strings"
)

// page is a text and where to look in it. The patterns are slow and most texts have
// few of the words that every match needs, so only their surroundings are searched.
type page struct {
	text  string
	lower string // ASCII letters in lower case, of the same length
}

func newPage(text string) page {
	lower := []byte(text)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c | 0x20
		}
	}
	return page{text, string(lower)}
}

// window is a part of the text.
type window struct{ start, end int }

// The surroundings of a needed word: the longest expression before it and behind it.
const ahead, back = 90, 90

// around returns the surroundings of the needed words, merged where they touch and cut
// at blanks, so that no word is cut in two.
func (p page) around(needs []string) []window {
	var at []int
	for _, w := range needs {
		for from := 0; ; {
			i := strings.Index(p.lower[from:], w)
			if i < 0 || len(at) > maxMentions*len(needs) {
				break
			}
			at = append(at, from+i)
			from += i + len(w)
		}
	}
	slices.Sort(at)
	return p.windows(at)
}

// dated returns the surroundings of figures with a mark of dates between them.
func (p page) dated() []window {
	var at []int
	for i := 1; i+1 < len(p.text) && len(at) < maxMentions; i++ {
		if c := p.text[i]; (c == '-' || c == '.' || c == '/') && isFigure(p.text[i-1]) && isFigure(p.text[i+1]) {
			at = append(at, i)
		}
	}
	return p.windows(at)
}

func (p page) windows(at []int) []window {
	var out []window
	for _, i := range at {
		w := window{p.blank(i-back, -1), p.blank(i+ahead, 1)}
		if n := len(out); n > 0 && w.start <= out[n-1].end {
			out[n-1].end = max(w.end, out[n-1].end)
			continue
		}
		out = append(out, w)
	}
	return out
}

// blank is the nearest blank from i in a direction, or the end of the text. Words
// longer than a line are cut.
func (p page) blank(i, step int) int {
	const longest = 80
	for n := 0; i > 0 && i < len(p.text) && n < longest; n++ {
		if c := p.text[i]; c == ' ' || c == '\n' {
			return i
		}
		i += step
	}
	return min(max(i, 0), len(p.text))
}

// find returns the matches of a pattern in the windows, with positions in the text.
func (p page) find(pattern *regexp.Regexp, windows []window) [][]int {
	var out [][]int
	for _, w := range windows {
		for _, m := range pattern.FindAllStringSubmatchIndex(p.text[w.start:w.end], maxMentions-len(out)) {
			for i := range m {
				if m[i] >= 0 {
					m[i] += w.start
				}
			}
			out = append(out, m)
		}
		if len(out) >= maxMentions {
			break
		}
	}
	return out
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }
