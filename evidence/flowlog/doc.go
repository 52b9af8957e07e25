// Package flowlog holds what the readers of flow logs (evidence/vpcflow,
// evidence/nfdump, evidence/argus) have in common: cutting tables into lines under
// headers, pairing records of one direction into conversations, deciding who is the
// client, estimating payload, and inferring how long a record may last.
//
// # Two directions, one conversation
//
// NetFlow, IPFIX and the flow logs of clouds write one record per direction. Two
// records of opposite direction of one sensor whose starts lie no further apart than
// one slice (below) are one connection. What finds no partner within one file is handed
// over alone: the bytes of the other way are then Unknown, and 0 only where the record
// itself shows that nobody answered (a refusal, or connection attempts without payload).
// The halves of a conversation that lie in two files get the same client and the same
// UID, so that sums over them are right. A Ref points at the client's record, or at the
// only one.
//
// # Who is the client
//
// In this order: TCP flags (a SYN without ACK comes from the client); what flags said of
// an earlier record of the same file; ports, where they are of different kinds (below 1024, known
// services, other ports up to 32767, the ephemeral ports above: the lower kind serves);
// the end that is the sensor's own interface; the end with a private address when the
// other has none; the earlier start; the lower port serves; the lower address calls.
//
// # Slices
//
// Such sensors cut a conversation into records of at most one aggregation interval
// (cloud) or active timeout (router). Its length is taken from the longest record among
// the first 50,000 of a file, rounded up to the intervals that are in use; where no
// record comes near any of them the usual one of the source is assumed. The file's notes
// say which. A rhythm shorter than twice the slice cannot be seen in such a file.
//
// # Payload
//
// Records count packets and bytes with IP headers. Payload is estimated as bytes less
// 20 bytes of IPv4 (40 of IPv6) and 20 of TCP (8 of UDP) for each packet. TCP options
// and IP extension headers count as payload: a bulk transfer over Ethernet with TCP
// timestamps is estimated 0.8 % too large.
//
// # Memory
//
// A file keeps up to 50,000 records until its slice is known, and at most 131,072
// records that wait for their partner, about 60 MB together; whoever waits longest goes
// alone when there are more. Lines are parsed by all workers, pairing is sequential: the
// result depends neither on the number of workers nor on where blocks end.
//
// Sources: RFC 7011 and RFC 5103 (biflows), RFC 6056 (ephemeral ports), IANA service
// names. The package must not know a single format.
package flowlog
