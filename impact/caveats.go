package impact

import (
	"fmt"
	"strings"

	"dwell/finding"
	"dwell/incident"
	"dwell/internal/humanize"
)

// caveats lists what a reader must know before repeating a number.
func caveats(inc *incident.Incident, findings []finding.Finding, read []*table, im Impact) []string {
	var out []string
	for _, t := range read {
		name := t.name
		if name == "" {
			name = "a table that the log does not name"
		}
		name = humanize.Line(name)
		switch {
		case !t.rows.Known:
			out = append(out, fmt.Sprintf("How many rows of %s were read is not known.", name))
		case len(t.reads) > 1:
			out = append(out, fmt.Sprintf("%s was read %d times: its %s may hold the same records again.",
				name, len(t.reads), humanize.Plural(t.rows.Estimate, "row")))
		case !t.rows.Exact:
			out = append(out, fmt.Sprintf("The rows of %s are an estimate.", name))
		}
	}
	if im.Rows.Known && im.People.Known {
		out = append(out, "Rows, records, accounts and people are four different counts; none of them may stand for another.")
	}
	if inc != nil {
		for _, g := range inc.Gaps {
			if g.Stage == finding.Collection || g.Stage == finding.Exfiltration {
				out = append(out, sentence(g.Missing+": "+g.Weakens))
			}
		}
	}
	if im.Rows.Known && !im.Bytes.Known {
		out = append(out, "What was read need not have left the company: no upload to the outside was found.")
	}
	if im.Bytes.Known && !im.Rows.Known {
		out = append(out, "What the bytes that left contained is not known: packed data hides its content.")
	}
	out = append(out, shown(findings)...)
	return append(out, claims(findings)...)
}

// claims repeats the numbers that the blackmailers name. A claim is no evidence
// and is never counted; the wording of the mail stays out, it may name people.
func claims(findings []finding.Finding) []string {
	var numbers []string
	for i := range findings {
		f := &findings[i]
		if f.Demand == nil {
			continue
		}
		for _, threat := range f.Demand.Threats {
			numbers = append(numbers, largeNumbers(threat)...)
		}
	}
	numbers = names(numbers)
	if len(numbers) == 0 {
		return nil
	}
	const shown = 5
	return []string{"The demand names numbers (" + strings.Join(numbers[:min(shown, len(numbers))], ", ") +
		"): a claim, not evidence, and not counted here."}
}

// largeNumbers finds the whole numbers of a text that could be a count of people.
func largeNumbers(text string) []string {
	const digits = 4 // smaller ones are days, sums of money in millions, list numbers
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != ',' }) {
		plain := strings.ReplaceAll(word, ",", "")
		if len(plain) >= digits && len(plain) <= 12 {
			out = append(out, strings.Trim(word, ","))
		}
	}
	return out
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
