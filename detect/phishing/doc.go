// Package phishing answers: which mails claim to be from somebody whom they are not
// from, and lead their reader somewhere (kind mail.phishing)?
//
// # How it counts
//
// Of each mail it is asked whom it says it is from (claim.go): an organisation of the
// table of package brand in the name of the sender, the subject, the pictures, the links
// and the lines of copyright; the recipient's own organisation or its help desk; or an
// organisation that no table knows, whose links it borrows. Then, where it really comes
// from (source.go): domain of the sender, envelope, signatures, the receiver's checks.
// Then, where it leads (aim.go): links with what they show, forms, answers, telephones,
// pages as files. And what it asks for (package ask). Each answer is a clue of clue.go.
// Mails of one shape (claim, sender's domain, target, clues) are one letter; what the
// evidence holds of each sender's domain is counted besides (history.go).
//
// # How it judges
//
// The weights of the clues add up. The sender's history speaks for it: a domain that
// wrote ordinary mails on several days for two weeks, or that somebody here wrote to.
// Letters that share a target or a sender and the claim are one campaign, and one finding.
//
// Mass phishing reaches everybody every day: however clear it is, a finding stays low,
// and the heaviest ten of a day are above info. It is medium where somebody here wrote
// to the sender afterwards. What makes an incident of it is a machine that later calls
// the target, whose domain is an entity of the finding for that; recipients are none.
//
// # Memory
//
// A letter takes some 1 kB (a twentieth of Config.MaxKeys at most), a domain 150 bytes (a
// quarter). Both are sampled by hash beyond that. The table of brands and the phrases take
// 1 MB for each worker.
//
// Sources: PiMRef (arXiv 2507.15393, 2025) for the idea that claimed identity against
// true domain and a call to action make a phishing mail; MITRE ATT&CK T1566.002, T1566.001
// and T1566.003. The package must not import other detectors or readers.
package phishing
