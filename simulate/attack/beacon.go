package attack

import (
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/scenario"
)

// beacon is a back door that calls its server, sleeping between (1-jitter) and 1
// times its period after each call.
type beacon struct {
	*Attack
	*part
	from   machine
	server *station
	period time.Duration
	jitter float64
	next   time.Time
	until  time.Time
	random chance.Source
}

func newBeacon(a *Attack, s *part, t scenario.Task) (action, error) {
	from, err := a.machine(t.With["from"])
	if err != nil {
		return nil, err
	}
	b := &beacon{Attack: a, part: s, from: from, server: a.station(t.With.Text("server", "first")), period: t.With.Duration("period"), jitter: t.With.Float("jitter"),
		next: t.At, until: t.Until, random: a.source(s)}
	s.involve(from)
	s.against(b.server.Addresses[0].String(), b.server.Name)
	s.tell("command-and-control", "T1071.001", []string{"connection"}, "A back door on %s calls %s.", from.host, b.server.Name)
	return b, nil
}

func (b *beacon) day(d *fact.Day) {
	b.wake(d)
	end := d.Date.AddDate(0, 0, 1)
	for b.next.Before(end) && b.next.Before(b.until) {
		r := b.random
		if b.server.named {
			b.world.Resolve(d, b.label, r, b.from.address, b.next, b.server.Name, b.server.Addresses...)
		}
		d.Flows = append(d.Flows, fact.Flow{Label: b.label, Start: b.next, Duration: r.Between(200*time.Millisecond, 700*time.Millisecond), Src: b.from.address, Dst: b.server.Addresses[0], DstPort: 443,
			Service: "ssl", Out: r.Around(620, 0.04), In: r.Around(1180, 0.05), Name: b.server.Name,
			TLS: &fact.TLS{Version: "TLSv12", Subject: b.server.Subject, Issuer: b.server.Issuer, SelfSigned: b.server.alone}})
		b.next = b.next.Add(time.Duration(float64(b.period) * (1 - b.jitter*r.Float64())))
	}
}
