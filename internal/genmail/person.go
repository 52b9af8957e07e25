package genmail

import (
	"fmt"
	"hash/fnv"
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
)

// domain is where people have their addresses, with the servers that carry their mail.
type domain struct {
	name     string
	zone     *time.Location
	relays   []relay
	programs []message.Program
	signs    bool
}

type relay struct {
	name     string
	ip       netip.Addr
	software trace.Software
}

// person is a correspondent with the programs that he writes with.
type person struct {
	number  int
	address message.Address
	domain  *domain
	client  message.Client
	phone   *message.Client // nil: none
	changes time.Time       // when the program is updated; zero: never
	home    netip.Addr
}

var zones = []int{9, 9, 9, 1, 0, -5, -8, 8}

var carriers = []trace.Software{trace.Postfix, trace.Sendmail, trace.Exchange, trace.ExchangeOnline, trace.Gmail}

var people = []message.Program{message.OutlookExchange, message.OutlookInternet, message.Thunderbird, message.AppleMail, message.Gmail, message.Naver}

var machines = []message.Program{message.Newsletter, message.PHPMailer, message.Cron}

func ownDomain(draw chance.Source) *domain {
	return &domain{name: "shop.example", zone: time.FixedZone("KST", 9*3600), programs: []message.Program{message.OutlookExchange, message.Thunderbird},
		relays: []relay{{"mx.shop.example", address(draw), trace.Postfix}}}
}

func (w *world) newDomain(i int) *domain {
	name := w.vocab.word(w.draw) + w.vocab.word(w.draw) + fmt.Sprint(i) + ".example"
	zone := zones[w.draw.IntN(len(zones))]
	d := &domain{name: name, zone: time.FixedZone("", zone*3600), signs: w.draw.Chance(0.7)}
	if w.draw.Chance(0.15) {
		d.programs = machines[w.draw.IntN(len(machines)):][:1]
	} else {
		d.programs = []message.Program{chance.Pick(w.draw, people), chance.Pick(w.draw, people)}
	}
	for hop := range 1 + w.draw.IntN(3) {
		d.relays = append(d.relays, relay{fmt.Sprintf("m%d.%s", hop, name), address(w.draw), chance.Pick(w.draw, carriers)})
	}
	return d
}

func (w *world) newPerson(i int, d *domain) *person {
	first, last := w.vocab.name(w.draw), w.vocab.name(w.draw)
	p := &person{number: i, domain: d, home: address(w.draw)}
	p.address = message.Address{Name: first + " " + last, Addr: fmt.Sprintf("%s.%s%d@%s", strings.ToLower(first), strings.ToLower(last), i%100, d.name)}
	h := fnv.New64a()
	h.Write([]byte(p.address.Addr))
	p.client = message.Client{Program: chance.Pick(w.draw, d.programs), Language: message.English, Account: h.Sum64(), Origin: p.home}
	if p.writes() && w.draw.Chance(0.3) {
		p.phone = &message.Client{Program: message.IPhone, Language: message.English, Account: h.Sum64()}
	}
	if w.draw.Chance(0.1) {
		p.changes = begin.Add(w.draw.Between(20*24*time.Hour, 60*24*time.Hour))
	}
	return p
}

// writes reports whether it is a person who can answer.
func (p *person) writes() bool { return p.client.Program < message.PHPMailer }

// clientAt is the program that the person uses at a time.
func (p *person) clientAt(at time.Time, draw chance.Source) *message.Client {
	if p.phone != nil && draw.Chance(0.25) {
		return p.phone
	}
	if !p.changes.IsZero() && at.After(p.changes) && p.client.Program == message.Thunderbird {
		c := p.client
		c.Version = "128.7.1"
		return &c
	}
	return &p.client
}

// friend is one of those whom a person writes with: few often, some now and then.
func (p *person) friend(w *world, among []*person) *person {
	rank := int(w.draw.ExpFloat64() * 4)
	return among[(p.number*31+rank*7)%len(among)]
}

// route is the way of a mail into the recipient's mailbox.
func (w *world) route(from, to *person, number uint64, at time.Time) *trace.Route {
	r := &trace.Route{ReturnPath: from.address.Addr, DeliveredTo: to.address.Addr}
	name, ip := "["+from.home.String()+"]", from.home
	hops := append(append([]relay(nil), from.domain.relays...), to.domain.relays...)
	if from.domain == to.domain {
		hops = from.domain.relays
	}
	for i, h := range hops {
		at = at.Add(time.Second + w.draw.Between(0, 2*time.Second))
		hop := trace.Hop{Software: h.software, Number: number + uint64(i)<<40, Time: at, Greeting: name, Name: name, IP: ip, By: h.name, ByIP: h.ip, Protocol: "ESMTPS", For: to.address.Addr}
		if i == len(from.domain.relays)-1 && from.domain.signs {
			hop.Signature = w.signature(from.domain.name, at)
		}
		if i == len(hops)-1 && from.domain != to.domain {
			hop.Verdicts = verdicts(from)
		}
		r.Hops = append(r.Hops, hop)
		name, ip = h.name, h.ip
	}
	return r
}

func (w *world) signature(domain string, at time.Time) *trace.Signature {
	s := &trace.Signature{Domain: domain, Selector: "s1", Time: at, BodyHash: make([]byte, 32), Value: make([]byte, 128)}
	for _, b := range [][]byte{s.BodyHash, s.Value} {
		for i := range b {
			b[i] = byte(w.draw.Uint32())
		}
	}
	return s
}

func verdicts(from *person) *trace.Verdicts {
	d := from.domain
	v := &trace.Verdicts{SPF: "pass", DKIM: "none", DMARC: "none", MailFrom: from.address.Addr, From: d.name, Policy: "none", Domain: d.name, Selector: "s1"}
	if d.signs {
		v.DKIM, v.DMARC = "pass", "pass"
	}
	return v
}

// address is one of the networks for documentation and benchmarks (RFC 2544, RFC 5737).
func address(draw chance.Source) netip.Addr {
	return netip.AddrFrom4([4]byte{198, byte(18 + draw.IntN(2)), byte(draw.IntN(256)), byte(1 + draw.IntN(254))})
}
