// Package extortion answers: who demands money under a threat, how much, until
// when, where to, and is the demand about this company (kind mail.extortion)?
//
// # How it counts
//
// Every mail, note and turn of a chat is searched for the statements that make up
// an extortion (package cue). One that holds a demand and a threat or a claim is
// kept as a letter with its wallets (package wallet), sums (package money), time
// limits (package deadline), contacts, records shown and traces of origin (package
// origin). In a note or a chat every statement is kept. Letters that share a wallet,
// a contact, a sender or a thread are one finding; further mails of the same sender
// join its timeline, which tells how the demand went on (negotiation.go).
//
// # How it judges
//
// The weights of weigh.go add up what is claimed, threatened and demanded. Four
// classes are told apart: targeted data extortion, ransom notes, mass sextortion,
// which says the same to millions, knows nothing of the company and is only told of,
// and begging for a bounty. Mails of lists, long texts, news and advice lose weight.
// Records that are shown, in the text or in the files that come with it (package table),
// are compared with the company's member tables where some are given (packages people
// and entity/members).
//
// # Memory
//
// A letter takes about 1 kB and 16 bytes for each of at most 512 records shown, a
// sender 70 bytes for each of at most 48 mails, and some 300 for those that may be
// part of a negotiation. Both are bounded by Config.MaxKeys and sampled by hash
// beyond it.
//
// Sources: MITRE ATT&CK T1657 (Financial Theft, extortion) and T1486; the public
// collections named in package cue. The package must not import other detectors
// or readers.
package extortion
