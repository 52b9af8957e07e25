package exfil

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/entity"
	"dwell/finding"
)

// custom is something ordinary that begins in the middle of the evidence.
type custom struct {
	name string
	do   func(o *office, from int)
	most finding.Severity // that a finding about it may have
}

// customs are changes in what people do, none of them a theft.
func customs() []custom {
	daily := func(o *office, from int, do func(d int)) {
		for d := from; d < o.days; d++ {
			if !weekend(d) {
				do(d)
			}
		}
	}
	return []custom{
		{"nothing", func(*office, int) {}, finding.Medium},
		{"everybody takes up a new service", func(o *office, from int) {
			s := named("eu.app.collab.example", "192.0.2.60")
			for host := 1; host <= o.hosts; host++ {
				daily(o, from+o.random.IntN(6), func(d int) { o.transfer(o.hour(d), host, s, o.size(8e6, 1), o.size(12e6, 1)) })
			}
		}, finding.Medium},
		{"one person takes up a service for sharing files", func(o *office, from int) {
			s := named("www.wetransfer.com", "192.0.2.61")
			for d := from; d < o.days; d += 1 + o.random.IntN(5) {
				if !weekend(d) {
					o.transfer(o.hour(d), 3, s, o.size(40e6, 0.8), 300_000)
				}
			}
		}, finding.Medium},
		{"one department uploads to a new customer", func(o *office, from int) {
			s := named("portal.customer.example", "192.0.2.62")
			daily(o, from, func(d int) {
				for host := 4; host <= 6; host++ {
					o.transfer(o.hour(d), host, s, o.size(20e6, 1), 200_000)
				}
			})
		}, finding.Medium},
		{"a new backup in a cloud", func(o *office, from int) {
			s := named("s3.us-west.backblazeb2.com", "192.0.2.63")
			for d := from; d < o.days; d++ {
				o.transfer(time.Duration(d)*day+3*time.Hour, 7, s, o.size(800e6, 0.3), 900_000)
			}
		}, finding.Medium},
		{"a virtual private network", func(o *office, from int) {
			s := service{name: "vpn.partner.example", address: "192.0.2.64", port: 51820, udp: true}
			daily(o, from, func(d int) {
				o.transfer(o.hour(d), 8, s, o.size(90e6, 0.5), o.size(300e6, 0.5)).Duration = 6 * time.Hour
			})
		}, finding.Medium},
		{"calls every day", func(o *office, from int) {
			daily(o, from, func(d int) {
				for host := 1; host <= o.hosts; host += 2 {
					o.call(o.hour(d), host)
				}
			})
		}, finding.Medium},
		{"mail with large attachments", func(o *office, from int) {
			s := service{name: "smtp.post.example", address: "192.0.2.11", port: 587, proto: "smtp", plain: true}
			daily(o, from, func(d int) { o.transfer(o.hour(d), 9, s, o.size(60e6, 0.6), 5000) })
		}, finding.Medium},
		{"a mail server meets new partners", func(o *office, from int) {
			for d := range o.days {
				for i := range 12 {
					o.transfer(o.hour(d), 2, service{name: fmt.Sprintf("mx.partner%d.example", i+d/3), address: fmt.Sprintf("192.0.2.%d", 70+(i+d/3)%100), port: 25, proto: "smtp", plain: true}, o.size(3e6, 1.3), 5000)
				}
			}
		}, finding.Medium},
		{"telemetry after an update", func(o *office, from int) {
			for host := 1; host <= o.hosts; host++ {
				o.transfer(o.hour(from), host, named("v20.events.data.microsoft.com", "192.0.2.65"), o.size(30e6, 0.7), 90_000)
			}
		}, finding.Medium},
		{"a program shares files among strangers", func(o *office, from int) {
			for i := range 250 {
				s := service{address: fmt.Sprintf("%d.%d.%d.9", 101+i%70, i, i%250), port: uint16(20000 + o.random.IntN(40000)), udp: i%2 == 0}
				o.transfer(o.hour(from+i%min(7, o.days-from)), 14, s, o.size(15e6, 1), o.size(3e6, 1))
			}
		}, finding.Medium},
		{"a film is sent live", func(o *office, from int) {
			o.transfer(o.hour(from), 15, service{name: "live.stage.example", address: "192.0.2.67", port: 1935, proto: "rtmp", plain: true}, 2_400_000_000, 4_000_000).Duration = 2 * time.Hour
		}, finding.Medium},
		{"phones send photographs to a cloud", func(o *office, from int) {
			for host := 10; host <= 12; host++ {
				o.transfer(o.hour(from), host, named("content.icloud.com", "192.0.2.66"), o.size(600e6, 0.7), 900_000)
			}
		}, finding.Medium},
		{"a gigabyte in sixty days to a place used before", func(o *office, from int) {
			o.steal(0, o.days, int64(o.days)*17_000_000, habits()[2], to("", named("cdn.drop.example.net", dropAddress)))
		}, finding.Low},
		{"a gigabyte in sixty days more to a place that gets as much", func(o *office, from int) {
			o.steal(from, 60, 1_000_000_000, habits()[2], to("", named("up.agency.example", "192.0.2.31")))
		}, finding.Low},
	}
}

// company knows its own domain.
func company() *entity.Estate { return detecttest.Estate("10.0.0.0/24") }

// above are the findings above a severity.
func above(findings []finding.Finding, s finding.Severity) []finding.Finding {
	for i, f := range findings { // they are ranked
		if f.Severity <= s {
			return findings[:i]
		}
	}
	return findings
}

// TestQuiet is what ordinary months may give: nothing above medium, and where the same
// volume always went nothing above low.
func TestOrdinaryChangesRaiseNoAlarm(t *testing.T) {
	for i, c := range customs() {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(uint64(i), 16, 60)
			o.work()
			o.uploads()
			o.shares()
			c.do(o, 30)
			for _, f := range above(investigate(t, company(), o.stream()), c.most) {
				t.Errorf("%s %s %.2f %v", f.Severity, f.Title, f.Score, f.Parts)
			}
		})
	}
}

// TestQuietGrid prints the findings per thousand host-days of ordinary months:
// DWELL_GRID=5 go test ./detect/exfil -run TestQuietGrid -v
func TestQuietGrid(t *testing.T) {
	seeds := 0
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds); err != nil {
		t.Skip("a large table; DWELL_GRID is the number of offices in each cell")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nfindings per 1,000 host-days: medium, above medium\n")
	for _, c := range customs() {
		fmt.Fprintf(&b, "%-60s", c.name)
		for _, days := range []int{14, 60, 120} {
			medium, high, hostDays := 0, 0, 0
			worst := ""
			for seed := range seeds {
				o := newOffice(uint64(100+seed), 40, days)
				o.work()
				o.uploads()
				o.shares()
				c.do(o, days/2)
				found := investigate(t, company(), o.stream())
				high += len(above(found, finding.Medium))
				medium += len(above(found, finding.Low)) - len(above(found, finding.Medium))
				hostDays += days * o.hosts
				if len(found) > 0 && found[0].Severity > finding.Medium && worst == "" {
					worst = fmt.Sprint(found[0].Title, found[0].Score, found[0].Parts)
				}
			}
			per := func(n int) float64 { return 1000 * float64(n) / float64(hostDays) }
			fmt.Fprintf(&b, " %3d d: %5.2f %5.2f |", days, per(medium), per(high))
			if worst != "" {
				t.Log(c.name, worst)
			}
		}
		b.WriteString("\n")
	}
	t.Log(b.String())
}
