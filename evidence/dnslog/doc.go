// Package dnslog reads the logs in which resolvers write what they were asked: the query
// log of BIND 9 (category queries), dnsmasq with log-queries (Pi-hole writes the same) and
// Unbound with log-queries or log-replies; in files of their own or through syslog.
//
// BIND ("Administrator Reference Manual", logging categories and channels):
//
//	26-Nov-2026 08:00:00.123 queries: info: client @0x7f3a 10.0.0.5#53124 (www.example.com): query: www.example.com IN A +E(0)K (10.0.0.1)
//
// dnsmasq (dnsmasq.8, --log-queries, with "extra" a serial number and the client before
// each message):
//
//	Nov 26 08:00:00 dnsmasq[123]: query[A] www.example.com from 10.0.0.5
//	Nov 26 08:00:00 dnsmasq[123]: reply www.example.com is 198.51.100.7
//
// Unbound (unbound.conf.5, log-queries, log-replies, log-tag-queryreply):
//
//	[1795680000] unbound[123:0] info: 10.0.0.5 www.example.com. A IN
//	[1795680000] unbound[123:0] info: 10.0.0.5 www.example.com. A IN NOERROR 0.012 0 45
//
// A query becomes a lookup of which only the question is known; a reply one of which only
// the answer is (event.LookupPart). Unbound's replies hold no addresses.
//
// Times of syslog carry no year: it is taken from the file's own time of change, and the
// notes say so. Times without a zone are taken for UTC.
//
// The package must not import detectors or other readers.
package dnslog
