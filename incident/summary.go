package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// summary says in two or three sentences who is concerned, since when, how they
// came in, where they went, what left and whether it goes on. It is made from the
// findings alone.
func (s *story) summary(estate *entity.Estate, c Coverage) string {
	zone := estate.Zone()
	presence, subject := s.presence(zone), "They"
	switch {
	case presence == "":
		subject = "Somebody"
	case s.severity() < finding.High:
		subject = "If so, they"
	}
	var out []string
	for _, sentence := range []string{presence, s.deeds(subject), s.demand(zone)} {
		if sentence != "" {
			out = append(out, sentence)
		}
	}
	if len(out) == 0 { // neither control nor theft nor demand: what was found speaks for itself
		out = append(out, s.gravest().title()+".")
	}
	if outlook := s.outlook(zone, c); outlook != "" {
		out = append(out, outlook)
	}
	return strings.Join(out, " ")
}

// gravest is the finding that weighs most, the first of several.
func (s *story) gravest() *view {
	best := s.views[0]
	for _, v := range s.views[1:] {
		if v.Score > best.Score {
			best = v
		}
	}
	return best
}

// presence says who controls what, since when and how it began.
func (s *story) presence(zone *time.Location) string {
	door, way := s.first(backDoor), s.first(arrival)
	switch {
	case door != nil:
		text := s.control() + " since " + clock(door.First, zone) + " at the latest"
		if way == nil || way.start > door.start {
			return text + "; how they got in is not shown."
		}
		return text + "; the likely way in is " + s.how(way, zone) + "."
	case way == nil && s.any(backDoor): // the records carry no times
		return s.control() + "; since when is not known."
	case way == nil:
		return ""
	case way.misuse() && !s.intrusion():
		return way.title() + ", since " + clock(way.First, zone) + " at the latest."
	case !s.intrusion():
		return "Something that may open the way in reached the company: " + s.how(way, zone) +
			". Nothing in the evidence shows that it succeeded."
	}
	return "The likely way in is " + s.how(way, zone) + "."
}

// how names the way in.
func (s *story) how(way *view, zone *time.Location) string {
	if way.mail() {
		return "a mail of " + clock(way.First, zone) + toWhom(way)
	}
	if way.misuse() {
		title := way.title()
		return "a mail account: " + strings.ToLower(title[:1]) + title[1:] + " (" + clock(way.First, zone) + ")"
	}
	return way.title() + " (" + clock(way.First, zone) + ")"
}

// control says which machines call whom, as surely as the findings do.
func (s *story) control() string {
	hosts := s.names(backDoor, func(v *view) []string { return v.hosts })
	is, call := "is", "calls"
	if len(hosts) > 1 {
		is, call = "are", "call"
	}
	text := list(shownNames(hosts, "machine"))
	if len(hosts) == 0 {
		text = "A machine that the evidence does not name"
	}
	switch s.severity() {
	case finding.Critical:
		text += " " + is + " under control from outside"
	case finding.High:
		text += " " + is + " probably under control from outside"
	default:
		text += " " + call + " out in a way that may be a back door"
	}
	if far := s.names(backDoor, func(v *view) []string { return v.addresses }); len(far) > 0 {
		text += " (" + list(shownNames(far, "server")) + ")"
	}
	return text
}

func toWhom(mail *view) string {
	to := slices.Concat(mail.Values(finding.Recipient), mail.Values(finding.Victim))
	slices.Sort(to)
	to = slices.Compact(to)
	switch len(to) {
	case 0:
		return ""
	case 1:
		return " to " + humanize.Line(to[0])
	}
	return " to " + humanize.Count(int64(len(to))) + " mailboxes"
}

// deeds says where they went and what they took.
func (s *story) deeds(subject string) string {
	var done []string
	moved := func(v *view) bool { return v.Tactic == finding.LateralMove }
	if to := s.names(moved, func(v *view) []string { return v.Values(finding.Destination) }); len(to) > 0 {
		done = append(done, "moved on to "+list(shownNames(to, "machine")))
	}
	if read := s.reads(); read != "" {
		done = append(done, read)
	}
	if sent := s.sent(); sent != "" {
		done = append(done, sent)
	}
	if len(done) == 0 {
		return ""
	}
	return subject + " " + list(done) + "."
}

func (s *story) reads() string {
	var rows int64
	known := true
	var tables []string
	for _, v := range s.views {
		if v.Taken == nil {
			continue
		}
		tables = append(tables, v.Taken.Table)
		if v.Taken.Rows < 0 || rows > 1<<62-v.Taken.Rows {
			known = false
			continue
		}
		rows += v.Taken.Rows
	}
	if len(tables) == 0 {
		return ""
	}
	slices.Sort(tables)
	tables = slices.DeleteFunc(slices.Compact(tables), func(t string) bool { return t == "" })
	count := humanize.Plural(rows, "row")
	if !known {
		count = "an unknown number of rows"
		if rows > 0 {
			count = "more than " + humanize.Plural(rows, "row")
		}
	}
	if len(tables) == 0 {
		return "read " + count
	}
	return "read " + count + " of " + list(shownNames(tables, "table"))
}

func (s *story) sent() string {
	var bytes int64
	bound := ""
	out := func(v *view) bool { return v.Tactic == finding.Exfiltration }
	for _, v := range s.views {
		if n := v.Whole("bytes_out"); out(v) && n > 0 && bytes < 1<<62-n {
			bytes += n
			if low := v.Whole("bytes_out_low"); low >= 0 && low < n {
				bound = "at most "
			}
		}
	}
	if !s.any(out) {
		return ""
	}
	where := ""
	if far := s.names(out, func(v *view) []string { return v.addresses }); len(far) > 0 {
		where = " to " + list(shownNames(far, "server"))
	}
	if bytes == 0 {
		return "sent data" + where
	}
	return "sent " + bound + humanize.Bytes(bytes) + where
}

func (s *story) demand(zone *time.Location) string {
	var first *view
	for _, v := range s.views {
		if v.Demand != nil && v.timed && (first == nil || firstSent(v).Before(firstSent(first))) {
			first = v
		}
	}
	if first == nil {
		return ""
	}
	if first.massMail() && first.Demand.Class == begClass {
		return "Somebody offers a flaw for a reward since " + clock(firstSent(first), zone) + "; nothing in the evidence ties it to a break-in here."
	}
	if first.massMail() {
		return "Blackmail of the kind that is sent to everybody arrived on " + clock(firstSent(first), zone) +
			"; nothing in the evidence ties it to a break-in here."
	}
	text := "A demand came on " + clock(firstSent(first), zone)
	if amounts := first.Demand.Amounts; len(amounts) > 0 && amounts[0].Raw != "" {
		text += " for " + humanize.Line(amounts[0].Raw)
	}
	if s.assumes(first) {
		text += "; that it concerns this theft is assumed"
	}
	return text + "."
}

// assumes reports whether only an assumption ties the finding to the others.
func (s *story) assumes(v *view) bool {
	for _, t := range s.ties {
		if t.assumed != "" && (s.graph.views[t.a] == v || s.graph.views[t.b] == v) {
			return true
		}
	}
	return false
}

// outlook says whether it goes on.
func (s *story) outlook(zone *time.Location, c Coverage) string {
	v, at := s.last(inside)
	switch {
	case v == nil:
		return ""
	case !c.has(sourcesOf(v.Tactic)...):
		return "The last trace is of " + clock(at, zone) + "."
	case s.stillActive(c):
		return "It was still going on when the evidence ends (" + clock(at, zone) + ")."
	}
	return fmt.Sprintf("The last trace is of %s, %s before the evidence ends; that does not prove that they are gone.",
		clock(at, zone), humanize.Duration(c.span(sourcesOf(v.Tactic)...).Last.Sub(at)))
}

// names lists what the chosen findings name, sorted.
func (s *story) names(choose func(*view) bool, of func(*view) []string) []string {
	return s.gather(func(v *view) []string {
		if !choose(v) {
			return nil
		}
		return of(v)
	})
}

// shownNames cuts a list of names to what a sentence can hold.
func shownNames(names []string, noun string) []string {
	const most = 4
	var out []string
	for i, name := range names {
		if i == most-1 && len(names) > most {
			return append(out, humanize.Count(int64(len(names)-i))+" more "+noun+"s")
		}
		out = append(out, humanize.Line(name))
	}
	return out
}

func clock(t event.Time, zone *time.Location) string {
	return t.Std().In(zone).Format("2006-01-02 15:04 MST")
}
