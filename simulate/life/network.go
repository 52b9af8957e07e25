package life

import (
	"net/netip"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

const (
	// remembered is how long a machine keeps the answer to a lookup.
	remembered = 20 * time.Minute
	// resumption is how often a client resumes a TLS session.
	resumption = 0.3
)

// Resolve adds the lookup that goes before a connection, unless the machine still
// knows the name.
func (w *World) Resolve(d *fact.Day, label fact.Label, r chance.Source, machine netip.Addr, at time.Time, name string, answers ...netip.Addr) {
	key := lookup{machine, name}
	if known, ok := w.lookups[key]; ok && at.Sub(known) < remembered && !at.Before(known) {
		return
	}
	w.lookups[key] = at
	q := &fact.Lookup{Name: name, Type: "A", Code: "NOERROR"}
	for _, a := range answers {
		q.Answers = append(q.Answers, a.String())
	}
	if len(answers) == 0 {
		q.Code = "NXDOMAIN"
	}
	took := r.Between(300*time.Microsecond, 30*time.Millisecond)
	d.Flows = append(d.Flows, fact.Flow{Label: label, Start: at.Add(-took - r.Between(time.Millisecond, 20*time.Millisecond)), Duration: took,
		Src: machine, Dst: w.Servers.Resolver.Address, DstPort: 53, Transport: fact.UDP, Service: "dns",
		Out: int64(len(name)) + 18, In: int64(len(name)) + 18 + 16*int64(len(answers)), Lookup: q})
}

// visit is one TLS conversation with a site.
type visit struct {
	label    fact.Label
	machine  netip.Addr
	at       time.Time
	site     *company.Site
	out, in  int64
	duration time.Duration
}

func (w *World) visit(d *fact.Day, r chance.Source, v visit) {
	address := v.site.Addresses[0]
	if n := len(v.site.Addresses); n > 1 {
		address = v.site.Addresses[r.IntN(n)]
	}
	w.Resolve(d, v.label, r, v.machine, v.at, v.site.Name, v.site.Addresses...)
	d.Flows = append(d.Flows, fact.Flow{Label: v.label, Start: v.at, Duration: v.duration, Src: v.machine, Dst: address, DstPort: v.site.Port,
		Service: "ssl", Out: v.out, In: v.in, Name: v.site.Name,
		TLS: &fact.TLS{Version: "TLSv12", Subject: v.site.Subject, Issuer: v.site.Issuer, Resumed: r.Chance(resumption)}})
}

// inside is one conversation between two machines of the company.
func inside(d *fact.Day, src, dst netip.Addr, port uint16, service string, at time.Time, took time.Duration, out, in int64) {
	d.Flows = append(d.Flows, fact.Flow{Start: at, Duration: took, Src: src, Dst: dst, DstPort: port, Service: service, Out: out, In: in})
}
