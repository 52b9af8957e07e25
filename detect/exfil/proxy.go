package exfil

import (
	"bytes"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// link joins one connection with a proxy with what the proxy was asked for, by the
// sensor's id: that is the only way to know how many bytes went where.
type link struct {
	Src       fold.Addr
	Proxy     fold.Addr
	Target    string // host name or address, the smallest when several were asked for
	Named     bool
	Connected bool
	Out, In   int64
	Start     event.Time
	Ref       event.Ref
	Web       *uploads // nil while there was no PUT or POST
}

// proxyPort reports whether a port is customary for proxies (IANA, Squid and others).
func proxyPort(port uint16) bool {
	switch port {
	case 3128, 8000, 8008, 8080, 8081, 8118, 8123, 8888, 9090:
		return true
	}
	return false
}

// linkable reports whether a connection may lead to a proxy.
func linkable(c *event.Connection) bool {
	return c.UID != "" && strings.Contains(c.Service, "http") && (c.Dst.IsPrivate() || proxyPort(c.DstPort))
}

// proxied returns the target of a request that was made to a proxy: a CONNECT, or
// a request in absolute form (RFC 9112, section 3.2.2).
func proxied(r *event.WebRequest) (target string, ok bool) {
	if r.Method == "CONNECT" {
		if target = r.URI; target == "" {
			target = r.Host
		}
		return hostOf(target), true
	}
	rest, ok := strings.CutPrefix(r.URI, "http://")
	if !ok {
		return "", false
	}
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		rest = rest[:i]
	}
	return hostOf(rest), true
}

// connection notes the bytes; of several states of one connection the most.
func (l *link) connection(c *event.Connection, out int64) {
	l.merge(&link{Src: fold.AddrOf(c.Src), Proxy: fold.AddrOf(c.Dst), Connected: true, Out: out, In: received(c.DstBytes), Start: c.Time, Ref: c.Ref})
}

func (l *link) request(r *event.WebRequest, target string) {
	o := link{Src: fold.AddrOf(r.Src), Proxy: fold.AddrOf(r.Dst), Target: target, Named: target != ""}
	if r.Method != "CONNECT" {
		o.Web = uploadOf(r)
	}
	l.merge(&o)
}

func (l *link) merge(o *link) {
	lower(&l.Src, o.Src)
	lower(&l.Proxy, o.Proxy)
	if o.Named && (!l.Named || o.Target < l.Target) {
		l.Target, l.Named = strings.Clone(o.Target), true
	}
	if o.Connected && (!l.Connected || o.newer(l)) {
		l.Connected, l.Out, l.In, l.Start, l.Ref = true, o.Out, o.In, o.Start, o.Ref
	}
	carry(&l.Web, o.Web)
}

// uploaded are the bytes of the bodies.
func (l *link) uploaded() int64 {
	if l.Web == nil {
		return 0
	}
	return l.Web.Bytes
}

func (l *link) totals() totals {
	t := totals{Connections: 1, Out: l.Out, In: l.In}
	if l.Out/pushRatio >= l.In {
		t.Push = l.Out
	}
	return t
}

// newer reports whether o is a later state of the same connection.
func (l *link) newer(o *link) bool {
	switch {
	case l.Out+l.In != o.Out+o.In:
		return l.Out+l.In > o.Out+o.In
	case l.Out != o.Out:
		return l.Out > o.Out
	case l.Start != o.Start:
		return l.Start.Compare(o.Start) < 0
	}
	return l.Ref.Compare(o.Ref) < 0
}

// lower keeps the lower of two addresses of which the zero one is none.
func lower(into *fold.Addr, a fold.Addr) {
	if *into == (fold.Addr{}) || a != (fold.Addr{}) && bytes.Compare(a[:], into[:]) < 0 {
		*into = a
	}
}
