package deadline

import (
	"regexp"
	"strings"
	"time"

	"dwell/event"
)

// The particles and words that make a Korean time a limit: "until", "within",
// "before", "time of ... is given", "is left".
const (
	ending   = ` ?(?:이내|안에|안으로|내에|내로|내 |뒤까지|후까지|까지|의 시간|의 여유|의 기한|의 말미|이 지나|가 지나|을 주|를 주|만 주|간의|을 드|를 드|(?:이|가)? ?남았|남아)`
	finish   = `(?:으로|로)? ?(?:까지|이?전(?:까지|에))`
	dueWord  = `(?:시한|기한|마감(?:일|시한)?|기일)(?:은|는|:)? ?`
	koClock  = `(?:(오전|오후|밤|낮|저녁|새벽)? ?(\d{1,2})시(?: ?(\d{1,2})분)?|(정오|자정)|(\d{1,2}):(\d{2}))`
	koAfter  = `(?: ?` + koClock + `)?(?: ?(?:중|밤|안))?`
	hangulNo = `한|두|세|네|다섯|여섯|일곱|여덟|아홉|열두|열|스물네|십이|이십사|사십팔|칠십이|삼`
)

var (
	koDistance = regexp.MustCompile(`(?:(\d{1,3}) ?(분|시간|일|주일|주)|(` + hangulNo + `) ?(시간|주일|주)|(하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|일주일|보름))` + ending)
	koDue      = regexp.MustCompile(dueWord + `(\d{1,3}) ?(분|시간|일|주일)(?:이|입|\.|,| |$)`)
	koDate     = regexp.MustCompile(`(?:(\d{4})년 ?)?(\d{1,2})(?:월 ?|/)(\d{1,2})(?:일)?(?: ?\([월화수목금토일]\))?` + koAfter + finish)
	koDueDate  = regexp.MustCompile(dueWord + `(?:(\d{4})년 ?)?(\d{1,2})월 ?(\d{1,2})일(?: ?\([월화수목금토일]\))?` + koAfter)
	koDay      = regexp.MustCompile(`(오늘|내일|래일|모레|글피)` + koAfter + finish)
	koWeekday  = regexp.MustCompile(`(다음 ?주|내주|이번 ?주|금주)? ?([월화수목금토일])요일` + koAfter + finish)
	koWeek     = regexp.MustCompile(`(다음 ?주|내주|이번 ?주|금주)(말)?(?: ?안| ?중)?` + finish)
	koMonthDay = regexp.MustCompile(`(?:^|[^\d월/.-])(\d{1,2})일` + koAfter + finish)
	koMonthEnd = regexp.MustCompile(`(이번 ?달|이달|다음 ?달|내달)? ?(?:말일|월말|말)` + finish)
	koHour     = regexp.MustCompile(`(오전|오후|밤|낮|저녁|새벽) ?(\d{1,2})시(?: ?(\d{1,2})분)?` + finish + `|(정오|자정)` + finish)
)

var koDays = map[string]int{
	"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "일주일": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
	"오늘": 0, "내일": 1, "래일": 1, "모레": 2, "글피": 3,
}

var koNumbers = map[string]int{
	"한": 1, "두": 2, "세": 3, "삼": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열두": 12, "십이": 12,
	"스물네": 24, "이십사": 24, "사십팔": 48, "칠십이": 72,
}

// koNeeds are the words of which every Korean limit has one.
var koNeeds = []string{"까지", "안에", "안으로", "이내", "내에", "내로", "내 ", "시한", "기한", "마감", "기일", "전에", "의 ", "이 지나", "가 지나", "을 ", "를 ", "만 주", "간의", "남았", "남아"}

// korean reads Korean limits. Their particles say that they are limits.
func korean(all []mention, p page, sent event.Time) []mention {
	text := p.text
	windows := p.around(koNeeds)
	add := func(m []int, l Limit) {
		all = append(all, mention{start: m[0], end: m[1], limit: l, marked: true})
	}
	each := func(pattern *regexp.Regexp, read func(m []int, g []string)) {
		for _, m := range p.find(pattern, windows) {
			read(m, groups(text, m))
		}
	}
	each(koDistance, func(m []int, g []string) {
		if g[2] == "일" && strings.HasSuffix(text[m[0]:m[1]], "까지") {
			return // a day of the month
		}
		if d, ok := koDuration(g); ok && !strings.HasSuffix(strings.TrimRight(text[:m[0]], " "), "월") {
			add(m, Limit{At: behind(sent, d), After: d})
		}
	})
	each(koDue, func(m []int, g []string) {
		if d, ok := duration(g[1], g[2]); ok {
			add(m, Limit{At: behind(sent, d), After: d})
		}
	})
	for _, pattern := range []*regexp.Regexp{koDate, koDueDate} {
		each(pattern, func(m []int, g []string) {
			if at, ok := koClockOf(g[4:]).date(number(g[1]), number(g[2]), number(g[3]), sent); ok {
				add(m, Limit{At: at})
			}
		})
	}
	each(koDay, func(m []int, g []string) { add(m, Limit{At: koClockOf(g[2:]).ahead(sent, koDays[g[1]])}) })
	each(koWeekday, func(m []int, g []string) {
		add(m, Limit{At: koClockOf(g[3:]).ahead(sent, koWeekdayAhead(g[1], g[2], sent))})
	})
	each(koWeek, func(m []int, g []string) {
		days, _ := daysAhead("this week", false, sent)
		if koNext(g[1]) {
			days += 7
		}
		add(m, Limit{At: clock{}.ahead(sent, days)})
	})
	each(koMonthDay, func(m []int, g []string) {
		if at, ok := dayOfMonth(number(g[1]), koClockOf(g[2:]), sent); ok {
			add(m, Limit{At: at})
		}
	})
	each(koMonthEnd, func(m []int, g []string) { add(m, Limit{At: monthEnd(g[1], sent)}) })
	each(koHour, func(m []int, g []string) {
		c, ok := newClock(g[2]+g[4], g[3], g[1], "")
		if at := c.ahead(sent, 0); ok && at.Nanos >= sent.Nanos {
			add(m, Limit{At: at})
		} else if ok {
			add(m, Limit{At: c.ahead(sent, 1)})
		}
	})
	return all
}

// koClockOf reads the groups of koClock.
func koClockOf(g []string) clock {
	for _, c := range [][3]string{{g[1], g[2], g[0]}, {g[3], "", ""}, {g[4], g[5], ""}} {
		if at, ok := newClock(c[0], c[1], c[2], ""); ok {
			return at
		}
	}
	return clock{}
}

// koDuration reads the groups of koDistance.
func koDuration(g []string) (time.Duration, bool) {
	switch {
	case g[1] != "":
		return duration(g[1], g[2])
	case g[3] != "":
		each, _ := duration("1", g[4])
		return time.Duration(koNumbers[g[3]]) * each, true
	}
	return time.Duration(koDays[g[5]]) * 24 * time.Hour, true
}

func koNext(week string) bool { return strings.HasPrefix(week, "다음") || week == "내주" }

func koWeekdayAhead(week, day string, sent event.Time) int {
	runes := map[string]time.Weekday{"일": 0, "월": 1, "화": 2, "수": 3, "목": 4, "금": 5, "토": 6}
	today := int(sent.Local().Weekday())
	ahead := (int(runes[day]) - today + 7) % 7
	if koNext(week) && ahead <= (7-today)%7 {
		ahead += 7
	}
	return ahead
}

// dayOfMonth is the next such day of a month.
func dayOfMonth(day int, c clock, sent event.Time) (event.Time, bool) {
	if sent.IsZero() {
		return event.Time{}, day >= 1 && day <= 31
	}
	t := sent.Local()
	if day < t.Day() {
		t = time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, t.Location())
	}
	return c.date(t.Year(), int(t.Month()), day, sent)
}

// monthEnd is the last day of this or the next month.
func monthEnd(which string, sent event.Time) event.Time {
	if sent.IsZero() {
		return event.Time{}
	}
	months := time.Month(1)
	if strings.HasPrefix(which, "다음") || which == "내달" {
		months = 2
	}
	t := sent.Local()
	last := time.Date(t.Year(), t.Month()+months, 0, 0, 0, 0, 0, time.UTC)
	return clock{}.on(last.Year(), last.Month(), last.Day(), sent)
}
