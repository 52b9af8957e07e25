// Package attachment answers: did a mail bring something that runs (kind
// mail.attachment)?
//
// # How it counts
//
// Every part of every mail is judged by its bytes (package filetype), its names, the
// members of archives and disk images (package archive) and what a file does when it is
// opened (package active, and below it hangul, program, shortcut and compound for single
// formats). Whatever lies in an attachment is judged in the same way, archives within
// archives and objects within documents (examine.go). Archives and documents that are
// locked are opened with the passwords that this mail, its thread or its sender gives
// (package unlock), and with no others but the one that Excel itself tries: nothing is
// guessed. Members of zip archives are tried at once; of RAR, 7z, Office and PDF the whole
// file is kept until all mails are read (vault.go, closed.go, opening.go), because to make
// a key of a password takes up to a tenth of a second. A part that runs, or hides what it
// is, is kept under its SHA-256 with the mails that brought it: the same file to many is
// one finding. Nothing is executed, nothing written.
//
// # How it judges
//
// The weights of trait.go: the most telling thing that runs, and what it is
// disguised as. Macro documents and archives with passwords arrive in some offices
// every day, so each such kind is weighed against how many different ones this
// mailbox gets. Whether the sender is familiar is the question of another detector;
// an incident joins the two by message and recipient. What files say of their maker
// (author, machine, language, time of compilation) are clues for the attribution, all
// of them free to plant.
//
// Signatures, lists of patches and cards (S/MIME, PGP, .patch, .ics, .vcf,
// winmail.dat) run nothing and are not reported.
//
// # Memory
//
// A kept attachment takes about 4 kB, up to 6 kB more for an archive whose password is
// not known yet, and 400 bytes for each of at most 32 mails; passwords take up to 1 kB
// for each sender and thread that gives any. Attachments, passwords and mailboxes are
// bounded by Config.MaxKeys and sampled by hash. Locked files take up to 32 bytes for each
// of Config.MaxKeys (64 MB) in all; beyond that, archives and then those of lower hash are
// kept. Keys of passwords take at most 40 seconds of a run. While it is judged, one mail unpacks at
// most 32 MiB and has at most 128 MiB looked through.
//
// Sources: MITRE ATT&CK T1566.001, T1204.002, T1036.002, T1036.007, T1027.006,
// T1553.005. The package must not import other detectors or readers.
package attachment
