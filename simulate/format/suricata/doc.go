// Package suricata writes lines of eve.json as the intrusion detection system Suricata
// writes them, for the event types flow, dns, http, tls, fileinfo, alert and smtp: one
// struct and one method of Writer for each.
//
// The version imitated is Suricata 6.0, which still writes DNS in its version 2 style,
// with the outputs of its own suricata.yaml and the fields that the structs name.
// Sources: "Eve JSON Format" (docs.suricata.io), and of Suricata's source the files
// src/output-json*.c, rust/src/jsonbuilder.rs and rust/src/dns/log.rs. real_test.go
// compares the lines with a real eve.json of that version.
//
// The zero value of a field means that the event has no such key, unless its comment
// says otherwise. Bytes are those of whole frames, headers included, see FrameBytes.
//
// Known differences from real logs:
//   - The answers of a lookup are grouped by type in the order in which the types first
//     come; Suricata's order is that of a hash table.
//   - pcap_cnt is never written: it counts the packets of a file that was read, and
//     these are events of a live sensor.
//   - Where community_id stands in fileinfo is taken from the other events.
//
// Later versions add keys (7: pkt_src behind proto) and change DNS (8: version 3).
//
// The package must not know scenarios, hold state, clock or chance, or import anything
// of dwell.
package suricata
