// Package origin reads from a mail the marks of where it was written: the offset of
// its Date, charset labels, the program and its language, headers of webmail and of
// scripts, names of machines and private addresses that programs give away, relays,
// and words. Detectors hand them on as clues of a finding; package attribution says
// how common each is and what else may explain it. A mark names nobody, and all but
// what a server adds cost nothing to plant.
//
// Sources: RFC 5322 (Date, Message-ID), RFC 5321 section 4.4 (Received), RFC 3282
// (Content-Language, Accept-Language), tzdata for Asia/Pyongyang, PHP's mail.add_x_header,
// and for words the publications named beside them. The package is a helper of
// detectors and imports no detector.
package origin
