package longconn

import (
	"encoding/binary"
	"net"
	"net/netip"
	"strconv"
	"strings"

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
	t.join(&tunnel{cut(strings.ToLower(target))})
}

func (t *tunnel) join(o *tunnel) {
	if t.Target == "" || o.Target != "" && o.Target < t.Target {
		t.Target = o.Target
	}
}

// tunnels makes relations with the true destinations out of the longest
// connections with a proxy; those of which no request was seen are left out.
func (y *survey) tunnels(k key, p *pair) []relation {
	byTarget := make(map[string]*pair)
	var targets []string // in the order of the records
	for _, r := range p.Records {
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
		q.Marks.Add(fold.Mark{Time: r.Start, Ref: r.Ref, Weight: int64(r.Totals.Duration)})
		q.keep(r)
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
func (y *survey) tunnelled(k key, target string, p *pair) (relation, bool) {
	host, service, err := net.SplitHostPort(target)
	if err != nil {
		host = target
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		port = 0
	}
	r := relation{key: k, pair: p, server: &server{}, target: host}
	r.Port = uint16(port)
	if address, err := netip.ParseAddr(host); err == nil {
		if y.estate.Inside(address) {
			return relation{}, false
		}
		r.Dst = fold.AddrOf(address)
	} else {
		r.Dst = textAddr(host)
		r.server.Name, r.server.Names = host, 1
	}
	r.recognised(portService(event.TransportTCP, r.Port)) // the sensor sees the proxy's protocol only
	r.all, r.open = p.sum()
	return r, true
}

// textAddr hashes a name to the 16 bytes that stand for it in a key.
func textAddr(s string) fold.Addr {
	var a fold.Addr
	h := fold.HashString(s)
	binary.LittleEndian.PutUint64(a[:8], h)
	binary.LittleEndian.PutUint64(a[8:], fold.Mix(fold.HashString(s+"."), h))
	return a
}
