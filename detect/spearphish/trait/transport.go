package trait

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"dwell/detect/spearphish/alike"
	"dwell/entity"
	"dwell/event"
)

// transport adds which way the mail came.
func (r *reading) transport() {
	m := r.mail
	if m.Time.Zone == event.ZoneStated {
		r.add(Zone, strconv.Itoa(int(m.Time.Offset)))
	}
	if r.way.border == nil {
		return // a mailbox without trace lines says nothing about the way
	}
	b := r.way.border
	relay := ""
	if alike.Named(b.From) {
		relay = kin(b.From, r.domain)
	}
	r.add(Relay, relay)
	r.add(Hops, bucket(len(r.way.theirs)))
	r.add(Helo, undigited(b.From))
	r.add(RelayNetwork, network(b.IP, 16))
	r.add(Secured, b.With)
	first := m.Hops[len(m.Hops)-1]
	r.add(Origin, originName(first.From))
	ip := first.IP
	if given, err := netip.ParseAddr(strings.Trim(m.Header("X-Originating-IP"), "[] ")); err == nil {
		ip = given
	}
	r.add(OriginNet, network(ip, 16))
	r.add(Machine, cut(first.From, longest))
	r.add(Desk, r.desk())
	signer, form := r.signature()
	r.add(Signer, signer)
	r.add(SignedFields, form)
	if body := r.signed(); body != "" { // that nobody signed, Signer tells
		r.add(SignedBody, body)
	}
	_, envelope := alike.Split(strings.ToLower(m.ReturnPath))
	if !r.list() {
		r.add(Envelope, kin(envelope, r.domain))
	}
	r.add(Results, Verified(m).String())
	if !first.Time.IsZero() && !m.Time.IsZero() {
		r.add(Delay, delay(time.Duration(first.Time.Nanos-m.Time.Nanos)))
	}
}

// list reports whether a mailing list handed the mail on, which then has the list's
// envelope.
func (r *reading) list() bool {
	for i := range r.mail.Headers {
		if n := strings.ToLower(r.mail.Headers[i].Name); n == "list-id" || n == "x-list" || n == "x-mailing-list" || n == "list-post" {
			return true
		}
	}
	return false
}

// originName generalizes the name of the machine that a mail began on.
func originName(host string) string {
	switch {
	case host == "":
		return ""
	case !strings.Contains(host, "."):
		return undigited(host)
	case !alike.Named(host):
		return "address"
	}
	return entity.Registered(host)
}

// desk is the oldest local address in the lines: that of the writer's own machine,
// when its network has such addresses.
func (r *reading) desk() string {
	for i := len(r.way.theirs) - 1; i >= 0; i-- {
		if ip := r.way.theirs[i].IP; ip.IsValid() && ip.IsPrivate() {
			return ip.String()
		}
	}
	return ""
}

// signature describes the oldest DKIM signature, which is the sender's own.
func (r *reading) signature() (signer, form string) {
	signer = "none"
	for i := range r.mail.Headers {
		h := &r.mail.Headers[i]
		if !strings.EqualFold(h.Name, "dkim-signature") {
			continue
		}
		var selector, algorithm string
		for tag := range strings.SplitSeq(cut(h.Value, 2000), ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(tag), "=")
			switch name {
			case "d":
				signer = kin(strings.TrimSpace(value), r.domain)
			case "s":
				selector = undigited(strings.TrimSpace(value))
			case "c", "a":
				algorithm += strings.TrimSpace(value) + " "
			}
		}
		signer, form = signer+" "+selector, algorithm
	}
	return signer, form
}

// delay is a class of the time between the date and the first server.
func delay(d time.Duration) string {
	switch {
	case d < -time.Minute:
		return "before"
	case d < 10*time.Second:
		return "at once"
	case d < 5*time.Minute:
		return "minutes"
	case d < 24*time.Hour:
		return "hours"
	}
	return "days"
}
