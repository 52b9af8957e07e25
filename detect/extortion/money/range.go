package money

import "strings"

// joins stand between the ends of a range or between alternatives.
var joins = []string{"-", "–", "—", "~", "to", "or", "and", "내지", "에서"}

// secondEnd returns where the second number of a range begins whose first ends at
// end, -1 when there is none.
func secondEnd(text string, end int) int {
	at := skipBlanks(text, end)
	for _, j := range joins {
		if !hasFold(text[at:], j) || isLetter(j[0]) && (at == end || wordGoesOn(text, at+len(j))) {
			continue
		}
		next := skipBlanks(text, at+len(j))
		if next < len(text) && isFigure(text[next]) {
			return next
		}
	}
	return -1
}

func skipBlanks(text string, at int) int {
	for at < len(text) && text[at] == ' ' && at < len(text)-1 {
		at++
	}
	return at
}

// spread gives the first number of a range what only the second one says: "$5-10k",
// "2 to 3 bitcoin", "30~50억 원". Rest is how many ends a chain may still have.
func spread(text string, s Sum, end, rest int) Sum {
	next := secondEnd(text, end)
	if next < 0 || rest == 0 {
		return s
	}
	other, _ := figure(text, next, rest-1)
	if other.number <= 0 {
		return s
	}
	if strings.TrimSpace(text[end:next]) == "and" && !strings.HasSuffix(strings.TrimRight(text[:s.Start], " "), "between") {
		return s // "2 and 3 dollars" are two things
	}
	if s.Currency == "" {
		s.Currency = other.Currency
	}
	if !s.scaled && other.scaled && s.number < other.number && (s.Currency == other.Currency || other.Currency == "") {
		s.Value, s.scaled = s.number*other.Value/other.number, true
	}
	return s
}

// inherit gives the second end of a range the currency of the first: "$100-200k".
func inherit(text string, sums []Sum, s Sum) Sum {
	if len(sums) == 0 || s.Currency != "" {
		return s
	}
	first := sums[len(sums)-1]
	if first.Currency != "" && s.Value > first.Value && secondEnd(text, first.End) == s.Start && !counts(text, s) {
		s.Currency = first.Currency
	}
	return s
}
