package postfix

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/maillog"
	"dwell/simulate/format/message/spell"
	"dwell/simulate/sensor"
)

// Sensor is the log of the server, a file a day.
type Sensor struct {
	sensor.Setting
	server  Server
	pid     int
	order   int
	waiting []line
}

// Server is the machine.
type Server struct {
	Host    string // without the domain
	Domain  string
	Only    string // the one account whose record is handed out; "" all, and the mails
	Address netip.Addr
	Zone    *time.Location
}

// line is a line that waits for its time.
type line struct {
	at    time.Time
	order int
	label fact.Label
	write func([]byte, *maillog.Header) []byte
}

// New returns the log of a server.
func New(s sensor.Setting, server Server) *Sensor {
	return &Sensor{Setting: s, server: server, pid: 2000 + s.Numbers.IntN(9000)}
}

// Observe takes a day in.
func (p *Sensor) Observe(d *fact.Day) error {
	sent := map[uint64]*fact.Access{}
	for i := range d.Accesses {
		a := &d.Accesses[i]
		switch {
		case !p.keeps(a.Owner):
		case a.Do == fact.Send:
			for n := range a.Items {
				sent[a.Items[n].ID] = a
			}
		case a.Do == fact.SignIn && a.Failure == fact.NoFailure:
			p.session(a)
		case a.Do == fact.SignIn:
			p.refused(a)
		case a.Do == fact.MakeRule || a.Do == fact.PassOn:
			p.sieve(a)
		}
	}
	if p.server.Only != "" {
		return p.write(d.Date, "private/imap.log-")
	}
	for i := range d.Mails {
		p.mail(&d.Mails[i], sent[d.Mails[i].ID])
	}
	return p.write(d.Date, "mailserver/mail.log-")
}

// keeps reports whether the record tells of an account.
func (p *Sensor) keeps(owner string) bool {
	if p.server.Only != "" {
		return owner == p.server.Only
	}
	return p.own(owner)
}

// Close has nothing left to write: what a session leaves at its end nobody sees when the
// evidence ends before.
func (p *Sensor) Close() error { return nil }

// write writes the log of a day.
func (p *Sensor) write(date time.Time, name string) error {
	f, err := p.Folder.Create(name + date.Format("20060102"))
	if err != nil {
		return err
	}
	slices.SortFunc(p.waiting, func(a, b line) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order)) })
	n, _ := slices.BinarySearchFunc(p.waiting, date.AddDate(0, 0, 1), func(l line, t time.Time) int { return l.at.Compare(t) })
	var text []byte
	for _, l := range p.waiting[:n] {
		if p.Silent(l.at) {
			continue
		}
		text = l.write(text[:0], &maillog.Header{Time: p.Clock(l.at).In(p.server.Zone), Host: p.server.Host})
		f.Record(l.label, l.at, text)
	}
	p.waiting = append(p.waiting[:0], p.waiting[n:]...)
	return f.Close()
}

func (p *Sensor) tell(at time.Time, label fact.Label, write func([]byte, *maillog.Header) []byte) {
	p.order++
	p.waiting = append(p.waiting, line{at, p.order, label, write})
}

// process is the number of the next process.
func (p *Sensor) process() int {
	const most, least = 32768, 300 // kernel.pid_max of small machines
	p.pid = (p.pid+1+p.Numbers.IntN(30))%(most-least) + least
	return p.pid
}

// moment is a short time, for what follows at once.
func (p *Sensor) moment() time.Duration {
	return time.Duration(600+p.Timing.IntN(20_000)) * time.Microsecond
}

// seen is the address from which a device comes, for this server.
func (p *Sensor) seen(a *fact.Access) netip.Addr {
	if p.server.Only != "" {
		return a.From // a provider is outside, and knows where its web mail is read
	}
	switch a.Device.Kind {
	case fact.Browser, fact.Console:
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case fact.PhoneApp:
		s := spell.From(a.Device.Number, uint64(a.Time.Unix()/86400))
		n := s.Next()
		return netip.AddrFrom4([4]byte{240, 250, byte(n >> 8 & 15), byte(1 + n%254)})
	}
	if a.Within.IsValid() {
		return a.Within
	}
	return a.From
}

func (p *Sensor) own(address string) bool { return strings.HasSuffix(address, "@"+p.server.Domain) }

func (p *Sensor) session64() string {
	s := spell.From(p.Numbers.Uint64())
	return string(s.Letters(nil, spell.Base64, 16))
}
