package attachment

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
)

const (
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 1000
	// leastScore is the weight below which an attachment is ordinary.
	leastScore = 0.8
)

// ATT&CK techniques (version 18.1).
const (
	spearphishingAttachment = "T1566.001"
	spearphishingLink       = "T1566.002" // also by QR codes
	maliciousFile           = "T1204.002"
)

// survey is what the whole evidence says about kinds of attachments.
type survey struct {
	state *state
	kinds map[kindOf]*usage
}

// kindOf is one kind of carrier in one mailbox.
type kindOf struct {
	mailbox uint64
	carrier Trait
}

type usage struct {
	files int
	span  event.Span
}

func newSurvey(s *state) *survey {
	y := &survey{state: s, kinds: make(map[kindOf]*usage)}
	for _, t := range s.Items.All() {
		seen := make(map[kindOf]bool)
		for _, d := range t.Deliveries {
			k := kindOf{d.Mailbox, t.carrier()}
			if t.Traits&disguises != 0 || seen[k] {
				continue
			}
			seen[k] = true
			u, ok := y.kinds[k]
			if !ok {
				u = &usage{}
				y.kinds[k] = u
			}
			u.files++
			u.span.Add(d.Time)
		}
	}
	return y
}

// usual reports how many different files of the kind the mailbox got, and whether
// that makes one more of them ordinary.
func (y *survey) usual(t *item, carrier Trait) (files int, share float64, usual bool) {
	box := t.Deliveries[0].Mailbox
	u, ok := y.kinds[kindOf{box, carrier}]
	if !ok {
		return 0, 0, false
	}
	if m, ok := y.state.Mailboxes.Lookup(box); ok {
		share = float64(u.files) / float64(max(1, m.Mails))
	}
	usual = soft.Has(carrier) && t.Traits&disguises == 0 && u.files >= usualFiles && share >= usualShare && u.span.Last.Sub(u.span.First) >= usualSpan
	return u.files, share, usual
}

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state)
	unlocked := d.opened(runRounds)
	var out []finding.Finding
	for sum, t := range d.state.Items.All() {
		if len(t.Deliveries) == 0 {
			continue
		}
		if o := unlocked[sum]; o != nil {
			t = o
		}
		s := y.weigh(t)
		if s.Total() < leastScore {
			continue
		}
		f, err := y.report(sum, t, s, v)
		if err != nil {
			return nil, fmt.Errorf("attachment %x: %w", sum[:6], err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// report words the finding.
func (y *survey) report(sum digest, t *item, s *finding.Scales, v detect.View) (finding.Finding, error) {
	digits := hex.EncodeToString(sum[:])
	span := t.Marks.Span()
	f := finding.Finding{
		Kind: finding.MailAttachment, Technique: spearphishingAttachment, Tactic: finding.InitialAccess,
		First: span.First, Last: span.Last,
		Title: t.title(), Sentence: t.sentence(),
		Entities: t.entities(digits, v), Measures: y.measures(digits, t),
		Parts: s.Parts, Innocent: s.Innocent, Refs: t.Marks.Refs(), Clues: t.clues(),
	}
	switch {
	case t.carrier() == pictureCode:
		f.Technique = spearphishingLink
	case t.Traits&disguises == 0 && !t.Traits.Has(password) && y.inside(t, v):
		// Between colleagues it is not how somebody came in but what they ran.
		f.Technique, f.Tactic = maliciousFile, finding.Execution
	}
	return finding.New(f, digits)
}

// inside reports whether every mail came from the company's own domains.
func (y *survey) inside(t *item, v detect.View) bool {
	for i := range t.Deliveries {
		_, domain, _ := strings.Cut(t.Deliveries[i].From, "@")
		if !v.Estate.Company(domain) {
			return false
		}
	}
	return true
}

func (t *item) label() string {
	if len(t.Names) == 0 {
		return "an unnamed file"
	}
	return fmt.Sprintf("%q", visible(t.Names[0]))
}

// visible writes direction marks so that a report shows the true order.
func visible(name string) string {
	return strings.NewReplacer("\u202e", "[RLO]", "\u202d", "[LRO]", "\u2066", "[LRI]", "\u2067", "[RLI]", "\u2068", "[FSI]", "\u2069", "[PDI]",
		"\u202a", "[LRE]", "\u202b", "[RLE]", "\u202c", "[PDF]", "\u200e", "[LRM]", "\u200f", "[RLM]", "\u061c", "[ALM]").Replace(name)
}

func (t *item) title() string {
	if t.Where != "" {
		return fmt.Sprintf("%s holds %s", t.label(), facts[t.carrier()].why)
	}
	return fmt.Sprintf("%s: %s", t.label(), facts[t.carrier()].why)
}

// sentence says first, for everybody, what came and what opening it does, then how it
// hides and what was seen in it.
func (t *item) sentence() string {
	first, carrier := &t.Deliveries[0], t.carrier()
	var b strings.Builder
	fmt.Fprintf(&b, "A mail")
	if first.From != "" {
		fmt.Fprintf(&b, " from %s", first.From)
	}
	if !first.Time.IsZero() {
		fmt.Fprintf(&b, " of %s", first.Time.Clock())
	}
	fmt.Fprintf(&b, " brought %s (%d bytes)", t.label(), t.Size)
	if t.Marks.Count > 1 {
		fmt.Fprintf(&b, ", as did %d others", t.Marks.Count-1)
	}
	if t.Where != "" {
		fmt.Fprintf(&b, ", and in it %q", visible(t.Where))
	}
	fmt.Fprintf(&b, ": %s; %s.", facts[carrier].why, facts[carrier].effect)
	for hidden := lastCarrier + 1; hidden < traits; hidden++ {
		if t.Traits.Has(hidden) {
			b.WriteString(" " + capital(facts[hidden].why) + ".")
		}
	}
	if len(t.Telling) > 1 {
		fmt.Fprintf(&b, " What in it runs or hides: %s.", visible(strings.Join(t.Telling, ", ")))
	}
	if len(t.Notes) > 0 {
		b.WriteString(" Seen in it: " + visible(strings.Join(t.Notes, "; ")) + ".")
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// maxEntities bounds the people that are named.
const maxEntities = 64

func (t *item) entities(digits string, v detect.View) []finding.Entity {
	out := []finding.Entity{{Type: finding.File, Value: digits, Role: finding.Object}}
	add := func(kind finding.EntityType, value string, role finding.Role) {
		if value != "" && len(out) < maxEntities {
			out = append(out, finding.Entity{Type: kind, Value: value, Role: role})
		}
	}
	for _, n := range append(t.Names, t.Telling...) {
		add(finding.File, n, finding.Object)
	}
	if _, err := netip.ParseAddr(t.Leads); err == nil {
		add(finding.Host, t.Leads, finding.Destination)
	} else {
		add(finding.Domain, t.Leads, finding.Destination)
	}
	for i := range t.Deliveries {
		d := &t.Deliveries[i]
		add(finding.Message, d.MessageID, finding.Object)
		add(finding.Mailbox, d.From, finding.Sender)
		for _, to := range d.To {
			add(finding.Mailbox, to, finding.Recipient)
		}
	}
	return out
}

func (y *survey) measures(digits string, t *item) map[string]any {
	m := map[string]any{
		"sha256": digits, "size_bytes": t.Size, "content": t.Kind.String(), "mails": t.Marks.Count,
		"subject": t.Deliveries[0].Subject, "part": t.Deliveries[0].Path, "truncated": t.Truncated,
	}
	if len(t.Names) > 0 {
		m["name"] = visible(t.Names[0])
	}
	if len(t.Telling) > 0 {
		m["members"] = visible(strings.Join(t.Telling, ", "))
	}
	if t.Built != 0 {
		m["compiled"] = time.Unix(t.Built, 0).UTC().Format(time.RFC3339)
	}
	if y.state.Items.Dropped {
		m["attachments_share_sampled"] = y.state.Items.Fraction()
	}
	return m
}
