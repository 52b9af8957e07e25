// Package trait reduces a mail to what tells its writer's habits from those of
// others: which fields his program writes and how, how he writes himself, and which
// way his mail takes. Not what he says: an impostor has read that.
//
// A trait is a number: which kind of habit it is, and a hash of the value. The kinds
// stand in three groups, after H. Gascon et al., "Reading Between the Lines:
// Content-Agnostic Detection of Spear-Phishing Emails" (DIMVA 2018):
//
//   - composition: the program that wrote the mail (names, spelling and order of the
//     fields, shapes of Message-ID, boundary, date and addresses, MIME tree, charset);
//   - behaviour: the writer (whom, when, how he greets, quotes, signs and attaches);
//   - transport: the way (relays, networks, signatures, zone, results of the checks
//     that the receiver made).
//
// Fields that lists and receiving servers add are the same for all writers and are
// left out. Names and addresses in Received lines are generalized: digits go, hosts
// become one letter. What comes and goes by itself is left out as well: the fields of MIME,
// which some programs write only where a text is not plain ASCII, from the order of the
// fields, versions from the names of systems and from last lines, the padding of days.
//
// Besides the traits there are the small words of the text (SmallWords): no matter what
// he writes about, a writer has his own mixture of them.
//
// The package imports events, the comparison of addresses, registered domains (package
// entity) and the common hash only.
package trait
