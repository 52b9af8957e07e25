package longconn

import (
	"net"
	"net/netip"
	"strconv"
	"strings"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// tunnel is the destination that a connection to a proxy was asked to lead to.
type tunnel struct {
	Target string // "host:port", the smallest when several were asked for
}

// connect notes a CONNECT request with the sensor's id of its connection.
func (d *Detector) connect(r *event.WebRequest) {
	if r.Method != "CONNECT" || r.UID == "" {
		return
	}
	t := d.state.Tunnels.At(fold.HashString(r.UID))
	if t == nil {
		return
	}
	target := r.URI
	if target == "" {
		target = r.Host
	}
	fold.Smallest(&t.Target, strings.ToLower(target), flow.MaxText)
}

func (t *tunnel) merge(o *tunnel) {
	fold.Smallest(&t.Target, o.Target, flow.MaxText)
}

// tunnels makes relations with the true destinations out of the longest
// connections with a proxy; those of which no request was seen are left out.
func (y *survey) tunnels(k flow.Key, p *pair) []relation {
	byTarget := make(map[string]*pair)
	var targets []string // in the order of the records
	for _, r := range p.Longest {
		t, ok := y.state.Tunnels.Lookup(r.ID)
		if !ok || t.Target == "" {
			continue
		}
		q := byTarget[t.Target]
		if q == nil {
			q = &pair{}
			byTarget[t.Target] = q
			targets = append(targets, t.Target)
		}
		if !r.Open {
			q.Closed.add(r.Totals)
		}
		q.Marks.Add(fold.Mark{Time: r.Start, Ref: r.Ref, Weight: int64(r.Duration)})
		q.Longest.Keep(r)
	}
	var out []relation
	for _, target := range targets {
		if r, ok := y.tunnelled(k, target, byTarget[target]); ok {
			out = append(out, r)
		}
	}
	return out
}

// tunnelled is the relation with one target, unless the target lies inside.
func (y *survey) tunnelled(k flow.Key, target string, p *pair) (relation, bool) {
	host, service, err := net.SplitHostPort(target)
	if err != nil {
		host = target
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		port = 0
	}
	r := relation{Key: k, pair: p, server: &server{}, target: host}
	r.Port = uint16(port)
	if address, err := netip.ParseAddr(host); err == nil {
		if y.estate.Inside(address) {
			return relation{}, false
		}
		r.Dst = fold.AddrOf(address)
	} else {
		r.Dst = fold.AddrOfName(host)
		r.server.Name = host
	}
	fold.Lowest(&r.Service, portService(event.TransportTCP, r.Port)) // the sensor sees the proxy's protocol only
	r.all, r.open = p.sum()
	return r, true
}
