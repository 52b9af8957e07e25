package deadline

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dwell/event"
)

// words for numbers.
var numbers = map[string]int{
	"a": 1, "an": 1, "another": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"fourteen": 14, "fifteen": 15, "thirty": 30, "twenty four": 24, "twenty-four": 24, "forty eight": 48, "forty-eight": 48, "seventy two": 72, "seventy-two": 72,
}

// distance is a number and a unit: "48 hours", "seventy-two (72) hours", "2-3 days",
// of which the larger number counts.
var distance = regexp.MustCompile(`(?i)\b(?:\d{1,3} ?(?:-|–|to|or) ?)?(\d{1,3}(?:[.,]\d)?|an?|another|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|thirty|twenty[- ]four|forty[- ]eight|seventy[- ]two)(?: ?\([a-z0-9 ]{1,14}\))?[- ]?(?:more |full |business |working |calendar )*(minutes?|mins?|hours?|hrs?|h|days?|weeks?)\b`)

func distances(all []mention, p page, sent event.Time) []mention {
	text := p.text
	for _, m := range p.find(distance, p.around([]string{"hour", "hr", "day", "week", "min", "0h", "2h", "4h", "6h", "8h"})) {
		d, ok := duration(text[m[2]:m[3]], text[m[4]:m[5]])
		if !ok {
			continue
		}
		found := mention{start: m[0], end: m[1], limit: Limit{At: behind(sent, d), After: d}}
		if bounded(text, found) {
			found.marked = true
			all = append(all, found)
		}
	}
	return all
}

// duration reads a number and a unit.
func duration(number, unit string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64)
	if err != nil {
		n = float64(numbers[strings.ToLower(number)])
	}
	each := 24 * time.Hour
	switch u := strings.ToLower(unit); {
	case strings.HasPrefix(u, "m") || u == "분":
		each = time.Minute
	case strings.HasPrefix(u, "h") || u == "시간":
		each = time.Hour
	case strings.HasPrefix(u, "w") || u == "주" || u == "주일":
		each = 7 * 24 * time.Hour
	}
	d := time.Duration(n * float64(each))
	const longest = 90 * 24 * time.Hour // a limit of more than a quarter is none
	return d, n > 0 && d <= longest
}

// Words just before and just behind a distance that make it a limit or none.
var (
	opens   = regexp.MustCompile(`(?:within|during|in|by|have|give you|gave you|given you|giving you|get|next|only|exactly|until|deadline(?: is| of)?|time ?limit(?: is| of)?|timer(?: is| of)?|expires?(?: in)?|left|remaining|remains?|valid for|for|after|another|more than|less than|wait|there is|there are)(?: (?:the|a|an|about|just|only|exactly|another|you|next|full|maximum|max|of|up to|than|at most|:))*[ :(*"]*$`)
	closes  = regexp.MustCompile(`^[ ,)*"]*(?:time |more |only |total )?(?:to |left|remain|deadline|time limit|limit|timer|or |until|before|for (?:the )?(?:pay|transfer|contact|decision)|otherwise|and (?:then )?(?:we|your)|after |ahead)`)
	gone    = regexp.MustCompile(`^[ ,)]*(?:ago|earlier|before we|old|have (?:already )?passed|has (?:already )?passed|of (?:video|footage|traffic|work)|long)`)
	period  = regexp.MustCompile(`(?:every|each|last|past|previous|for the last|takes?(?: us)?(?: only| about| around| up to| less than| more than)?|it's been|already) ?$`)
	already = regexp.MustCompile(`\b(?:stated|said|told|promised|asked|since you|you (?:are|were) willing)\b`)
	since   = regexp.MustCompile(`\b(?:(?:have|has|had|'ve) been|was|were)\b[^,;]*\bfor (?:more than |over |about )?$`)
	begs    = regexp.MustCompile(`pay|paid|transfer|contact|deadline|otherwise|if you|if no|must|need to|have to|hours? to|days? to|give you|you have|you'll have|publi|leak|post|price|amount|discount|double|increase|expire|time ?limit|timer|left|return|delete|deal|decision|answer|reply|respond|\bwe(?:'ll| will| can| won't| cannot| can't) wait|[$€£₩] ?\d|\d ?(?:k|usd|btc|xmr)\b|\bdrops\b`)
)

// bounded reports whether the words around a distance make it a limit for the
// reader.
func bounded(text string, m mention) bool {
	s := sentenceOf(text, m)
	if s.alone(text, m) {
		return true
	}
	before, behind := s.before(text, m), s.behind(text, m)
	if gone.MatchString(behind) || period.MatchString(strings.TrimRight(before, " ")) || already.MatchString(before) {
		return false
	}
	if since.MatchString(before) || promises(behind) && !begs.MatchString(before) {
		return false
	}
	opened, closed := opens.MatchString(before), closes.MatchString(behind)
	if !opened && !closed {
		return false
	}
	if promises(before) && !strings.Contains(before, "give you ") && !strings.Contains(before, "if ") {
		return threat.MatchString(before) || strings.Contains(before, "wait")
	}
	return closed || begs.MatchString(before) || begs.MatchString(behind)
}
