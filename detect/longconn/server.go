package longconn

import (
	"net"
	"strings"

	"dwell/detect/flow"
	"dwell/event"
)

// server is what handshakes and requests say about who answers at a pair's
// destination.
type server struct {
	flow.Server
	Web     bool // there was an HTTP request
	Proxied bool // for a proxy
}

func (v *server) request(r *event.WebRequest) {
	v.Web = true
	if r.Method == "CONNECT" || strings.HasPrefix(r.URI, "http://") {
		v.Proxied = true
	}
	v.Named(hostOf(strings.ToLower(r.Host)))
}

func (v *server) merge(o *server) {
	v.Server.Merge(&o.Server)
	v.Web = v.Web || o.Web
	v.Proxied = v.Proxied || o.Proxied
}

// hostOf returns the host of "host:port", and of anything else all of it.
func hostOf(s string) string {
	if host, _, err := net.SplitHostPort(s); err == nil {
		return host
	}
	return s
}
