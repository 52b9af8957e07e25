package exfil

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 1000
	// leastBytes is the volume from which a transfer is weighed: below, it is what
	// every page and every call home sends.
	leastBytes = 200_000
	// leastScore is where low severity begins: what weighs less is ordinary.
	leastScore = 1.0
)

// ATT&CK techniques (version 18.1).
const (
	overPlainProtocol = "T1048.003" // Exfiltration Over Unencrypted Non-C2 Protocol
	overOtherProtocol = "T1048"     // Exfiltration Over Alternative Protocol
	toCloudStorage    = "T1567.002" // Exfiltration to Cloud Storage
	overWebService    = "T1567"
	overC2            = "T1041" // Exfiltration Over C2 Channel
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	var gathered []candidate
	for i := range y.relations.all {
		r := &y.relations.all[i]
		if r.detail == nil {
			continue
		}
		s := y.weigh(r)
		total := s.Total()
		if total >= leastOutward {
			if g := y.gatheredBefore(r); g != nil {
				gathered = append(gathered, candidate{g, y.weighStaged(g, total)})
			}
		}
		if total < leastScore {
			continue
		}
		f, err := y.report(r, s)
		if err != nil {
			return nil, fmt.Errorf("exfil: %s to %s: %w", r.src.IP(), r.to, err)
		}
		out = append(out, f)
	}
	for _, c := range likeliest(gathered) {
		f, err := y.reportStaged(c.staged, c.scales)
		if err != nil {
			return nil, fmt.Errorf("exfil: %s to %s, staged: %w", c.out.src.IP(), c.out.to, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func (y *survey) report(r *relation, s *finding.Scales) (finding.Finding, error) {
	return finding.New(finding.Finding{
		Kind:      finding.ExfilVolume,
		Technique: r.technique(),
		Tactic:    finding.Exfiltration,
		First:     r.marks.First.Time,
		Last:      r.last(),
		Title:     fmt.Sprintf("%s sent %s to %s", r.src.IP(), humanize.Bytes(r.bytesOut()), r.to),
		Sentence:  y.sentence(r, s),
		Entities:  append(r.far(), finding.Entity{Type: finding.Host, Value: r.src.IP().String(), Role: finding.Source}),
		Measures:  y.measures(r),
		Parts:     s.Parts,
		Innocent:  s.Innocent,
		Refs:      r.refs(),
	}, "")
}

// maxAddresses bounds the addresses of a network that a finding names.
const maxAddresses = 32

// far is the destination: a domain, an address, or the addresses of a network.
func (r *relation) far() []finding.Entity {
	if r.to.domain != "" {
		kind := finding.Domain
		if _, err := netip.ParseAddr(r.to.domain); err == nil {
			kind = finding.Host
		}
		return []finding.Entity{{Type: kind, Value: r.to.domain, Role: finding.Destination}}
	}
	values := []string{r.to.String()}
	if r.to.network {
		values = r.servers[:min(len(r.servers), maxAddresses)]
	}
	var out []finding.Entity
	for _, v := range values {
		out = append(out, finding.Entity{Type: finding.Host, Value: v, Role: finding.Destination})
	}
	return out
}

func (r *relation) technique() string {
	kind := purposeOf(r.name)
	p := r.port()
	switch {
	case kind == cloudStorage || kind == backupService || kind == anonymousShare:
		return toCloudStorage
	case conductOf(p) == filePort || p.port == 80 || r.web.Puts+r.web.Posts > 0 && !r.server.TLS && !r.proxied:
		return overPlainProtocol
	case p.port == 22:
		return overOtherProtocol
	case r.name != "" && (r.server.TLS || r.proxied):
		return overWebService
	}
	return overC2
}

// refs are the telling uploads, then the first, largest and last transfers.
func (r *relation) refs() []event.Ref {
	var refs []event.Ref
	add := func(ref event.Ref) {
		if ref != (event.Ref{}) && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	if r.marks.Top[0].Weight > 0 {
		add(r.marks.Top[0].Ref)
	}
	for _, k := range []fold.Mark{r.web.Archive.Mark, r.web.Largest.Mark, r.packed.Largest.Mark} {
		add(k.Ref)
	}
	for _, ref := range r.marks.Refs() {
		add(ref)
	}
	return refs
}

func (y *survey) sentence(r *relation, s *finding.Scales) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s sent %d bytes to %s", r.src.IP(), r.bytesOut(), r.to)
	if r.all.Connections > 0 {
		fmt.Fprintf(&b, " and received %d, in %s from %s to %s", r.all.In, humanize.Plural(r.all.Connections, "connection"), r.marks.First.Time.Clock(), r.last().Clock())
		if top := r.marks.Top[0]; r.all.Connections > 1 && top.Weight > 0 {
			fmt.Fprintf(&b, "; the largest, at %s, sent %d bytes", top.Time.Clock(), top.Weight)
		}
	}
	if n := r.web.Bytes; n > 0 {
		fmt.Fprintf(&b, "; the bodies of its PUT and POST requests hold %d bytes", n)
	}
	if p := &r.past; !p.crossed.IsZero() && p.standing != unwatched {
		fmt.Fprintf(&b, "; on %s the sum passed %s, which few relations here ever reach", p.crossed.Format(time.DateOnly), humanize.Bytes(p.alarm))
	}
	var why []string
	for _, p := range s.Parts {
		if p.Weight > 0 && p.Name != "volume" {
			why = append(why, p.Why)
		}
	}
	if len(why) > 0 {
		b.WriteString(": " + strings.Join(why, "; "))
	}
	b.WriteString(".")
	if r.past.standing == unwatched {
		fmt.Fprintf(&b, " The machine is watched for %s only, so there is no past to compare with.", r.past.watched.Round(time.Second))
	}
	if r.proxied && y.state.Links.Dropped {
		fmt.Fprintf(&b, " Only a sample of %.2g of the connections with proxies is counted.", y.state.Links.Fraction())
	}
	return b.String()
}

// measures are the figures; bytes are exact.
func (y *survey) measures(r *relation) map[string]any {
	share, of := y.rarity(r.bytesOut())
	p := r.port()
	m := map[string]any{
		"bytes_out": r.bytesOut(), "bytes_in": r.all.In, "connections": r.all.Connections,
		"largest_transfer_bytes": r.marks.Top[0].Weight, "pushed_bytes": r.all.Push,
		"producer_consumer_ratio": r.ratio(), "days_active": int64(r.course.days()),
		"machine_bytes_out": y.sent[r.src], "as_large_share": share, "compared_relations": int64(of),
		"inside_sources": int64(y.sources[r.to]), "inside_hosts": int64(y.hosts),
		"watched_s": r.past.watched.Seconds(), "watched_before_first_contact_s": r.past.before.Seconds(),
		"usual_bytes_per_day": r.past.rate, "excess_bytes": r.past.excess, "alarm_bytes": r.past.alarm,
		"proxied": r.proxied, "busiest_day_bytes": r.busiestDay,
	}
	if machine, there := y.balances(r); machine.known {
		m["machine_ratio_before"], m["machine_ratio_after"] = machine.before, machine.after
	} else if there.known {
		m["ratio_before"], m["ratio_after"] = there.before, there.after
	}
	if median, others := y.peersOf(r); others >= leastPeers {
		m["peers"], m["peers_median_bytes"] = int64(others), median
	}
	if r.to.network {
		m["network"], m["addresses"] = r.to.String(), int64(len(r.servers))
	}
	if r.proxied && y.state.Links.Dropped {
		m["proxied_share_sampled"] = y.state.Links.Fraction()
	}
	if !r.past.crossed.IsZero() {
		m["exceeded_on"] = r.past.crossed.Format(time.DateOnly)
	}
	if p.port != 0 {
		m["destination_port"], m["transport"] = int64(p.port), p.transport.String()
	}
	if web := &r.web; web.Puts+web.Posts > 0 {
		m["http_upload_bytes"], m["http_puts"], m["http_posts"] = web.Bytes, web.Puts, web.Posts
	}
	if agent := r.web.Largest.Agent; agent != "" {
		m["user_agent"] = agent
	}
	if len(r.servers) > 0 {
		m["servers"] = strings.Join(r.servers[:min(3, len(r.servers))], " ")
	}
	if r.name != "" {
		m["name"] = r.name
	}
	if p, ok := r.split(); ok {
		m["parts"], m["part_bytes"] = p.parts, p.size
	}
	if r.packed.Files > 0 {
		m["archive_files"], m["archive_bytes"] = r.packed.Files, r.packed.Bytes
	}
	if r.all.Headers > 0 {
		m["connections_with_header_bytes"] = r.all.Headers
	}
	if y.state.Pairs.Dropped {
		m["pairs_share_sampled"] = y.state.Pairs.Fraction()
	}
	return m
}
