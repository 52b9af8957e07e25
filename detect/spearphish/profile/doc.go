// Package profile keeps what is usual for each sender of mail and says how unusual
// one more mail is.
//
// # What is kept
//
// Of each sender, in 4 kB: the traits (package trait) that his mails showed, on how
// many days each, halved every 64 days of writing so that habits given up fade; how
// often something new of each kind came; how his last mails were judged. Days count,
// not mails: fifty patches of one evening say no more about habits than one. A trait
// that depends on the mail program or the relay is kept once more together with it.
// Besides, how many small words of each class he wrote.
//
// Of everybody, and of the senders of each domain: how many senders show a trait.
//
// # How it judges
//
// A trait weighs log10 of P(trait | anybody) / P(trait | sender). The second is the
// share of the sender's days with it, mixed with the chance of something new: how
// often this sender (and senders at large, "backing off") showed new values of the
// kind, more after a long silence, less when colleagues use the same relay, less
// again when the person does so under another address of the same name (person.go).
//
// The small words of a mail weigh how much better they fit everybody's mixture than the
// sender's (naive Bayes), as one more kind of behaviour.
//
// The kinds are then added up by group with weights, composition and behaviour
// together and transport apart. The worse group counts, and a part of both when both
// speak: who copies a true mail has the right composition, who holds the account the
// right way, and neither makes good for the other. What the sender's own last mails
// scored is taken off, which calibrates restless senders.
//
// Judging sees only the past: a mail is judged before it is learnt.
//
// Sources: Gascon et al., DIMVA 2018, for the groups; F. Mosteller and D. Wallace,
// "Inference and Disputed Authorship" (1964), for the small words; weights and rates of novelty
// were fitted by logistic regression, see weights.go. Of dwell the package imports
// trait and fold.
package profile
