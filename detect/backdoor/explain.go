package backdoor

import (
	"fmt"
	"strings"
	"time"

	"dwell/detect/fold"
	"dwell/internal/humanize"
)

// bytesAndCount returns the connections of the claim and their payload bytes;
// known is false when the evidence does not give the bytes.
func (y *survey) bytesAndCount(c claim) (connections, out, in int64, known bool) {
	if !c.named() {
		return c.contacts(), c.Out, c.In, c.Connections > 0
	}
	t := y.trafficOf(c.relation)
	if t.Connected > 0 {
		return t.Connections, t.Out, t.In, true
	}
	if c.lookups() {
		return int64(c.Identity.Asked), 0, 0, false
	}
	said := c.Identity.talk()
	return max(t.Connections, 1), said.UploadBytes, said.ContentBytes, said.Requests > said.Tunnels
}

// busy returns the milliseconds of all connections together, as far as known.
func (y *survey) busy(c claim) int64 {
	if c.named() {
		return y.trafficOf(c.relation).Busy
	}
	return c.Busy
}

// measures are the figures of the claim.
func (y *survey) measures(c claim) map[string]any {
	connections, out, in, known := y.bytesAndCount(c)
	m := map[string]any{
		"inside_sources":   int64(y.neighbours(c.relation).sources),
		"inside_hosts":     int64(y.hosts),
		"transport":        c.transport().String(),
		"destination_port": int64(c.port()),
	}
	if c.lookups() {
		m["lookups"] = connections
	} else {
		m["connections"] = connections
	}
	if known {
		m["bytes_out"], m["bytes_in"] = out, in
	}
	if busy := y.busy(c); busy > 0 {
		m["connected_s"] = float64(busy) / 1000
	}
	if c.joined.some() {
		m["names_joined"], m["addresses_joined"] = int64(c.joined.names), int64(c.joined.addresses)
	}
	if c.Failed > 0 {
		m["failed_connections"] = int64(c.Failed)
	}
	if c.regular {
		m["period_s"] = c.Period
		m["jitter"] = c.Jitter
		m["calls_judged"] = int64(c.Verdict.Calls)
		m["evenness"] = c.Evenness
		m["burst_window_s"] = c.Window
		m["judged_on_sample"] = c.Sampled
		if s := c.Schedule; s.Cycle > 0 {
			m["schedule_cycle_s"], m["schedule_hits"], m["schedule_cycles"] = s.Cycle, int64(s.Hits), int64(s.Cycles)
		}
	}
	if share, sampled := y.state.linksSampled(); sampled && c.named() {
		m["bytes_share_sampled"] = share
	}
	if y.state.Pairs.Dropped {
		m["pairs_share_sampled"] = y.state.Pairs.Fraction()
	}
	y.identityMeasures(c, m)
	return m
}

// identityMeasures are what is known of the two ends.
func (y *survey) identityMeasures(c claim, m map[string]any) {
	if name := y.nameOf(c.relation); name != "" && !c.named() {
		m["name"] = name
	}
	id := c.Identity
	if id == nil {
		return
	}
	said := id.talk()
	if c.Kind == byName && said.Proxied == 0 && !c.lookups() {
		m["server"] = said.Servers[0].IP().String()
	}
	m["proxied"] = said.Proxied > 0
	if subject, _ := y.subject(id); subject != "" {
		m["certificate_subject"] = subject
	}
	if s := y.state.Signatures.Get(said.Agent); s != nil && said.Agent != 0 {
		m["user_agent"] = s.Text
	}
	if s := y.state.Signatures.Get(said.Fingerprint); s != nil && said.Fingerprint != 0 {
		m["ja3"] = s.Text
	}
	if s := y.state.Signatures.Get(said.Fingerprint4); s != nil && said.Fingerprint4 != 0 {
		m["ja4"] = s.Text
	}
}

// beaconSentence says in one sentence what was found and how sure it is.
func (y *survey) beaconSentence(c claim) string {
	connections, out, in, known := y.bytesAndCount(c)
	var b strings.Builder
	verb, record := "called", "connection"
	if c.lookups() {
		verb, record = "asked DNS for", "lookup"
	}
	fmt.Fprintf(&b, "%s %s %s%s%s in %s from %s to %s, ", c.Src.IP(), verb, c.address(), c.server(), c.joined.words(), humanize.Plural(connections, record), c.Places.at(first).Time.Clock(), c.Places.at(last).Time.Clock())
	if s := c.Schedule; s.Cycle > 0 {
		fmt.Fprintf(&b, "by a schedule of %s: in %d of %d such cycles within the same %s", duration(s.Cycle), s.Hits, s.Cycles, duration(s.Width))
	} else {
		fmt.Fprintf(&b, "usually every %s with a jitter of %.0f %%", duration(c.Period), 100*c.Jitter)
	}
	if known {
		fmt.Fprintf(&b, ", sending %d and receiving %d bytes", out, in)
	}
	fmt.Fprintf(&b, "; a client that calls at random times would be as regular with a probability of %s", probability(c.P))
	if c.Failed > 0 {
		fmt.Fprintf(&b, "; %d of the connections were refused or not answered", c.Failed)
	}
	return b.String() + "."
}

// words says of what a relation was joined.
func (j *joined) words() string {
	switch {
	case !j.some():
		return ""
	case j.addresses == 0:
		return fmt.Sprintf(" (%d names below it)", j.names)
	case j.names == 0:
		return fmt.Sprintf(" (%d addresses that DNS gave for it)", j.addresses)
	}
	return fmt.Sprintf(" (%d names below it and %d addresses that DNS gave for it)", j.names, j.addresses)
}

func (y *survey) identitySentence(c claim) string {
	connections, out, in, known := y.bytesAndCount(c)
	var why []string
	for _, p := range c.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s had %s with %s%s from %s to %s",
		c.Src.IP(), humanize.Plural(connections, "connection"), c.address(), c.server(), c.Places.at(first).Time.Clock(), c.Places.at(last).Time.Clock())
	if known {
		fmt.Fprintf(&b, ", sending %d and receiving %d bytes", out, in)
	}
	return b.String() + ": " + strings.Join(why, "; ") + "."
}

// server says at which address a name was reached, "" when there was none or several.
func (c claim) server() string {
	said := c.Identity.talk()
	if c.Kind != byName || said.Proxied > 0 || said.Servers[0] != said.Servers[1] || said.Servers[0] == (fold.Addr{}) {
		return ""
	}
	return " (" + said.Servers[0].IP().String() + ")"
}

// probability writes a p-value with one digit.
func probability(p float64) string {
	if p < 1e-99 {
		return "less than 1e-99"
	}
	return fmt.Sprintf("%.1g", p)
}

// duration writes seconds for people.
func duration(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	switch {
	case seconds < 10:
		return d.Round(100 * time.Millisecond).String()
	case seconds < 7200:
		return d.Round(time.Second).String()
	case seconds < 2*86400:
		return fmt.Sprintf("%.1f h", seconds/3600)
	}
	return fmt.Sprintf("%.1f days", seconds/86400)
}

func machines(n int) string {
	if n == 1 {
		return "one machine is"
	}
	return fmt.Sprintf("%d machines are", n)
}
