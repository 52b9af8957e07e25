package deadline

import (
	"regexp"
	"strings"
	"time"

	"dwell/event"
)

const month = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`

// What may stand before a date and behind it.
var (
	beforeDate = regexp.MustCompile(`(?i)(?:\b(` + until + `) )?(?:(?:the|end of|on) )*(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?$`)
	behindDate = regexp.MustCompile(`(?i)^(?:,|T| |\()*(?:at |before )?` + timeOfDay)
)

// datePattern is one way to write a date and the order of its groups.
type datePattern struct {
	pattern *regexp.Regexp
	read    func(g []string) (year, month, day int)
}

// figurePatterns are dates of figures. With slashes they are read where only one order
// is possible.
var figurePatterns = []datePattern{
	{regexp.MustCompile(`(?i)\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})`),
		func(g []string) (int, int, int) { return number(g[0]), number(g[1]), number(g[2]) }},
	{regexp.MustCompile(`(?i)\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b`),
		func(g []string) (int, int, int) { return number(g[2]), number(g[1]), number(g[0]) }},
	{regexp.MustCompile(`(?i)\b(\d{1,2})/(\d{1,2})/(\d{4})`),
		func(g []string) (int, int, int) { return slashed(number(g[0]), number(g[1]), number(g[2])) }},
}

// monthPatterns are dates with the name of a month.
var monthPatterns = []datePattern{
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?` + month + `(?:,?[ -](\d{4})\b)?`),
		func(g []string) (int, int, int) { return number(g[2]), monthNumber(g[1]), number(g[0]) }},
	{regexp.MustCompile(`(?i)\b` + month + `[ -](\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4})\b)?`),
		func(g []string) (int, int, int) { return number(g[2]), monthNumber(g[0]), number(g[1]) }},
}

var monthNames = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

func monthNumber(name string) int { return int(monthNames[strings.ToLower(name[:3])]) }

// slashed reads 15/07/2016 and 07/15/2016; 07/08/2016 could be either and is none.
func slashed(a, b, year int) (int, int, int) {
	const last = 12 // month
	switch {
	case a > last && b <= last:
		return year, b, a
	case b > last && a <= last:
		return year, a, b
	case a == b:
		return year, a, b
	}
	return year, 0, 0
}

// figures reads dates of figures.
func figures(all []mention, p page, sent event.Time) []mention {
	return dates(all, p, sent, figurePatterns, p.dated())
}

// months reads dates with the name of a month.
func months(all []mention, p page, sent event.Time) []mention {
	return dates(all, p, sent, monthPatterns, p.around([]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}))
}

// dates reads days of the calendar.
func dates(all []mention, p page, sent event.Time, patterns []datePattern, windows []window) []mention {
	for _, d := range patterns {
		for _, m := range p.find(d.pattern, windows) {
			lead, start := p.before(beforeDate, m[0])
			trail, end := p.behind(behindDate, m[1])
			at := clock{}
			if trail != nil {
				at = clockOf(trail[1:])
			}
			year, month, day := d.read(groups(p.text, m)[1:])
			if when, ok := at.date(year, month, day, sent); ok {
				all = append(all, mention{start: start, end: end, limit: Limit{At: when}, marked: lead != nil && lead[1] != ""})
			}
		}
	}
	return all
}
