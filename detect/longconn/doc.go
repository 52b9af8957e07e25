// Package longconn answers: which connections from inside to outside last, or
// lasted, far longer than such connections do here? A back door that stays
// connected makes no calls to count (kind c2.long-connection).
//
// # How it counts
//
// Connections of a minute or more are kept per source, destination and port.
// A connection that is still open is logged again and again: of records with one
// id the longest, and then the closed one, wins, so that a session of days counts
// once with its last totals. Two sensors that saw the same connection are kept
// apart; the one that saw more is reported. Flow logs cut a connection into slices
// (event.Connection, Slice): those of one id are added up and joined, as long as no gap
// between them is longer than two slices (flow.Conversation).
//
// # How it judges
//
// Long is relative: the share of closed connections of the same service in this
// evidence that lasted as long, and the share of the evidence that the connection
// covers. Then the weights of weigh.go: an unrecognised protocol on a port
// without a service, a certificate nobody vouches for, an address nobody looked
// up, how new and how common the destination is; against it stand services that
// stay connected by design (VPN, push, mail, remote administration, calls),
// vendors, and swarms of like connections from one machine (peer-to-peer).
//
// # Memory
//
// A pair with long connections costs about 700 bytes and 130 more for each of up
// to 16 of its longest connections; beyond 16 that are open at one time the
// shorter ones are left out of the totals. A connection in slices costs 200 bytes for one,
// 3.5 kB at most; half of Config.MaxKeys of them are kept, sampled by hash. Pairs, names and addresses are bounded
// by Config.MaxKeys and sampled by hash beyond it.
//
// The package must not import other detectors or readers.
package longconn
