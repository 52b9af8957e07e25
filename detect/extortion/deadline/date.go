package deadline

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dwell/event"
)

const clock = `(?:[ ,T]*(?:at )?(\d{1,2})(?::(\d{2}))?(?::\d{2})? ?(am|pm)?)?`

const introduction = `(?i)\b(?:until|till|by|before|deadline(?: is)?:?|no later than|not later than|expires?(?: on)?:?|due(?: on)?:?|latest on) (?:the |end of |midnight |of |on )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?`

const month = `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`

// The patterns of dates that are limits. A date of figures with points is day
// first; with slashes it could be either and is not read.
var (
	iso        = regexp.MustCompile(introduction + `(\d{4})-(\d{1,2})-(\d{1,2})` + clock)
	pointed    = regexp.MustCompile(introduction + `(\d{1,2})\.(\d{1,2})\.(\d{4})` + clock)
	dayMonth   = regexp.MustCompile(introduction + `(\d{1,2})(?:st|nd|rd|th)? (?:of )?` + month + `(?:,? (\d{4})\b)?` + clock)
	monthDay   = regexp.MustCompile(introduction + month + ` (\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4})\b)?` + clock)
	koreanDate = regexp.MustCompile(`(?:(\d{4})년 ?)?(\d{1,2})월 ?(\d{1,2})일(?: ?\([월화수목금토일]\))?(?: ?(오전|오후|밤|낮|저녁|새벽)? ?(\d{1,2})시(?: ?(\d{1,2})분)?)?(?: ?자정)?(?: ?이?전)? ?까지`)
	koreanDay  = regexp.MustCompile(`(오늘|내일|모레)(?: ?(오전|오후|밤|낮|저녁|새벽)? ?(\d{1,2})시(?: ?(\d{1,2})분)?)?(?: ?(?:자정|중|밤))?(?:으로)? ?까지`)
	dayWord    = regexp.MustCompile(`(?i)\b(?:until|till|by|before|deadline(?: is)?:?) (?:the end of |end of )?(today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b`)
)

var months = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// dates reads limits with a day of a month.
func dates(limits []Limit, text string, sent event.Time) []Limit {
	for _, p := range []struct {
		pattern *regexp.Regexp
		read    func(g []string) date
	}{
		{iso, func(g []string) date { return date{g[1], g[2], g[3], g[4], g[5], g[6]} }},
		{pointed, func(g []string) date { return date{g[3], g[2], g[1], g[4], g[5], g[6]} }},
		{dayMonth, func(g []string) date { return date{g[3], monthNumber(g[2]), g[1], g[4], g[5], g[6]} }},
		{monthDay, func(g []string) date { return date{g[3], monthNumber(g[1]), g[2], g[4], g[5], g[6]} }},
		{koreanDate, func(g []string) date { return date{g[1], g[2], g[3], g[5], g[6], half(g[4])} }},
	} {
		for _, m := range p.pattern.FindAllStringSubmatchIndex(text, maxLimits) {
			if at, ok := p.read(groups(text, m)).resolve(sent); ok {
				limits = append(limits, Limit{At: at, Raw: strings.TrimSpace(text[m[0]:m[1]]), Start: m[0]})
			}
		}
	}
	return limits
}

func groups(text string, m []int) []string {
	out := make([]string, len(m)/2)
	for i := range out {
		if m[2*i] >= 0 {
			out[i] = text[m[2*i]:m[2*i+1]]
		}
	}
	return out
}

func monthNumber(name string) string {
	return strconv.Itoa(int(months[strings.ToLower(name[:3])]))
}

// half maps a Korean part of the day to am or pm.
func half(part string) string {
	switch part {
	case "오후", "밤", "낮", "저녁":
		return "pm"
	case "오전", "새벽":
		return "am"
	}
	return ""
}

// date is what a text gives of an instant; "" was left out.
type date struct{ year, month, day, hour, minute, half string }

// resolve gives the instant at the offset of the message. A date without a year is
// the next such day behind the message; without an hour it is the end of the day.
func (d date) resolve(sent event.Time) (event.Time, bool) {
	zone := time.FixedZone("", int(sent.Offset))
	year := number(d.year)
	if d.year == "" {
		if sent.IsZero() {
			return event.Time{}, false
		}
		year = sent.Local().Year()
	}
	mon, day := number(d.month), number(d.day)
	hour, minute, second, precision := 23, 59, 59, event.PrecisionDay
	if d.hour != "" {
		hour, minute, second, precision = number(d.hour), number(d.minute), 0, event.PrecisionMinute
		if strings.EqualFold(d.half, "pm") && hour < 12 {
			hour += 12
		}
	}
	if mon < 1 || mon > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || year < 1970 || year > 2200 {
		return event.Time{}, false
	}
	t := time.Date(year, time.Month(mon), day, hour, minute, second, 0, zone)
	if d.year == "" && t.UnixNano() < sent.Nanos {
		t = t.AddDate(1, 0, 0)
	}
	if t.Day() != day && hour < 24 {
		return event.Time{}, false // 31 June
	}
	at := event.At(t, precision)
	if sent.Zone != event.ZoneStated {
		at.Zone = event.ZoneAssumed
	}
	return at, true
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// weekdays by their first letters.
var weekdays = map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// days reads limits that name a day by its distance. They mean nothing without the
// time of the message, but they are limits.
func days(limits []Limit, text string, sent event.Time) []Limit {
	for _, m := range koreanDay.FindAllStringSubmatchIndex(text, maxLimits) {
		g := groups(text, m)
		ahead := map[string]int{"오늘": 0, "내일": 1, "모레": 2}[g[1]]
		limits = append(limits, Limit{At: dayAhead(sent, ahead, g[3], g[4], half(g[2])), Raw: g[0], Start: m[0]})
	}
	for _, m := range dayWord.FindAllStringSubmatchIndex(text, maxLimits) {
		g := groups(text, m)
		ahead := 0
		switch word := strings.ToLower(g[1]); word {
		case "today", "tonight":
		case "tomorrow":
			ahead = 1
		default:
			ahead = (int(weekdays[word[:3]]) - int(sent.Local().Weekday()) + 7) % 7
		}
		limits = append(limits, Limit{At: dayAhead(sent, ahead, "", "", ""), Raw: g[0], Start: m[0]})
	}
	return limits
}

func dayAhead(sent event.Time, ahead int, hour, minute, half string) event.Time {
	if sent.IsZero() {
		return event.Time{}
	}
	t := sent.Local().AddDate(0, 0, ahead)
	d := date{strconv.Itoa(t.Year()), strconv.Itoa(int(t.Month())), strconv.Itoa(t.Day()), hour, minute, half}
	at, _ := d.resolve(sent)
	return at
}
