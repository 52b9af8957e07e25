// Package dnsanswer answers: did answers of DNS bring data in (kind c2.dns-answer)?
//
// Whoever owns a domain may answer with any text: commands, scripts, a program in pieces.
// A channel that only receives asks for few names, again and again, so the names show
// nothing (package dnstunnel judges those); the texts do.
//
// # What it counts
//
// Answers in text (TXT, SPF), in types that no ordinary program asks for (NULL, private
// and unassigned ones; RFC 1035, section 3.3; RFC 6895) and in types that hold keys, for
// each client and registered domain (public suffix list): the 256 distinct texts with the
// smallest hashes, each with its length, what it is made of and the known form it has
// (exact up to 256, a uniform sample beyond); how many names were asked and how often one
// of them gave something new; servers, hours, first, last and largest record. Of the
// texts of one answer, only those that are encoded, unreadable or commands count for its
// length.
//
// # How it judges
//
// The named weights of weigh.go: what the texts are made of, how much of it there is,
// texts that change under one name (a mailbox), names that give one piece each (a file),
// texts as long as fit, odd types, every hour, few clients, novelty. Against it: records
// of mail authentication (RFC 7208, 6376, 7489, 8461, 8460, BIMI), tokens that prove who
// owns a domain (RFC 8555), announcements of services (RFC 6762, 6763), keys, the version
// of a server, antivirus and reputation services, known vendors, the company's own zones.
// A known form excuses only what does not change, tokens only where they are few, and
// keys of mail only where they are keys: anybody can write "v=DKIM1" before his data. One text alone is no channel and never more than low.
//
// What devices announce by multicast DNS stays on their own network. It is told in one
// finding for all of them, as information, where it looks like data: other tools warn of
// it, and who looks for it shall find what it is.
//
// # Limits
//
// Not seen: data in answers that are addresses or names; a few short texts, or texts
// spread over very many domains; pieces that are each dressed as a public key of mail
// under a name of its own; a channel that most machines have. Zeek writes no content of
// NULL and private types: such answers are only counted. DNS over HTTPS or TLS shows
// nothing. Where only a resolver was seen, the machine behind it is not known.
//
// # Memory
//
// About 800 bytes for a client and domain with one text, 13 kB at most
// (BenchmarkMemory); at most a thirty-second of Config.MaxKeys of them, beyond which
// domains are sampled by hash (package fold), each with all its clients.
//
// The package must not import other detectors or readers.
package dnsanswer
