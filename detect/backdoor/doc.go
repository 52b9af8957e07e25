// Package backdoor answers: does a machine inside call somebody outside as a
// program of an intruder would? It finds calls that are too evenly spaced for
// people and chance (kind c2.beacon) and servers whose identity no ordinary
// service has (kind c2.identity), over the whole evidence, be it half an hour or
// two years.
//
// # What counts as one relation
//
// A pair is an inside source and a destination: an address with transport and
// port, or a DNS name from the Host header, the TLS server name or the target of
// a proxy's CONNECT, in which case the proxy itself is not the destination.
// Sensors are kept apart, so that a connection seen twice counts once. Names
// and addresses that turn out to be the same relation give one finding.
//
// When no pair of a machine with a registered domain has a rhythm, all of them are
// joined and judged once more (join.go): the names below the domain, and addresses
// without a name that a DNS lookup gave for one. That finds implants that call
// another address or another sub-domain each time.
//
// Of a machine of which nothing is known but what it asked DNS for, lookups stand for
// calls (lookup.go), and weigh less.
//
// # How it judges
//
// Package rhythm holds the tests for regularity and their nulls, weigh.go the
// weights of evidence of everything else: how few machines share the
// destination, whether it is new, certificates nobody vouches for, addresses
// nobody looked up, ports without a service, servers that never answer. Innocent
// explanations are negative weights, not a white list; monitoring.go has that of a
// machine that polls many places alike. No single fact reaches high severity.
//
// Of sources that cut conversations into slices (event.Connection.Slice), no
// rhythm below twice the slice is believed.
//
// # Memory
//
// A pair costs about 250 bytes with one contact, 300 with sixteen and 510 with 83
// (TestBytesPerPair, map included). From 256 distinct moments on it keeps sampled windows
// of time, 0.7 to 1.7 kB for what calls for weeks (TestBytesOfBusyPairs) and 3.3 kB at
// worst, and exact counts. Over pairs as networks have them,
// most of which are seldom used, the mean is 270 bytes where nothing has a name, 370
// where half has one and 430 where all has (TestBytesOfManyPairs): a name is a second
// pair, and what was said at the handshake is kept with it. Config.MaxKeys bounds
// the pairs; beyond it pairs are sampled by hash and the finding says so. Joining
// domains adds nothing to the state: it is done in the end, one domain at a time.
// Contacts of public sources with private destinations are inbound and not kept.
// Open connections are left to the detector of long connections until they are
// closed; their requests and handshakes, which are logged again and again, name the
// destination and show who answers there, and are never counted twice.
//
// The package must not import other detectors or readers.
package backdoor
