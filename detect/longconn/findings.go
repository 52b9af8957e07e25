package longconn

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
)

// maxFindings bounds what is reported; the weakest are left out beyond it.
const maxFindings = 1000

// leastScore is the weight below which the innocent explanation stands and a long
// connection is not reported at all.
const leastScore = -0.5

// ATT&CK techniques (version 18.1).
const (
	webProtocols   = "T1071.001" // Application Layer Protocol: Web Protocols
	applicationC2  = "T1071"
	nonApplication = "T1095" // Non-Application Layer Protocol
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for i := range y.relations {
		r := &y.relations[i]
		if !y.long(r) {
			continue
		}
		s := y.weigh(r)
		if s.Total() < leastScore {
			continue
		}
		f, err := y.report(r, s)
		if err != nil {
			return nil, fmt.Errorf("longconn: %s to %s: %w", r.Src.IP(), r.destination(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// report words the finding.
func (y *survey) report(r *relation, s *finding.Scales) (finding.Finding, error) {
	longest := r.longest()
	at := net.JoinHostPort(r.destination(), strconv.Itoa(int(r.Port)))
	still := "lasted"
	if longest.Open {
		still = "was open for"
	}
	f := finding.Finding{
		Kind:      finding.LongConnection,
		Technique: r.technique(),
		Tactic:    finding.CommandControl,
		First:     r.Marks.First.Time,
		Last:      r.last(),
		Title:     fmt.Sprintf("%s stayed connected with %s for %s", r.Src.IP(), at, longest.Duration.Round(1e9)),
		Sentence:  y.sentence(r, s, at, still),
		Entities:  r.entities(),
		Measures:  y.measures(r),
		Parts:     s.Parts,
		Innocent:  s.Innocent,
		Refs:      r.refs(),
	}
	return finding.New(f, r.Transport.String()+"/"+strconv.Itoa(int(r.Port)))
}

func (r *relation) technique() string {
	switch {
	case r.raw():
		return nonApplication
	case r.server.TLS || r.server.Web:
		return webProtocols
	}
	return applicationC2
}

// last is when the latest of the connections was last known to exist.
func (r *relation) last() event.Time {
	last := r.Marks.Last.Time
	for i := range r.Longest {
		if t := after(r.Longest[i].Start, r.Longest[i].Duration); t.After(last) {
			last = t
		}
	}
	return last
}

// refs are those of the connections in their newest state, longest first, then of
// the first and last record of the pair.
func (r *relation) refs() []event.Ref {
	const shown = 3
	var refs []event.Ref
	for _, c := range r.Longest[:min(shown, len(r.Longest))] {
		refs = append(refs, c.Ref)
	}
	for _, ref := range r.Marks.Refs() {
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}

func (y *survey) sentence(r *relation, s *finding.Scales, at, still string) string {
	t := r.longest().Totals
	var b strings.Builder
	fmt.Fprintf(&b, "The longest connection of %s with %s began at %s and %s %.3f s", r.Src.IP(), at, r.longest().Start.Clock(), still, t.Duration.Seconds())
	if t.UnknownBytes == 0 {
		fmt.Fprintf(&b, ", sending %d and receiving %d bytes", t.Out, t.In)
	}
	if r.all.Connections > 1 {
		fmt.Fprintf(&b, " (all %d together %.3f s, %d bytes out, %d in)", r.all.Connections, r.all.Duration.Seconds(), r.all.Out, r.all.In)
	}
	var why []string
	for _, p := range s.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	if len(why) > 0 {
		b.WriteString(": " + strings.Join(why, "; "))
	}
	return b.String() + "."
}

// measures are the figures. Durations are in microseconds too, because a measure
// that is not an integer is rounded to four digits.
func (y *survey) measures(r *relation) map[string]any {
	longest := r.longest().Totals
	share, compared, ok := y.rarity(r)
	m := map[string]any{
		"destination_port": int64(r.Port), "transport": r.Transport.String(),
		"longest_s": longest.Duration.Seconds(), "longest_us": longest.Duration.Microseconds(),
		"longest_bytes_out": longest.Out, "longest_bytes_in": longest.In,
		"longest_open": r.longest().Open,
		"connections":  r.all.Connections, "open_connections": r.open,
		"total_s": r.all.Duration.Seconds(), "total_us": r.all.Duration.Microseconds(),
		"bytes_out": r.all.Out, "bytes_in": r.all.In,
		"ip_bytes_out": r.all.OutIP, "ip_bytes_in": r.all.InIP,
		"connections_without_bytes": r.all.UnknownBytes,
		"inside_sources":            int64(y.sources[r.Dst]), "inside_hosts": int64(y.hosts),
		"evidence_share": y.coverage(r), "proxied": r.target != "",
	}
	if ok {
		m["as_long_share"], m["compared_connections"] = share, compared
	}
	if name := y.nameOf(r); name != "" {
		m["name"] = name
	}
	if subject, _ := r.server.Certificate(y.state.Certificates); subject != "" {
		m["certificate_subject"] = subject
	}
	if y.state.Slices.Dropped {
		m["sliced_share_sampled"] = y.state.Slices.Fraction()
	}
	if y.state.Pairs.Dropped {
		m["pairs_share_sampled"] = y.state.Pairs.Fraction()
	}
	return m
}
