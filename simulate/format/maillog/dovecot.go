package maillog

import (
	"net/netip"
	"strconv"
	"time"
)

// Login is a client of Dovecot.
type Login struct {
	Service string // "imap", "managesieve"
	User    string
	Client  netip.Addr
	Server  netip.Addr
	PID     int
	Secured bool
	Session string
}

func (l *Login) who(dst []byte, process bool) []byte {
	dst = append(clean(append(dst, "user=<"...), l.User), ">, method=PLAIN, rip="...)
	dst = append(l.Client.AppendTo(dst), ", lip="...)
	dst = l.Server.AppendTo(dst)
	if process {
		dst = strconv.AppendInt(append(dst, ", mpid="...), int64(l.PID), 10)
	}
	if l.Secured {
		dst = append(dst, ", TLS"...)
	} else {
		dst = append(dst, ", secured"...)
	}
	dst = append(append(dst, ", session=<"...), l.Session...)
	return append(dst, ">\n"...)
}

// Entered is a login that succeeded.
func (l *Login) Entered(dst []byte, h *Header) []byte {
	dst = append(append(h.begin(dst, "dovecot", 0), l.Service...), "-login: Login: "...)
	return l.who(dst, true)
}

// Refused is one whose password did not fit, so many times.
func (l *Login) Refused(dst []byte, h *Header, times int, took time.Duration) []byte {
	dst = append(append(h.begin(dst, "dovecot", 0), l.Service...), "-login: Disconnected: Connection closed (auth failed, "...)
	dst = strconv.AppendInt(dst, int64(times), 10)
	dst = append(dst, " attempts in "...)
	dst = strconv.AppendInt(dst, int64(took/time.Second), 10)
	return l.who(append(dst, " secs): "...), false)
}

// Work is what a session did.
type Work struct {
	In, Out            int64 // bytes
	Deleted, Expunged  int
	Headers, HeaderLen int
	Bodies             int   // mails that were fetched
	BodyLen            int64 // bytes
}

// Left is the end of a session (imap_logout_format). Why is "Logged out", or "Connection
// closed" where the client just went.
func (l *Login) Left(dst []byte, h *Header, why string, w *Work) []byte {
	dst = append(h.begin(dst, "dovecot", 0), l.Service...)
	dst = append(clean(append(dst, '('), l.User), ")<"...)
	dst = strconv.AppendInt(dst, int64(l.PID), 10)
	dst = append(append(append(dst, "><"...), l.Session...), ">: Disconnected: "...)
	dst = append(dst, why...)
	for _, n := range []struct {
		name  string
		value int64
	}{{"in", w.In}, {"out", w.Out}, {"deleted", int64(w.Deleted)}, {"expunged", int64(w.Expunged)}, {"trashed", 0}, {"hdr_count", int64(w.Headers)}, {"hdr_bytes", int64(w.HeaderLen)},
		{"body_count", int64(w.Bodies)}, {"body_bytes", w.BodyLen}} {
		dst = append(append(append(dst, ' '), n.name...), '=')
		dst = strconv.AppendInt(dst, n.value, 10)
	}
	return append(dst, '\n')
}
