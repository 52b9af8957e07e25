package dnsanswer

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 500
	// leastScore is the weight below which the innocent explanation stands and nothing is
	// told, but what devices announce.
	leastScore = 0.3
	// program is from how many bytes on the texts hold more than commands.
	program = 8 << 10
	// devicesShown bounds the devices that a finding names.
	devicesShown = 10
)

// ATT&CK techniques (version 18.1).
const (
	dnsProtocol  = "T1071.004" // Application Layer Protocol: DNS
	toolTransfer = "T1105"     // Ingress Tool Transfer
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, c := range y.channels {
		if len(c.texts) == 0 && c.Unread < enoughUnread {
			continue
		}
		if c.scales = y.weigh(c); c.scales.Total() < leastScore {
			continue
		}
		f, err := y.report(c)
		if err != nil {
			return nil, fmt.Errorf("dnsanswer: %s: %w", c.Domain, err)
		}
		out = append(out, f)
	}
	if len(y.devices) > 0 {
		f, err := y.announcements()
		if err != nil {
			return nil, fmt.Errorf("dnsanswer: announcements: %w", err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// report words the finding about one client and domain.
func (y *survey) report(c *channel) (finding.Finding, error) {
	technique, what := dnsProtocol, "commands or data"
	if c.content != plain && c.bytes >= program {
		technique, what = toolTransfer, "a program or data"
	}
	domain, client := humanize.Line(c.Domain), c.name()
	span := c.Marks.Span()
	entities := []finding.Entity{{Type: finding.Domain, Value: domain, Role: finding.Destination}}
	if c.client != (fold.Addr{}) {
		entities = append(entities, finding.Entity{Type: finding.Host, Value: client, Role: finding.Source})
	}
	return finding.New(finding.Finding{
		Kind:      finding.DNSAnswer,
		Technique: technique,
		Tactic:    finding.CommandControl,
		First:     span.First,
		Last:      span.Last,
		Title:     fmt.Sprintf("DNS answers below %s may bring %s in to %s", domain, what, client),
		Sentence:  y.sentence(c, domain, client),
		Entities:  entities,
		Measures:  c.measures(),
		Parts:     c.scales.Parts,
		Innocent:  c.scales.Innocent,
		Refs:      c.Marks.Refs(),
	}, "")
}

func (y *survey) sentence(c *channel, domain, client string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s was answered %s about %s below %s", client, humanize.Plural(c.Asked, "time"),
		humanize.Plural(c.Names.Count(namesKept), "name"), domain)
	if span := c.Marks.Span(); span.Last.After(span.First) {
		fmt.Fprintf(&b, " in %s", humanize.Duration(span.Last.Sub(span.First)))
	}
	if len(c.texts) > 0 {
		fmt.Fprintf(&b, ", with %s, %s in all, most of them %s", humanize.Plural(int64(c.count), "distinct text"), humanize.Bytes(c.bytes), c.content)
	}
	b.WriteString(".")
	if y.resolvers[c.client] {
		b.WriteString(" It answers others too: if it is a resolver, the machine behind it is not in these records.")
	}
	var why []string
	for _, p := range c.scales.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	return b.String() + " What speaks for a channel: " + strings.Join(why, "; ") + "."
}

func (c *channel) measures() map[string]any {
	return map[string]any{
		"answers": c.Asked, "answers_rare_type": c.Rare, "answers_unread": c.Unread,
		"names": c.Names.Count(namesKept), "changes": c.changes(), "distinct_texts": int64(c.count),
		"distinct_texts_exact": len(c.Texts) < textsKept, "bytes_in": c.bytes, "clients": int64(c.sharing),
	}
}

// announcements tells of all devices whose announcements look like data at once.
func (y *survey) announcements() (finding.Finding, error) {
	first, n := y.devices[0], int64(len(y.devices))
	who, kind := first.client.IP().String(), kindOfDevice(first.Name)
	s := &finding.Scales{}
	s.Add("content", first.content.weight(), "texts hold %s, as data does", first.content)
	s.Add("multicast DNS", weightMulticast, "announcements stay on their own network: nobody outside sends or receives them")
	s.Excuse("a device that announces its services (RFC 6762, RFC 6763): likely, unless %s should not be there", who)
	f := finding.Finding{
		Kind: finding.DNSAnswer, Technique: dnsProtocol, Tactic: finding.CommandControl,
		Title: fmt.Sprintf("The %s %s announced itself by multicast DNS in texts of high entropy: no channel", kind, who),
		Sentence: fmt.Sprintf("%s sent TXT answers of high entropy (%s, %s) by multicast DNS %s, as a %s does that announces its service under its name \"%s\": nobody outside was asked. %s announced such texts.",
			who, humanize.Bytes(first.bytes), first.content, humanize.Plural(first.Asked, "time"), kind, humanize.Line(first.Name), humanize.Plural(n, "device")),
		Measures: map[string]any{"devices": n, "answers": first.Asked, "bytes": first.bytes},
		Parts:    s.Parts,
		Innocent: s.Innocent,
	}
	var span event.Span
	for _, c := range y.devices[:min(len(y.devices), devicesShown)] {
		f.Entities = append(f.Entities, finding.Entity{Type: finding.Host, Value: c.client.IP().String(), Role: finding.Source})
		f.Refs = append(f.Refs, c.Marks.Refs()...)
		span.Merge(c.Marks.Span())
	}
	f.First, f.Last = span.First, span.Last
	return finding.New(f, "multicast")
}

// kindOfDevice says by the service in its name what a device is.
func kindOfDevice(name string) string {
	for _, label := range []string{"_ipp.", "_ipps.", "_printer.", "_pdl-datastream.", "_scanner.", "_uscan."} {
		if strings.Contains(name, label) {
			return "printer"
		}
	}
	return "device"
}
