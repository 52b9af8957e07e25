// Package spearphish answers: does somebody use a familiar name from an unfamiliar
// address, or a familiar address from an unfamiliar place (kind mail.impersonation)?
//
// # How it counts
//
// For every address: when it first wrote and first was written to, under which
// names, with which mail programs, at which offsets from UTC, through which relays
// and networks, to whom. For every person's name: its addresses. Nothing is decided
// while reading, because the order of the evidence says nothing; only the first
// mails of each address, and the first of each new combination of program and
// offset, are kept as letters to be judged at the end, each against what was known
// before it.
//
// # How it judges
//
// A person is familiar when several mails came from an address of that name, or
// when somebody here wrote to it. A letter under that name from another address is
// no rarity: people have private addresses, and companies move. What speaks for the
// same person is the same program, zone, relay or organisation, and that others
// here write to the new address. What speaks against is that none of these agrees,
// an address that is easily taken for the true one, failed authentication, replies
// led elsewhere, and something to open. The weights stand in weigh.go.
//
// Lists, notifications with people's names ("Jane Doe via Docs") and addresses that
// write under many names are no impersonation.
//
// # Memory
//
// An address takes 0.5 to 4 kB, a letter 500 bytes of it; a message 24 bytes. All
// are bounded by Config.MaxKeys and sampled by hash beyond it.
//
// Sources: Gascon et al., DIMVA 2018 (transport and composition traits); Ho et al.,
// USENIX Security 2017 (familiar name, unfamiliar address); measured base rates in
// weigh.go. MITRE ATT&CK T1566.001 and T1566.002. The package must not import other
// detectors, readers or the lake.
package spearphish
