// Package spearphish answers: does somebody use a familiar name from an unfamiliar
// address, or a familiar address in another hand or from another place (kind
// mail.impersonation)?
//
// # How it counts
//
// For every address: when it first wrote and first was written to, under which
// names, with which mail programs, at which offsets from UTC, through which relays
// and networks, to whom. For every person's name: its addresses. Of every mail a
// trace: its traits (package trait) and the few words that a finding needs. Nothing is
// decided while reading, because the order of the evidence says nothing. At the end the
// traces are put in the order of time, and each is judged by what came before it
// (package profile).
//
// # How it judges
//
// A mail from a familiar address is held against the habits of its sender in
// composition, behaviour and transport; the worst side counts. That the receiver
// verified the domain, that the relay is the usual one and that colleagues use it
// speaks for the sender.
//
// A person is familiar when several mails came from an address of that name, or
// when somebody here wrote to it. A letter under that name from another address is
// no rarity: people have private addresses, and companies move. What speaks for the
// same person is the same hand, zone, relay or organisation, and that others
// here write to the new address. What speaks against is that none of these agrees,
// an address that is easily taken for the true one, failed authentication, replies
// led elsewhere, and something to open. The provider's own verdict is read where it
// stands above the sender's lines. The weights stand in weights.go.
//
// Lists, notifications with people's names ("Jane Doe via Docs") and addresses that
// write under many names are no impersonation. A company that moved is said to have.
//
// Ten findings of a day are above info, the heaviest (budget.go).
//
// # Memory
//
// An address takes 0.5 to 4 kB, a letter 500 bytes of it; a message 24 bytes; a trace
// 550 bytes, 250 of them traits. All are bounded by Config.MaxKeys (traces by half of
// it) and sampled by hash beyond it. While findings are concluded a profile takes 4 kB
// for each sender besides.
//
// Sources: Gascon et al., DIMVA 2018 (transport and composition traits); Ho et al.,
// USENIX Security 2017 (familiar name, unfamiliar address; alert budget); measured base
// rates in weights.go. MITRE ATT&CK T1566.001 and T1566.002. The package must not import
// other detectors or readers.
package spearphish
