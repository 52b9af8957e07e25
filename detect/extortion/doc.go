// Package extortion answers: who demands money under a threat, how much, until
// when, where to, and is the demand about this company (kind mail.extortion)?
//
// # How it counts
//
// Every mail, note and turn of a chat is searched for the statements that make up
// an extortion (package cue). One that holds a demand and a threat or a claim is
// kept as a letter with its wallets (package wallet), sums (package money), time
// limits (package deadline), contacts and traces of origin. In a note or a chat
// every statement is kept. Letters that share a wallet, a contact, a sender or a
// thread are one finding; further mails of the same sender join its timeline.
//
// # How it judges
//
// The weights of weigh.go add up what is claimed, threatened and demanded. Mass
// sextortion, which says the same to millions and knows nothing of the company,
// loses most of its weight; so do mails of lists and long texts, which are news.
//
// # Memory
//
// A letter takes about 1 kB, a sender 60 bytes for each of at most 48 mails. Both
// are bounded by Config.MaxKeys and sampled by hash beyond it.
//
// Sources: MITRE ATT&CK T1657 (Financial Theft, extortion) and T1486; the public
// collections named in package cue. The package must not import other detectors,
// readers or the lake.
package extortion
