package exfil

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// theft is one way of taking data from the plant.
type theft struct {
	name string
	to   string // destination that a finding must name
	host int
	take func(p *plant, host int, from int)
}

// thefts are unlike those of grid_test.go in sizes, hours and ways out.
func thefts() []theft {
	hour := func(d int, h float64) time.Duration {
		return time.Duration(d)*day + time.Duration(h*float64(time.Hour))
	}
	return []theft{
		{"3 GB in a night, TLS to an address", "192.0.2.11", firstDesk + 20, func(p *plant, host, from int) {
			p.push(hour(from, 2.5), host, spot{"", "192.0.2.11", 443, false, "ssl"}, 3_000_000_000, 300_000_000)
		}},
		{"9 MB an hour for a week, a new name", "driftwood.example", firstDesk + 22, func(p *plant, host, from int) {
			for h := range 7 * 24 {
				p.push(hour(from, float64(h)+0.3), host, web("static.driftwood.example", "192.0.2.12"), p.about(9_000_000, 0.5), 9_000_000)
			}
		}},
		{"1 GB in 60 days, seen for 14", "lanternfish.example", firstDesk + 24, func(p *plant, host, from int) {
			for d := range 14 {
				p.push(hour(from+d, 1+p.r.Float64()*21), host, web("api.lanternfish.example", "192.0.2.13"), p.about(17_000_000, 0.6), 6_000_000)
			}
		}},
		{"150 MB of the file server in an evening, FTP", "192.0.2.14", plantFiles, func(p *plant, host, from int) {
			p.push(hour(from, 19.2), host, spot{"", "192.0.2.14", 21, false, "ftp-data"}, 150_000_000, 50_000_000)
		}},
		{"700 MB to a file sharing service", "mega.co.nz", firstDesk + 26, func(p *plant, host, from int) {
			p.push(hour(from, 12), host, web("gfs270n.userstorage.mega.co.nz", "192.0.2.15"), 700_000_000, 30_000_000)
		}},
		{"25 MB by curl, an archive", "192.0.2.16", firstDesk + 28, func(p *plant, host, from int) {
			c := p.send(hour(from, 15), host, spot{"", "192.0.2.16", 80, false, "http"}, 25_100_000, 900, 20*time.Second)
			p.batch.WebRequests = append(p.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: p.ref(), UID: c.UID, Endpoints: c.Endpoints,
				Method: "POST", Host: "192.0.2.16", URI: "/u/kunden.zip", UserAgent: "curl/8.4.0", RequestBytes: 25_000_000})
		}},
		{"800 MB over five nights, SSH", "hinterland.example", firstDesk + 30, func(p *plant, host, from int) {
			for d := range 5 {
				p.push(hour(from+d, 23.4), host, spot{"v7.hinterland.example", "192.0.2.17", 22, false, "ssh"}, 160_000_000, 160_000_000)
			}
		}},
		{"500 MB in datagrams", "cloudlet.example", plantShop, func(p *plant, host, from int) {
			p.push(hour(from, 4), host, spot{"q.cloudlet.example", "192.0.2.18", 443, true, "quic"}, 500_000_000, 100_000_000)
		}},
		{"300 MB to a raw port", "192.0.2.19", firstDesk + 32, func(p *plant, host, from int) {
			p.push(hour(from, 3), host, spot{"", "192.0.2.19", 9001, false, ""}, 300_000_000, 20_000_000)
		}},
		{"90 MB to a machine with a dynamic name", "kim.duckdns.org", firstDesk + 34, func(p *plant, host, from int) {
			p.push(hour(from, 21.5), host, spot{"kim.duckdns.org", "192.0.2.20", 8443, false, "ssl"}, 90_000_000, 20_000_000)
		}},
		{"16 parts of 50 MB", "parcelpost.example", firstDesk + 36, func(p *plant, host, from int) {
			for i := range 16 {
				p.send(hour(from, 2+float64(i)/20), host, web("in.parcelpost.example", "192.0.2.21"), 50_003_000, 40_000, 30*time.Second)
			}
		}},
		{"40 MB in a lunch break, a new name", "fernweh.example", firstDesk + 38, func(p *plant, host, from int) {
			p.push(hour(from, 12.4), host, web("up.fernweh.example", "192.0.2.22"), 40_000_000, 40_000_000)
		}},
	}
}

// yield is what became of the thefts of some plants.
type yield struct {
	medium, top           map[string]int // thefts told at medium and above, and of these among the first three
	falseMedium, falseTop int            // other findings at medium, and above
	hostDays              int
}

// heldOut investigates plants, each with one theft.
func heldOut(t *testing.T, first, seeds, days, from int, all []theft) yield {
	y := yield{medium: map[string]int{}, top: map[string]int{}}
	for seed := range seeds {
		p := newPlant(uint64(first+seed), 60, days)
		p.life()
		whole := len(p.batch.Connections)
		tls, web := len(p.batch.TLSSessions), len(p.batch.WebRequests)
		for i, x := range all {
			x.take(p, x.host, from)
			y.count(t, investigate(t, detecttest.Estate("172.20.0.0/16"), []event.Batch{p.batch}), x, i == 0)
			p.batch.Connections, p.batch.TLSSessions, p.batch.WebRequests = p.batch.Connections[:whole], p.batch.TLSSessions[:tls], p.batch.WebRequests[:web]
		}
		y.hostDays += days * (60 + 5 + cameras + phones)
	}
	return y
}

// count takes one plant's findings in; those about anything but the theft are the same
// with every theft, and counted with one.
func (y *yield) count(t *testing.T, found []finding.Finding, x theft, others bool) {
	told := false
	for i, f := range found {
		if f.Severity < finding.Medium {
			break // they are ranked
		}
		switch {
		case slices.Contains(f.Values(finding.Destination), x.to):
			if !told {
				told = true
				y.medium[x.name]++
				if i < 3 {
					y.top[x.name]++
				}
			}
			t.Logf("%s: %s %.2f, rank %d %v", x.name, f.Severity, f.Score, i+1, f.Parts)
		case others:
			t.Logf("other: %s %s %.2f %v", f.Severity, f.Title, f.Score, f.Parts)
			if f.Severity > finding.Medium {
				y.falseTop++
			} else {
				y.falseMedium++
			}
		}
	}
}

// What was never used to choose a weight: every theft is told at medium or above, and
// what a company does besides is above medium less than once in 1,000 days of a machine,
// the goal being once a day. What seeds 0 to 5 showed was mended by argument; others are
// fresh: DWELL_SEED=500 DWELL_GRID=10 go test ./detect/exfil -run TestHeldOut -v
func TestHeldOut(t *testing.T) {
	const perThousandMedium, perThousandAbove = 5, 1
	seeds := 1
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds); err != nil {
		seeds = 1 // a short form; the figures of one seed vary
	}
	first := 0
	if _, err := fmt.Sscan(os.Getenv("DWELL_SEED"), &first); err != nil {
		first = 0
	}
	all := thefts()
	y := heldOut(t, first, seeds, 35, 18, all)
	var b strings.Builder
	for _, x := range all {
		fmt.Fprintf(&b, "\n%-48s of %d: medium and above %d, among the first three %d", x.name, seeds, y.medium[x.name], y.top[x.name])
		if y.medium[x.name] < seeds {
			t.Errorf("%s: at least medium in %d of %d", x.name, y.medium[x.name], seeds)
		}
	}
	per := func(n int) float64 { return 1000 * float64(n) / float64(y.hostDays) }
	t.Logf("%s\nothers in %d host-days: %d medium (%.1f per 1,000), %d above (%.2f)", b.String(), y.hostDays, y.falseMedium, per(y.falseMedium), y.falseTop, per(y.falseTop))
	if per(y.falseMedium) > perThousandMedium || per(y.falseTop) > perThousandAbove {
		t.Error("more than are allowed")
	}
}
