// Package nfdump reads the CSV that nfdump writes of NetFlow and IPFIX records
// (nfdump -o csv): the columns of 1.6 and 1.7 up to 1.7.4 (ts,te,td,sa,da,...) and those
// since (firstSeen,duration,proto,srcAddr,...), in any order and with any others, and
// the sums at its end.
//
// Pairing of both directions, the choice of the client, slices and payload are those of
// package evidence/flowlog; records that nfdump -b or -B has paired already, with bytes
// of the other way, are taken as they are, the client chosen anew. The router is the
// sensor. nfdump writes the local time of the machine it runs on, without its zone: UTC
// is assumed. Times without fractions of a second are corrected by the duration, which
// has them.
//
// Tables of sums by address, port or protocol (nfdump -s, -A) hold no conversations and
// are not read. Neither are nfdump's own binary files and its texts for people.
//
// Sources: nfdump(1) and src/output/output_csv.c of github.com/phaag/nfdump; RFC 7011.
package nfdump
