package deadline

import (
	"regexp"
	"strings"
	"time"

	"dwell/event"
)

// until makes a time behind it a limit.
const until = `(?:until|till|by|before|no later than|not later than|deadline(?: is)?:?|expires?(?: on)?:?|due(?: on)?:?|latest on|up to)`

// timeOfDay is "18:00", "6 pm", "noon" with a zone behind it: the groups hour,
// minute, half, hour of one without a half, its minute, a name, a zone.
const timeOfDay = `(?:(\d{1,2})(?::(\d{2}))? ?([ap]\.?m\b\.?)|(\d{1,2}):(\d{2})(?::\d{2})?|(noon|midnight)\b)(?: ?\(?((?:utc|gmt)(?: ?[+-]\d{1,2})?|kst|jst|sgt|msk|cest|cet|e[sd]t|p[sd]t)\b\)?)?`

// dayName is a day by its distance or its name.
const dayName = `today|tonight|tomorrow|day after tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:the )?next day|(?:this|next) week|(?:the )?(?:this )?weekend|eod|end of (?:the )?day`

// The patterns of days, and of what may stand before one and behind it: "until 5 pm
// tomorrow", "by Friday evening, 18:00". They are looked for apart, because a pattern
// of all of it would be slow.
var (
	day       = regexp.MustCompile(`(?i)\b(next |this |on )?(` + dayName + `)\b`)
	beforeDay = regexp.MustCompile(`(?i)(?:\b(` + until + `) (?:or on )?)?(?:the )?(?:\b` + timeOfDay + `,? (?:on |of )?)?(?:end of (?:business )?(?:on )?|close of business (?:on )?)?$`)
	behindDay = regexp.MustCompile(`(?i)^(?: (?:evening|night|morning|afternoon))?,? (?:at |before |by )?` + timeOfDay)
	clockOnly = regexp.MustCompile(`(?i)\b(` + until + `) ` + timeOfDay)
)

// margin is how much text before and behind a day or a date is part of it at most.
const margin = 48

// before matches a pattern at the end of the text in front of a position.
func (p page) before(pattern *regexp.Regexp, at int) (g []string, start int) {
	from := max(0, at-margin)
	m := pattern.FindStringSubmatchIndex(p.text[from:at])
	if m == nil {
		return nil, at
	}
	return groups(p.text[from:at], m), from + m[0]
}

// behind matches a pattern at the beginning of the text behind a position.
func (p page) behind(pattern *regexp.Regexp, at int) (g []string, end int) {
	rest := p.text[at:min(len(p.text), at+margin)]
	m := pattern.FindStringSubmatchIndex(rest)
	if m == nil {
		return nil, at
	}
	return groups(rest, m), at + m[1]
}

// weekdays by their first letters.
var weekdays = map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// clockOf reads the groups of timeOfDay.
func clockOf(g []string) clock {
	if g == nil {
		return clock{}
	}
	for _, c := range [][3]string{{g[0], g[1], g[2]}, {g[3], g[4], ""}, {g[5], "", ""}} {
		if at, ok := newClock(c[0], c[1], c[2], g[6]); ok {
			return at
		}
	}
	return clock{}
}

// days reads limits that name a day by its distance or its name. They mean nothing
// without the time of the message, but they are limits.
func days(all []mention, p page, sent event.Time) []mention {
	for _, m := range p.find(day, p.around([]string{"day", "tonight", "tomorrow", "week", "eod"})) {
		g := groups(p.text, m)
		lead, start := p.before(beforeDay, m[0])
		trail, end := p.behind(behindDay, m[1])
		marked := lead != nil && lead[1] != ""
		at := clock{}
		if lead != nil {
			at = clockOf(lead[2:])
		}
		if trail != nil && !at.given {
			at = clockOf(trail[1:])
		}
		ahead, span := daysAhead(strings.ToLower(g[2]), strings.EqualFold(strings.TrimSpace(g[1]), "next"), sent)
		if span && marked && strings.EqualFold(lead[1], "before") {
			ahead-- // "before the weekend" ends with Friday
		}
		all = append(all, mention{start: start, end: end, limit: Limit{At: at.ahead(sent, ahead)}, marked: marked})
	}
	return all
}

// daysAhead counts the days from the message to the day of that name. A week ends
// on Sunday (ISO 8601). Span says that the name means several days of which the
// first is meant.
func daysAhead(name string, next bool, sent event.Time) (days int, span bool) {
	today := int(sent.Local().Weekday())
	name = strings.TrimPrefix(name, "the ")
	weekEnd := (7 - today) % 7
	switch name {
	case "today", "tonight", "eod", "end of day", "end of the day":
		return 0, false
	case "tomorrow", "next day":
		return 1, false
	case "day after tomorrow":
		return 2, false
	case "this week":
		return weekEnd, false
	case "next week":
		return weekEnd + 7, false
	case "weekend", "this weekend":
		return (int(time.Saturday) - today + 7) % 7, true
	}
	ahead := (int(weekdays[name[:3]]) - today + 7) % 7
	if next && ahead <= weekEnd {
		ahead += 7 // "next Friday" is that of the next week
	}
	return ahead, false
}

// clocks reads times of day that stand alone ("by 18:00"): the next such moment.
func clocks(all []mention, p page, sent event.Time) []mention {
	for _, m := range p.find(clockOnly, p.around([]string{"until", "till", " by ", "before", "deadline", "due", "expire", "later than", "latest", "up to"})) {
		g := groups(p.text, m)
		c := clockOf(g[2:9])
		if !c.given {
			continue
		}
		at := c.ahead(sent, 0)
		if at.Nanos < sent.Nanos {
			at = c.ahead(sent, 1)
		}
		all = append(all, mention{start: m[0], end: m[1], limit: Limit{At: at}, marked: true})
	}
	return all
}
