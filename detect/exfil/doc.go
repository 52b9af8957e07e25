// Package exfil answers: did a machine send out more than it ever did, to
// somewhere it never did? It adds up, over the whole evidence, the payload bytes
// that every inside machine sent to every outside destination (kind exfil.volume).
//
// # What is one destination
//
// A destination is the registered domain of the name that the machine used (TLS
// server name, Host header, target of a proxy), or that DNS gave, else the
// address. Two sensors that saw the same connection are kept apart and the one
// that saw more is taken. A connection that is still open is logged again and
// again: its last state counts, once. Slices of a connection (event.Connection, Slice)
// are added up, each at its own time; the largest transfer is then the largest slice.
//
// # How it judges
//
// past.go compares with the machine's own past: is the destination new, and if it
// is not, by how much does a cumulative sum (CUSUM, Page 1954) exceed what used to
// go there? weigh.go adds the weights of everything else: volume against all
// relations of the evidence, direction (the producer/consumer ratio of Bullard and
// Gerth 2014), packed files and transfer programs, servers without a name or with
// a certificate nobody vouches for, how many machines share the destination;
// against it stand vendors, backups, mail, calls and VPNs. Where the evidence is
// too short for a past, the sentence says so and only the rest is weighed. The
// terms follow Marchetti et al., "Analysis of high volumes of network traffic for
// Advanced Persistent Threat detection" (Computer Networks 109, 2016).
//
// # What it does not see
//
// What somebody outside pulls from a server inside is serving, not sending, and is
// not judged here. Bytes of a connection count where it begins. Names that share
// an address share its bytes, except behind a proxy.
//
// # Memory
//
// A pair that sent at least a byte costs about 450 bytes, 700 when it was used in
// ten quarters of a day and 2.5 kB when it sends all day for months (measured, map
// included); each of up to 16 long connections adds 140. Pairs, names and links
// are bounded by Config.MaxKeys and sampled by hash beyond it; the finding then
// says so.
//
// The package must not import other detectors, readers or the lake.
package exfil
