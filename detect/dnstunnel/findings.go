package dnstunnel

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// maxFindings bounds what is reported; the weakest are left out beyond it.
const maxFindings = 1000

// leastScore is the weight below which the innocent explanation stands and a domain is
// not reported at all.
const leastScore = 0.3

// ATT&CK techniques (version 18.1).
const (
	dnsProtocol  = "T1071.004" // Application Layer Protocol: DNS
	alternative  = "T1048.003" // Exfiltration Over Unencrypted Non-C2 Protocol
	exfilVariant = "exfiltration"
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, c := range y.told() {
		f, err := y.report(c)
		if err != nil {
			return nil, fmt.Errorf("dnstunnel: %s: %w", c.title(), err)
		}
		out = append(out, f)
		if !c.carriedAway(&f) {
			continue
		}
		if f, err = y.theft(c, &f); err != nil {
			return nil, fmt.Errorf("dnstunnel: %s: %w", c.title(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// told are the candidates to report. Of the owner of a suffix and a customer that has
// most of his names only one is: the heavier.
func (y *survey) told() []*candidate {
	owners := map[string]*candidate{}
	for _, c := range y.all {
		c.scales = y.weigh(c)
		if c.Kind == registered {
			owners[c.Name] = c
		}
	}
	hidden := map[*candidate]bool{}
	for _, c := range y.all {
		if c.Kind != customer {
			continue
		}
		owner := owners[ownerOf(c.Name)]
		switch {
		case owner == nil:
		case c.scales.Total() < owner.scales.Total():
			hidden[c] = true
		case c.scales.Total() >= leastScore:
			hidden[owner] = hidden[owner] || c.information() >= mostOf*owner.information()
		}
	}
	return slices.DeleteFunc(y.all, func(c *candidate) bool { return hidden[c] || c.scales.Total() < leastScore })
}

// report words the finding.
func (y *survey) report(c *candidate) (finding.Finding, error) {
	f := finding.Finding{
		Kind:      finding.DNSTunnel,
		Technique: dnsProtocol,
		Tactic:    finding.CommandControl,
		First:     c.span.First,
		Last:      c.span.Last,
		Title:     c.title(),
		Sentence:  y.sentence(c),
		Entities:  c.entities(),
		Measures:  y.measures(c),
		Parts:     c.scales.Parts,
		Innocent:  c.scales.Innocent,
		Refs:      c.refs(),
	}
	return finding.New(f, "")
}

// title says who speaks with whom.
func (c *candidate) title() string {
	who := ""
	if main := c.main(); len(main) > 0 {
		who = " of " + main[0].addr.IP().String()
		if len(main) > 1 {
			who += fmt.Sprintf(" and %d more", len(main)-1)
		}
	}
	if c.Kind == straight {
		return fmt.Sprintf("Names%s under no top-level domain may carry data to the server %s", who, c.Name)
	}
	return fmt.Sprintf("DNS names%s may carry data to the owner of %s", who, c.Name)
}

func (c *candidate) entities() []finding.Entity {
	var out []finding.Entity
	if c.Kind == straight {
		if c.Name != "" {
			out = append(out, finding.Entity{Type: finding.Host, Value: c.Name, Role: finding.Destination})
		}
	} else {
		out = append(out, finding.Entity{Type: finding.Domain, Value: c.Name, Role: finding.Destination})
	}
	for _, m := range c.main() {
		out = append(out, finding.Entity{Type: finding.Host, Value: m.addr.IP().String(), Role: finding.Source})
	}
	return out
}

// refs are the records of the first, last and longest names, and of some others.
func (c *candidate) refs() []event.Ref {
	const shown = 8
	var refs []event.Ref
	if t := c.Totals; t != nil {
		refs = t.Marks.Refs()
	}
	for _, n := range c.Names {
		if len(refs) == shown {
			break
		}
		if !slices.Contains(refs, n.First.Ref) {
			refs = append(refs, n.First.Ref)
		}
	}
	return refs
}

func (y *survey) sentence(c *candidate) string {
	var b strings.Builder
	count := humanize.Count(int64(math.Round(c.distinct)))
	if !c.exact {
		count = fmt.Sprintf("About %s (within %.0f %%)", count, 200*c.deviation())
	}
	fmt.Fprintf(&b, "%s distinct names below %s were asked for", count, c.below())
	if hours := c.hours(); hours > 0 {
		fmt.Fprintf(&b, " in %s (%s)", humanize.Duration(c.span.Last.Sub(c.span.First)), rate(c.asked/hours))
	}
	fmt.Fprintf(&b, "; they can carry at most %s out", humanize.Bytes(c.out()))
	if carried := c.counts.Carried; carried > 0 {
		fmt.Fprintf(&b, ", and their answers %s in", humanize.Bytes(carried))
	}
	if t := c.Totals; t != nil && len(t.Sensors) > 1 {
		fmt.Fprintf(&b, " (lookups as the sensor counted that saw most of them, of %d)", len(t.Sensors))
	}
	b.WriteString(". " + y.whoAsked(c))
	var why []string
	for _, p := range c.scales.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	if len(why) > 0 {
		b.WriteString(" What speaks for a tunnel: " + strings.Join(why, "; ") + ".")
	}
	return b.String()
}

// below names what the names lie below.
func (c *candidate) below() string {
	switch {
	case c.Kind != straight:
		return c.Name
	case c.Name == "":
		return "no top-level domain"
	}
	return "no top-level domain, of " + c.Name + ","
}

// whoAsked says which machines the names came from, and when that cannot be said.
func (y *survey) whoAsked(c *candidate) string {
	main := c.main()
	if c.outside {
		return "They were asked from outside."
	}
	if c.behind {
		return "Only a resolver was seen to ask: which machine behind it speaks is not in these records."
	}
	switch {
	case len(main) == 0 && len(c.clients) > 0:
		return fmt.Sprintf("They were asked by %d machines, none of which asked for many of them.", c.asking)
	case len(main) == 0:
		return "Which machine asked is not in these records."
	}
	var who []string
	for _, m := range main {
		who = append(who, fmt.Sprintf("%s (%.0f %% of the names)", m.addr.IP(), 100*float64(m.names)/float64(len(c.Names))))
	}
	text := "They were asked by " + strings.Join(who, ", ") + "."
	if len(main) == 1 && y.asksForMost(main[0].addr) {
		text += " It asks for nearly all names in the evidence: if it is a resolver, the machine behind it is not in these records."
	}
	return text
}

func (c *candidate) hours() float64 {
	if c.span.First.IsZero() {
		return 0
	}
	return float64(c.span.Last.Sub(c.span.First)) / float64(time.Hour)
}

// rate words lookups an hour.
func rate(perHour float64) string {
	const whole = 10
	if perHour >= whole {
		return humanize.Count(int64(math.Round(perHour))) + " lookups an hour"
	}
	return fmt.Sprintf("%.2g lookups an hour", perHour)
}

// out is the most that the names can have carried: every distinct character as many
// bits as its alphabet has, and two standard errors where it is an estimate.
func (c *candidate) out() int64 {
	const errors = 2
	return int64(c.information() * (1 + errors*c.deviation()) * float64(c.shape.bitsPerCharacter()) / 8)
}

func (y *survey) measures(c *candidate) map[string]any {
	m := map[string]any{
		"distinct_names": int64(math.Round(c.distinct)), "distinct_names_exact": c.exact,
		"information_characters": int64(math.Round(c.information())), "changing_characters": int64(math.Round(c.changing())),
		"standard_error_share": c.deviation(), "mean_length": c.mean,
		"bits_per_character": c.shape.bitsPerCharacter(), "bytes_out_at_most": c.out(),
		"lookups": int64(math.Round(c.asked)), "inside_sources": int64(c.asking), "inside_hosts": int64(y.machines),
	}
	if t := c.Totals; t != nil {
		m["bytes_in_at_most"], m["answers"], m["answers_missing"] = c.counts.Carried, c.counts.Answered, c.counts.Missing
		m["lookups_text"], m["lookups_rare_type"], m["days"] = c.counts.Text, c.counts.Rare, int64(t.Days.Count())
		if len(t.Sensors) > 1 {
			m["sensors"], m["lookups_of_all_sensors"] = int64(len(t.Sensors)), t.Sensors.lookups()
		}
	} else {
		m["totals_sampled_out"] = true
	}
	if hours := c.hours(); hours > 0 {
		m["lookups_per_hour"] = c.asked / hours
	}
	if len(c.clients) > 0 {
		m["main_client_share"] = float64(c.clients[0].names) / float64(len(c.Names))
	}
	if y.state.Domains.Shift > 0 {
		m["names_share_sampled"] = 1 / float64(uint64(1)<<y.state.Domains.Shift)
	}
	return m
}
