package extortion

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/detect/attachment/unlock"
	"dwell/detect/extortion/people"
	"dwell/detect/extortion/table"
	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// records reads the text of a mail and the files it brings, and compares the people in
// them with the member tables, where some are given. The mail addresses in the text's
// records come with them, to be told from contacts and then forgotten.
func records(m *event.Mail, text string, known *members.Table) (out *people.Shown, addresses []string) {
	r := people.Reader{Members: known}
	for _, list := range [][]event.Address{m.From, m.To, m.Cc, m.ReplyTo} {
		for _, a := range list {
			r.Own = append(r.Own, address(a.Addr))
		}
	}
	budget := table.NewBudget()
	r.Text(table.Text(text, budget))
	addresses = slices.Clone(r.Mails())
	var passwords []string
	for i := range m.Parts {
		p := &m.Parts[i]
		if !brings(p) {
			continue
		}
		if passwords == nil {
			passwords = append(unlock.Tokens(text), unlock.Tokens(m.Subject)...)
		}
		r.Attached(table.Read(table.File{Charset: p.Charset, Data: p.Data, Passwords: passwords}, budget))
		budget.Cut = budget.Cut || p.Truncated
	}
	return r.Shown(budget.Cut), addresses
}

// brings reports whether a part is a file rather than the mail's own text, and none
// that shows only pictures.
func brings(p *event.Part) bool {
	kind, _, _ := strings.Cut(p.Type, "/")
	return (p.Disposition == "attachment" || p.Name != "") && kind != "image" && kind != "audio" && kind != "video"
}

// proof unites the records of all letters of the extortioner; nil when none is shown.
func (d *demand) proof() *finding.Proof {
	var all []*people.Shown
	compared := false
	add := func(s *people.Shown, with bool) {
		if s != nil {
			all, compared = append(all, s), compared || with
		}
	}
	seen := make(map[uint64]bool) // copies of one mail in several mailboxes
	for _, l := range d.letters {
		if !l.ours() && !seen[l.ID] {
			seen[l.ID] = true
			add(l.Shown, l.Compared)
		}
	}
	for _, n := range d.sent {
		if n.Says != nil && !seen[n.ID] {
			seen[n.ID] = true
			add(n.Says.Shown, n.Says.Compared)
		}
	}
	s, exact := people.Unite(all)
	if s == nil {
		return nil
	}
	p := &finding.Proof{
		Records: s.People, Exact: exact, Matched: s.Matched, Compared: compared, Agreed: s.Agreed, Altered: s.Altered,
		Columns: s.Columns, Forms: s.Forms, Tables: []finding.ProofTable{}, Since: day(s.Since), Until: day(s.Until),
	}
	if !p.Since.Before(p.Until) {
		p.Until = event.Time{} // the days contradict each other: the earlier bound is the surer one
	}
	for _, t := range s.Tables {
		if t.Matched > 0 {
			p.Tables = append(p.Tables, finding.ProofTable{Name: t.Name, Matched: t.Matched})
		}
	}
	return p
}

func day(t time.Time) event.Time {
	if t.IsZero() {
		return event.Time{}
	}
	return event.UTC(t.UnixNano(), event.PrecisionDay)
}

// weighProof weighs the records that are shown.
func (d *demand) weighProof(s *finding.Scales) {
	const (
		telling, many = 5, 100 // records of which a member table should have some, and certainly
		hardly        = 20     // one in so many: a list of anybody has some members of a large shop
	)
	p := d.proof()
	switch {
	case p == nil:
	case !p.Compared:
		s.Add("records shown", weightShown, "shows %s (%s), which no member table was given to compare with", howMany(p), strings.Join(p.Columns, ", "))
	case p.Matched > 0:
		weight := weightMatched
		if p.Records >= many && p.Matched*hardly < p.Records {
			weight = weightFew
			s.Excuse("addresses gathered anywhere: hardly any of the records is a member's")
		}
		s.Add("records match", weight, "%s", matched(p))
		s.Excuse("data of the same people taken from elsewhere: addresses and numbers that match prove that they are members, not where the records were taken from")
	case p.Records >= telling:
		weight := weightUnmatched
		if p.Records >= many {
			weight = weightNone
		}
		s.Add("no record matches", weight, "%s", invented(p))
		s.Excuse("%s", invented(p))
	}
}

// howMany is the number of records, and whether there are more.
func howMany(p *finding.Proof) string {
	if p.Exact {
		return humanize.Plural(p.Records, "record")
	}
	return "at least " + humanize.Plural(p.Records, "record")
}

// matched says how many of the records are members, by what, and of when they are.
func matched(p *finding.Proof) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d records shown match the member table (%.1f %%; %s)", p.Matched, p.Records, 100*float64(p.Matched)/float64(p.Records), strings.Join(p.Columns, ", "))
	if p.Agreed > 0 {
		fmt.Fprintf(&b, ", %d of them in two columns or more", p.Agreed)
	}
	if len(p.Tables) > 0 && p.Tables[0].Name != "" { // tables that come from a program have none
		var names []string
		for _, t := range p.Tables {
			names = append(names, fmt.Sprintf("%d of %s", t.Matched, t.Name))
		}
		fmt.Fprintf(&b, ": %s", strings.Join(names, ", "))
	}
	if !p.Since.IsZero() {
		fmt.Fprintf(&b, "; the copy was made on %s or later, when the last of them joined", p.Since.Std().Format(time.DateOnly))
	}
	if !p.Until.IsZero() {
		fmt.Fprintf(&b, "; it is older than a change of %s, which it lacks", p.Until.Std().Format(time.DateOnly))
	}
	return b.String()
}

// invented says that no record is a member's.
func invented(p *finding.Proof) string {
	return "none of " + howMany(p) + " shown is in the member table: invented records, those of another company, or of members that the table no longer has"
}
