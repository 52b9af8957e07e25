package exfil

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"time"

	"dwell/event"
)

// plant is another company than office (office_test.go), made after the weights were
// chosen and never used to choose one: a factory with two shifts, six days a week,
// cameras, telephones, servers with jobs at night, software builds, designers who send
// large files to ever new customers, machines that are replaced. Its machines, sizes,
// names and hours are drawn by rules of their own.
type plant struct {
	next  int64
	batch event.Batch
	r     *rand.Rand
	days  int
	desks int
	asked map[string]bool
}

// The machines, by the last number of 172.20.0.x; desks begin at 40.
const (
	plantMail, plantFiles, plantBuilds, plantBackup, plantShop = 5, 6, 7, 8, 9
	firstCamera, cameras                                       = 12, 8
	firstPhone, phones                                         = 20, 18
	firstDesk                                                  = 40
)

func newPlant(seed uint64, desks, days int) *plant {
	return &plant{r: rand.New(rand.NewPCG(seed, 4711)), days: days, desks: desks, asked: map[string]bool{}}
}

func (p *plant) ref() event.Ref {
	p.next++
	return event.Ref{File: 3, Offset: p.next * 120, Length: 119}
}

// spot is somewhere outside.
type spot struct {
	name, address string // name "" where nobody asked DNS
	port          uint16
	udp           bool
	service       string
}

func web(name, address string) spot { return spot{name, address, 443, false, "ssl"} }

// send adds one connection with the lookup and the handshake that go with it.
func (p *plant) send(when time.Duration, host int, to spot, out, in int64, lasting time.Duration) *event.Connection {
	e := event.Endpoints{Src: netip.AddrFrom4([4]byte{172, 20, byte(host >> 8), byte(host)}), SrcPort: uint16(40000 + p.r.IntN(20000)),
		Dst: netip.MustParseAddr(to.address), DstPort: to.port}
	transport := event.TransportTCP
	if to.udp {
		transport = event.TransportUDP
	}
	if to.name != "" && !p.asked[to.name+to.address] {
		p.asked[to.name+to.address] = true
		p.batch.DNSLookups = append(p.batch.DNSLookups, event.DNSLookup{Query: to.name, Type: "A", Answers: []string{to.address}})
	}
	if key := fmt.Sprint(host, to.name); to.service == "ssl" && to.name != "" && !p.asked[key] {
		p.asked[key] = true
		p.batch.TLSSessions = append(p.batch.TLSSessions, event.TLSSession{Time: at(when), Ref: p.ref(), Endpoints: e, ServerName: to.name, Validation: "ok", Established: true})
	}
	p.batch.Connections = append(p.batch.Connections, event.Connection{Time: at(when), Ref: p.ref(), UID: fmt.Sprintf("P%d", p.next), Endpoints: e,
		Transport: transport, Service: to.service, Duration: lasting, SrcBytes: out, DstBytes: in, State: "SF"})
	return &p.batch.Connections[len(p.batch.Connections)-1]
}

// push sends a volume in connections of about one size, one after the other.
func (p *plant) push(when time.Duration, host int, to spot, volume, each int64) {
	for volume > 0 {
		n := min(volume, p.about(each, 0.4))
		lasting := time.Second + time.Duration(float64(n)/8e6*float64(time.Second))
		p.send(when, host, to, n, 1500+n/300, lasting)
		volume -= n
		when += lasting + time.Second
	}
}

// about draws a size around a median, log-normal.
func (p *plant) about(median int64, sigma float64) int64 {
	return max(1, int64(float64(median)*math.Exp(sigma*p.r.NormFloat64())))
}

func (p *plant) sunday(d int) bool { return d%7 == 3 }

// shift is a moment of the shift that a desk works in: 6 to 14 or 14 to 22 o'clock,
// changing each week.
func (p *plant) shift(d, desk int) time.Duration {
	begin := 6 + 8*((desk+d/7)%2)
	return time.Duration(d)*day + time.Duration(begin)*time.Hour + time.Duration(p.r.Int64N(int64(8*time.Hour)))
}

// pages is what everybody does all day: popular places and rare ones (Zipf).
func (p *plant) pages(popular *rand.Zipf, d, desk int) {
	for range 25 {
		i := int(popular.Uint64())
		to := web(fmt.Sprintf("www.shopfloor%d.example", i), fmt.Sprintf("198.19.%d.%d", i/250, i%250+1))
		if p.r.IntN(3) == 0 {
			to.udp, to.service = true, "quic"
		}
		p.send(p.shift(d, desk), desk, to, p.about(14_000, 1.1), p.about(250_000, 1.4), time.Minute)
	}
}

// desk is one day of one person.
func (p *plant) desk(popular *rand.Zipf, d, desk int) {
	p.pages(popular, d, desk)
	p.send(p.shift(d, desk), desk, web("eu.chat.collab.example", "198.18.3.1"), p.about(1_500_000, 0.6), p.about(6_000_000, 0.6), 7*time.Hour)
	p.send(p.shift(d, desk), desk, spot{"mail.plant.example", "198.18.3.2", 993, false, "ssl"}, p.about(400_000, 1), p.about(9_000_000, 1), time.Hour)
	switch desk % 5 {
	case 0, 1:
		p.push(p.shift(d, desk), desk, web("plant-my.sharepoint.com", "198.18.3.3"), p.about(30_000_000, 1.2), 8_000_000)
	case 2:
		p.push(p.shift(d, desk), desk, web("client.dropbox.com", "198.18.3.4"), p.about(50_000_000, 1.3), 4_000_000)
	}
	if p.r.IntN(4) == 0 { // a call, in datagrams or through a named relay
		minutes := int64(15 + p.r.IntN(90))
		to := spot{"", fmt.Sprintf("198.18.%d.%d", 40+p.r.IntN(20), 1+p.r.IntN(250)), []uint16{3479, 8801, 50010}[p.r.IntN(3)], true, ""}
		if p.r.IntN(5) == 0 {
			to = web("relay7.meet.example", "198.18.3.5")
		}
		p.send(p.shift(d, desk), desk, to, minutes*p.about(7_000_000, 0.3), minutes*p.about(9_000_000, 0.4), time.Duration(minutes)*time.Minute)
	}
}

// machinesAtNight are the jobs of servers, day after day.
func (p *plant) machinesAtNight(d int) {
	night := time.Duration(d)*day + 90*time.Minute
	p.push(night, plantBackup, web("s3.eu-central.wasabisys.com", "198.18.4.1"), p.about(6_000_000_000, 0.2), 120_000_000)
	p.push(night+2*time.Hour, plantFiles, spot{"", "198.18.4.2", 22, false, "ssh"}, p.about(250_000_000, 0.4), 60_000_000) // a partner, by address
	if !p.sunday(d) {
		p.push(time.Duration(d)*day+time.Duration(8+p.r.IntN(10))*time.Hour, plantBuilds, web("registry.images.example.org", "198.18.4.3"), p.about(2_000_000_000, 0.7), 90_000_000)
	}
	for range 40 {
		i := p.r.IntN(60)
		p.send(time.Duration(d)*day+time.Duration(p.r.Int64N(int64(day))), plantMail, spot{fmt.Sprintf("mx%d.customer.example", i), fmt.Sprintf("198.18.5.%d", i+1), 25, false, "smtp"}, p.about(300_000, 1.6), 3000, time.Minute)
	}
	for c := range cameras { // a relay of the maker, all day long
		p.send(time.Duration(d)*day, firstCamera+c, spot{"relay.cams.example.net", "198.18.4.4", 8443, false, "ssl"}, p.about(1_500_000_000, 0.2), 20_000_000, 23*time.Hour)
	}
	for f := range phones {
		if p.r.IntN(3) == 0 {
			p.push(time.Duration(d)*day+20*time.Hour, firstPhone+f, web("p44.content.icloud.com", "198.18.4.5"), p.about(80_000_000, 1.2), 5_000_000)
		}
	}
}

// serving is what comes to the servers: visitors of the shop, and everybody to the files.
func (p *plant) serving(d int) {
	shop := spot{"", fmt.Sprintf("172.20.0.%d", plantShop), 443, false, "ssl"}
	for range 150 {
		c := p.send(time.Duration(d)*day+time.Duration(p.r.Int64N(int64(day))), 0, shop, p.about(6000, 0.9), p.about(400_000, 1.2), time.Minute)
		c.Src = netip.AddrFrom4([4]byte{198, 51, 100, byte(p.r.IntN(256))})
	}
	files := spot{"", fmt.Sprintf("172.20.0.%d", plantFiles), 445, false, "smb"}
	for desk := firstDesk; desk < firstDesk+p.desks && !p.sunday(d); desk++ {
		p.send(p.shift(d, desk), desk, files, p.about(2_000_000, 1.3), p.about(12_000_000, 1.3), time.Hour)
	}
}

// life is everything ordinary.
func (p *plant) life() {
	popular := rand.NewZipf(p.r, 1.2, 4, 1500)
	for d := range p.days {
		p.machinesAtNight(d)
		p.serving(d)
		for desk := firstDesk; desk < firstDesk+p.desks; desk++ {
			if !p.sunday(d) {
				p.desk(popular, d, desk)
			}
			p.send(p.shift(d, desk), desk, web("v20.events.data.microsoft.com", "198.18.3.6"), p.about(90_000, 0.8), 20_000, time.Second)
		}
	}
	p.changes()
}

// changes are ordinary things that happen once, or begin in the middle.
func (p *plant) changes() {
	once := func() time.Duration { return p.shift(p.days/3+p.r.IntN(p.days/2), firstDesk) }
	for d := 4; d < p.days; d += 5 + p.r.IntN(6) { // designers, each time to another customer
		i := p.r.IntN(1000)
		p.push(p.shift(d, firstDesk), firstDesk+p.r.IntN(3), web(fmt.Sprintf("files.customer%d.example", i), fmt.Sprintf("198.18.%d.%d", 60+i/250, i%250+1)), p.about(500_000_000, 0.8), 200_000_000)
	}
	for d := p.days / 2; d < p.days; d++ { // everybody takes up a service
		for desk := firstDesk; desk < firstDesk+p.desks; desk += 2 {
			p.push(p.shift(d, desk), desk, web("app.planning.example", "198.18.6.1"), p.about(6_000_000, 0.9), 3_000_000)
		}
	}
	p.push(once(), firstDesk+9, web("upload.youtube.com", "198.18.6.2"), 2_700_000_000, 250_000_000) // a film of the fair
	p.push(once(), firstDesk+11, web("upload.tickets.vendor.example", "198.18.6.3"), p.about(350_000_000, 0.5), 350_000_000)
	p.send(once(), firstDesk+13, spot{"github.com", "198.18.6.4", 22, false, "ssh"}, p.about(60_000_000, 0.8), 900_000, 5*time.Minute)
	p.send(once(), firstDesk+15, spot{"", "198.18.6.5", 5938, false, ""}, p.about(40_000_000, 0.4), p.about(9_000_000, 0.4), 50*time.Minute) // remote support
	p.send(once(), firstDesk+17, web("speed.measure.speedtest.net", "198.18.6.6"), p.about(300_000_000, 0.3), p.about(700_000_000, 0.3), time.Minute)
	fresh := firstDesk + p.desks + 1 // a machine that is replaced: a new address, all files anew
	p.push(once(), fresh, web("plant-my.sharepoint.com", "198.18.3.3"), p.about(30_000_000_000, 0.3), 400_000_000)
	p.push(once(), plantShop, web("api.payments.example", "198.18.6.7"), p.about(20_000_000, 0.5), 900_000)
}
