// Package suricata reads EVE, the JSON log of the intrusion detection system
// Suricata: eve.json of versions 3 to 8, and the same events as Filebeat, Logstash
// or a syslog daemon pass them on.
//
// Each line is taken apart into cells, whatever order and nesting its keys have, and
// one function per type of event makes the event of the cells. Values keep to the
// vocabulary of Zeek's logs, so that the same traffic gives the same findings.
//
// A flow counts whole frames. What they carried is computed: bytes less the least
// headers of each packet (see payload.go), and is marked as an estimate. Every flow is
// written once, when Suricata forgets it, so none is marked as open.
//
// Alerts repeat the request or handshake that they are about. No second event is made
// of it: whether it has a record of its own cannot be known from the alert.
//
// Sources: "Eve JSON Format" and "DNS Logging Changes for 8.0" (docs.suricata.io); of
// Suricata's source src/output-json*.c, src/flow.c and the loggers below rust/src;
// the fields of Filebeat's Suricata module (elastic.co).
//
// The package must not judge what a record means, and must not look at the name of a
// file.
package suricata
