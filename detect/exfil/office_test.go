package exfil

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"time"

	"dwell/event"
)

// office is made-up evidence of a company at work: machines 10.0.0.x that browse, mail,
// call, synchronise and back up with weekends, good weeks and bad ones. Everything
// outside has a name that DNS gave, unless a scenario wants it otherwise.
type office struct {
	capture
	hosts, days int
	known       map[string]bool // names looked up so far
	met         map[string]bool // handshakes seen so far, by machine and address
}

// opening is the weekday of day 0: 14 November 2023 is a Tuesday.
const opening = time.Tuesday

func newOffice(seed uint64, hosts, days int) *office {
	return &office{capture: capture{random: rand.New(rand.NewPCG(seed, 9))}, hosts: hosts, days: days, known: map[string]bool{}, met: map[string]bool{}}
}

// service is a place outside.
type service struct {
	name    string // "" has none
	address string
	port    uint16
	udp     bool
	proto   string // as the sensor recognises it
	plain   bool   // no TLS
}

func named(name, address string) service {
	return service{name: name, address: address, port: 443, proto: "ssl"}
}

// transfer adds one connection of a machine with a service, with the lookup and the
// handshake that go before.
func (o *office) transfer(when time.Duration, host int, to service, out, in int64) *event.Connection {
	address := netip.MustParseAddr(to.address)
	c := o.send(when, host, netip.AddrPortFrom(address, to.port).String(), out, in)
	c.Service = to.proto
	c.Duration = time.Second + time.Duration(float64(out+in)/3e6*float64(time.Second))
	if to.udp {
		c.Transport = event.TransportUDP
	}
	e := c.Endpoints
	if to.name != "" && !o.known[to.name+to.address] {
		o.known[to.name+to.address] = true
		o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Query: to.name, Type: "A", Answers: []string{to.address}})
	}
	if met := fmt.Sprint(host, to.name, to.address); to.name != "" && !to.plain && !to.udp && !o.met[met] {
		o.met[met] = true
		o.batch.TLSSessions = append(o.batch.TLSSessions, event.TLSSession{Time: at(when), Ref: o.ref(), Endpoints: e, ServerName: to.name, Validation: "ok", Established: true})
	}
	return c
}

// size draws a size whose logarithm is normal.
func (o *office) size(median, sigma float64) int64 {
	return max(1, int64(median*math.Exp(sigma*o.random.NormFloat64())))
}

// hour is a moment of a working day.
func (o *office) hour(d int) time.Duration {
	return time.Duration(d)*day + 9*time.Hour + time.Duration(o.random.Int64N(int64(9*time.Hour)))
}

func weekend(d int) bool {
	w := (int(opening) + d) % 7
	return w == 0 || w == 6
}

func site(i int) service {
	return named(fmt.Sprintf("www.site%d.example", i), fmt.Sprintf("203.0.113.%d", i%256))
}

// work is what everybody does: 20 machines make some ten thousand relations a month.
func (o *office) work() {
	sync := named("company.files.example", "192.0.2.10")
	mail := service{name: "smtp.post.example", address: "192.0.2.11", port: 587, proto: "smtp", plain: true}
	telemetry := named("v10.events.data.microsoft.com", "192.0.2.12")
	for d := range o.days {
		for host := 1; host <= o.hosts; host++ {
			o.transfer(time.Duration(d)*day+time.Duration(o.random.Int64N(int64(day))), host, telemetry, o.size(40_000, 0.7), 9000)
			if weekend(d) && o.random.IntN(10) > 0 {
				continue
			}
			for range 12 {
				o.transfer(o.hour(d), host, site((host*31+int(math.Abs(o.random.NormFloat64())*25))%200), o.size(9000, 1.2), o.size(300_000, 1.5))
			}
			if host%2 == 0 {
				o.transfer(o.hour(d), host, sync, o.size(15e6, 1), o.size(10e6, 1))
			}
			o.transfer(o.hour(d), host, mail, o.size(600_000, 1.5), 4000)
			if o.random.IntN(3) == 0 {
				o.call(o.hour(d), host)
			}
		}
	}
}

// call is a video conference: as much goes out as comes in, with an address that only
// the call itself names.
func (o *office) call(when time.Duration, host int) {
	ports := []uint16{3480, 8801, 19305, 10000}
	minutes := 20 + o.random.IntN(60)
	to := service{address: fmt.Sprintf("198.18.%d.%d", o.random.IntN(8), 1+o.random.IntN(250)), port: ports[o.random.IntN(4)], udp: true}
	n := int64(minutes) * 60 * 150_000
	c := o.transfer(when, host, to, n*3/4+o.random.Int64N(n/2), n*3/4+o.random.Int64N(n/2))
	c.Duration = time.Duration(minutes) * time.Minute
}

// uploads makes machine 1 send 500 MB a day to five places it always sent to, with good
// weeks and bad ones and half a per cent more each day.
func (o *office) uploads() {
	to := []service{
		named("s3.backups.example.org", "192.0.2.30"), named("up.agency.example", "192.0.2.31"),
		named("api.crm.example.com", "192.0.2.32"), {name: "ftp.printer.example", address: "192.0.2.33", port: 21, proto: "ftp", plain: true},
		{name: "git.vendor.example", address: "192.0.2.34", port: 22, proto: "ssh", plain: true},
	}
	shares := []float64{0.5, 0.2, 0.15, 0.1, 0.05}
	week := 1.0
	for d := range o.days {
		if d%7 == 0 {
			week = math.Exp(0.35 * o.random.NormFloat64())
		}
		for i, s := range to {
			if i > 0 && weekend(d) && o.random.IntN(4) > 0 {
				continue
			}
			n := o.size(500e6*shares[i]*week*math.Pow(1.005, float64(d)), 0.3)
			when := o.hour(d)
			if i == 0 {
				when = time.Duration(d)*day + 2*time.Hour
			}
			for left := n; left > 0; {
				one := min(left, o.size(20e6, 0.8))
				o.transfer(when, 1, s, one, one/200)
				left -= one
				when += time.Minute
			}
		}
	}
}

// habit is when and in which pieces a thief sends.
type habit struct {
	name   string
	pieces func(o *office, d int) []piece // of one day, with weights for bytes
}

type piece struct {
	when   time.Duration // since midnight
	weight float64
}

// habits are the ways in which a gigabyte may leave in sixty days.
func habits() []habit {
	any := func(o *office) time.Duration { return time.Duration(o.random.Int64N(int64(day))) }
	work := func(o *office) time.Duration { return 9*time.Hour + time.Duration(o.random.Int64N(int64(9*time.Hour))) }
	night := func(o *office) time.Duration {
		return time.Hour + time.Duration(o.random.Int64N(int64(4*time.Hour)))
	}
	several := func(n int, sigma float64, when func(*office) time.Duration) func(*office, int) []piece {
		return func(o *office, _ int) []piece {
			var out []piece
			for range n {
				out = append(out, piece{when(o), math.Exp(sigma * o.random.NormFloat64())})
			}
			return out
		}
	}
	return []habit{
		{"many small", several(60, 0.3, any)},
		{"few large", func(o *office, d int) []piece {
			if d%3 > 0 {
				return nil
			}
			return []piece{{any(o), 1}}
		}},
		{"log-normal", several(8, 1.5, any)},
		{"office hours", func(o *office, d int) []piece {
			if weekend(d) {
				return nil
			}
			return several(6, 0.8, work)(o, d)
		}},
		{"nights", several(5, 0.5, night)},
		{"random days", func(o *office, d int) []piece {
			if o.random.IntN(10) >= 3 {
				return nil
			}
			return several(4, 1, any)(o, d)
		}},
	}
}

// channel is how a thief sends one piece, given its number.
type channel struct {
	name string
	to   []string // destinations that findings may name, any of which will do
	send func(o *office, when time.Duration, i int, out int64)
}

// steal sends total bytes of machine 1 from a day on, at the pace of sixty days or
// less, until the evidence ends. It returns what really went.
func (o *office) steal(from, over int, total int64, h habit, c channel) (sent int64) {
	var all []piece
	sum := 0.0
	for d := from; d < from+over; d++ {
		for _, p := range h.pieces(o, d) {
			p.when += time.Duration(d) * day
			all = append(all, p)
			sum += p.weight
		}
	}
	for i, p := range all {
		n := int64(float64(total) * p.weight / sum)
		if p.when >= time.Duration(o.days)*day || n == 0 {
			continue
		}
		c.send(o, p.when, i, n)
		sent += n
	}
	return sent
}
