// Package attachment answers: did a mail bring something that runs (kind
// mail.attachment)?
//
// # How it counts
//
// Every part of every mail is judged by its bytes (package filetype), its name, the
// members of archives (package archive) and what a document does when it is opened
// (package active). A part that runs, or hides what it is, is kept under its
// SHA-256 with the mails that brought it: the same file to many is one finding.
//
// # How it judges
//
// The weights of weigh.go: the most telling thing that runs, and what it is
// disguised as. Macro documents and archives with passwords arrive in some offices
// every day, so each such kind is weighed against how many different ones this
// mailbox gets. Whether the sender is familiar is the question of another detector;
// an incident joins the two by message and recipient.
//
// Signatures, lists of patches and cards (S/MIME, PGP, .patch, .ics, .vcf,
// winmail.dat) run nothing and are not reported.
//
// # Memory
//
// A kept attachment takes about 2 kB and 400 bytes for each of at most 32 mails;
// attachments and mailboxes are bounded by Config.MaxKeys and sampled by hash.
//
// Sources: MITRE ATT&CK T1566.001, T1204.002, T1036.002, T1036.007, T1027.006,
// T1553.005. The package must not import other detectors, readers or the lake.
package attachment
