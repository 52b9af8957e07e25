// Package rita answers: how would RITA v5 score these relations? It claims nothing
// of its own. Users of RITA see its score beside dwell's weight of evidence, over the
// part of the evidence that RITA would judge: the last 24 hours. It runs only when
// asked for.
//
// Source: the behaviour of activecm/rita v5.1.1 as published (documentation, tests
// and their expectations; GPL-3.0). The arithmetic is in package formula. docs/rita.md
// says what is reproduced and what is not.
//
// # What is scored
//
// Pairs of an inside source and an outside address, and of an inside source and a name:
// the Host header, a CONNECT request's included, or the TLS server name, wherever the
// connection leads, for a proxy stands mostly inside. A connection in which several
// names were asked for belongs to the first. Addresses whose connections belong to a name
// that is itself a candidate are left out. Inside is what the estate says. Registered
// domains are scored for the names below them.
//
// # Memory
//
// The end of the window is known only at the end, so connections are kept by pair and
// hour, 40 bytes each, for keepHours before the newest time seen; older ones are dropped
// every sweepHours. That is about two days of connections, whatever the length of the
// evidence: 5 M a day are 350 MB. A pair that had more than formula.StrobeFrom in one hour
// keeps counts only, for a strobe has no beacon score. Requests cost 40 bytes each.
// A pair that fell silent keeps 150 bytes. Config.MaxKeys bounds pairs, names, client
// signatures and domains each; beyond it they are sampled by hash.
//
// What is dropped lies before any window that later events can open, so dropping never
// shows in the scores, whatever the order.
package rita
