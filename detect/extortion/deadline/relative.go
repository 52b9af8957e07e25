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
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"twenty four": 24, "twenty-four": 24, "forty eight": 48, "forty-eight": 48, "seventy two": 72, "seventy-two": 72,
}

// The patterns of relative limits. English: a number and a unit, judged by the
// words around it. Korean: the particle behind the unit makes it a limit.
var (
	english = regexp.MustCompile(`(?i)\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty[- ]four|forty[- ]eight|seventy[- ]two)(?: ?\([a-z0-9 ]{1,14}\))?[- ]?(?:full |business |working |calendar )?(minutes?|mins?|hours?|hrs?|h|days?|weeks?)\b`)
	korean  = regexp.MustCompile(`(\d{1,3}) ?(분|시간|일|주일|주) ?(?:이내|안에|안으로|내에|내로|내 |뒤까지|후까지|까지|의 시간|의 기한|의 말미|이 지나|을 주|만 주|간의)`)
	spelled = regexp.MustCompile(`(하루|이틀|사흘|나흘|닷새|일주일|보름|한 시간|두 시간) ?(?:이내|안에|안으로|내에|내로|뒤까지|까지|의 시간|의 기한|의 말미|이 지나|을 주)`)
)

var spelledDays = map[string]time.Duration{
	"하루": 24 * time.Hour, "이틀": 48 * time.Hour, "사흘": 72 * time.Hour, "나흘": 96 * time.Hour, "닷새": 120 * time.Hour,
	"일주일": 168 * time.Hour, "보름": 360 * time.Hour, "한 시간": time.Hour, "두 시간": 2 * time.Hour,
}

// Words that make a number of days a limit, just before it or just behind it, and
// words that make it none.
var (
	opens  = regexp.MustCompile(`(?:within|in|have|give you|gave you|given you|get|next|only|exactly|until|deadline(?: is| of)?|time ?limit(?: is| of)?|timer(?: is| of)?|expires?(?: in)?|left|remaining|valid for|for|after|another|more than|less than|wait|every|each)(?: (?:the|a|an|about|just|only|exactly|another|you|next|full|maximum|max|of|up to|than|:))*[ :(*"]*$`)
	closes = regexp.MustCompile(`^[ ,)*"]*(?:time |more |only )?(?:to |left|remain|deadline|time limit|limit|timer|or |until|before|for (?:the )?(?:pay|transfer|contact|decision)|otherwise|and (?:then )?(?:we|your)|after )`)
	past   = regexp.MustCompile(`^(?:s)? ?(?:ago|earlier|before we|old|of (?:video|footage|traffic|work))`)
	never  = regexp.MustCompile(`(?:every|each|last|past|previous|about [a-z]+ ago|for the last) ?$`)
	// The writer's own promise: an answer or the decryption in so many hours.
	promise = regexp.MustCompile(`\b(?:we(?:'ll| will| usually| can| shall)?\b|back on track|our (?:support|operators?|team)[a-z ]*|you will (?:get|receive)|i will|i'll) ?(?:reply|answer|respond|decrypt|delete|provide|send you|contact you|restore|recover|be back|give you (?:the|a|your) |get|receive)?[^.!?\n]{0,40}$`)
	strong  = regexp.MustCompile(`pay|transfer|contact|deadline|otherwise|if you|must|need to|have to|hours? to|days? to|give you|you have|publish|leak|post|price|double|expire|time ?limit|timer|left`)
)

func relative(limits []Limit, text string, sent event.Time) []Limit {
	for _, m := range english.FindAllStringSubmatchIndex(text, 4*maxLimits) {
		if d, ok := duration(text[m[2]:m[3]], text[m[4]:m[5]]); ok && limiting(text, m[0], m[1]) {
			limits = append(limits, Limit{At: from(sent, d), After: d, Raw: text[m[0]:m[1]], Start: m[0]})
		}
	}
	for _, m := range korean.FindAllStringSubmatchIndex(text, maxLimits) {
		if m[0] > 1 && strings.HasSuffix(strings.TrimRight(text[:m[0]], " "), "월") {
			continue // a date
		}
		if d, ok := duration(text[m[2]:m[3]], text[m[4]:m[5]]); ok {
			limits = append(limits, Limit{At: from(sent, d), After: d, Raw: strings.TrimSpace(text[m[0]:m[1]]), Start: m[0]})
		}
	}
	for _, m := range spelled.FindAllStringSubmatchIndex(text, maxLimits) {
		d := spelledDays[text[m[2]:m[3]]]
		limits = append(limits, Limit{At: from(sent, d), After: d, Raw: text[m[0]:m[1]], Start: m[0]})
	}
	return limits
}

// limiting reports whether the words around a number of hours or days make it a
// limit for the reader.
func limiting(text string, start, end int) bool {
	const near = 70
	before, behind := around(text, start, end, near)
	if cut := strings.LastIndexAny(before, ".!?"); cut >= 0 {
		before = before[cut+1:]
	}
	before = strings.Join(strings.Fields(before), " ")
	if before != "" {
		before += " "
	}
	behind = strings.ReplaceAll(behind, "\n", " ")
	if past.MatchString(strings.TrimLeft(behind, " ")) || never.MatchString(before) {
		return false
	}
	opened, closed := opens.MatchString(before), closes.MatchString(behind)
	if !opened && !closed {
		return false
	}
	if promise.MatchString(before) && !strings.Contains(before, "give you ") && !strings.Contains(before, "if ") {
		return strings.Contains(before, "publish") || strings.Contains(before, "post") || strings.Contains(before, "leak") || strings.Contains(before, "wait")
	}
	return closed || strong.MatchString(before) || strong.MatchString(behind)
}

// duration reads a number and a unit.
func duration(number, unit string) (time.Duration, bool) {
	n, err := strconv.Atoi(number)
	if err != nil {
		n = numbers[strings.ToLower(number)]
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
	d := time.Duration(n) * each
	const longest = 90 * 24 * time.Hour // a limit of more than a quarter is none
	return d, n > 0 && d <= longest
}
