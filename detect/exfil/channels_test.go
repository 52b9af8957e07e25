package exfil

import (
	"fmt"
	"time"

	"dwell/event"
)

// to is a channel that leads to one service.
func to(name string, s service, found ...string) channel {
	return channel{name: name, to: found, send: func(o *office, when time.Duration, _ int, out int64) {
		o.transfer(when, 1, s, out, 2000+out/400)
	}}
}

const dropAddress = "198.51.100.7"

// channels are the ways out to somewhere new.
func channels() []channel {
	return []channel{
		to("TLS, a name and a certificate in order", named("cdn.drop.example.net", dropAddress), "example.net"),
		to("TLS to a bare address", service{address: dropAddress, port: 443, proto: "ssl"}, dropAddress),
		to("SSH", service{name: "host.drop.example.net", address: dropAddress, port: 22, proto: "ssh", plain: true}, "example.net"),
		to("SMTP", service{name: "mx.drop.example.net", address: dropAddress, port: 587, proto: "smtp", plain: true}, "example.net"),
		to("QUIC", service{name: "q.drop.example.net", address: dropAddress, port: 443, udp: true, proto: "quic"}, "example.net"),
		to("UDP to a bare address", service{address: dropAddress, port: 40000, udp: true}, dropAddress),
		to("raw TCP", service{address: dropAddress, port: 4782}, dropAddress),
		{name: "FTP", to: []string{"example.net"}, send: func(o *office, when time.Duration, i int, out int64) {
			o.transfer(when, 1, service{name: "ftp.drop.example.net", address: dropAddress, port: 21, proto: "ftp", plain: true}, 600, 900)
			o.transfer(when, 1, service{name: "ftp.drop.example.net", address: dropAddress, port: uint16(40000 + i%2000), proto: "ftp-data", plain: true}, out, 0)
		}},
		{name: "CONNECT to a proxy", to: []string{"example.net"}, send: func(o *office, when time.Duration, _ int, out int64) {
			c := o.send(when, 1, "10.0.0.250:3128", out, 2000+out/400)
			c.Service = "http"
			o.batch.WebRequests = append(o.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID, Endpoints: c.Endpoints,
				Method: "CONNECT", URI: "drop.example.net:443", Host: "drop.example.net:443"})
		}},
		{name: "twenty addresses of one network", to: []string{"198.51.100.20"}, send: func(o *office, when time.Duration, i int, out int64) {
			o.transfer(when, 1, service{address: fmt.Sprintf("198.51.100.%d", 20+i%20), port: 443, proto: "ssl"}, out, 2000+out/400)
		}},
		{name: "twenty hosts of one domain", to: []string{"example.net"}, send: func(o *office, when time.Duration, i int, out int64) {
			o.transfer(when, 1, named(fmt.Sprintf("n%d.drop.example.net", i%20), fmt.Sprintf("198.51.100.%d", 20+i%20)), out, 2000+out/400)
		}},
		{name: "three bare addresses at once", to: []string{"198.51.100.7", "203.0.114.8", "192.0.3.9"}, send: func(o *office, when time.Duration, i int, out int64) {
			o.transfer(when, 1, service{address: []string{"198.51.100.7", "203.0.114.8", "192.0.3.9"}[i%3], port: 443, proto: "ssl"}, out, 2000+out/400)
		}},
		to("a bucket of its own in a cloud that all use", named("drop-7.s3.amazonaws.com", "192.0.2.200"), "drop-7.s3.amazonaws.com"),
	}
}

// hidden are the ways out that look like what the company does anyway: what the logs
// show of them is no more than they show of ordinary work. TestGrid prints them, no
// test asks for them.
func hidden() []channel {
	return []channel{
		to("the cloud that half of the company uses", named("other.tenant.files.example", "192.0.2.10"), "files.example"),
		to("a place that the machine sends to anyway", named("up.agency.example", "192.0.2.31"), "agency.example"),
	}
}
