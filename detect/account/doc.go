// Package account answers: is a mailbox account used by somebody else than its owner
// (kind mail.account-misuse)?
//
// # How it counts
//
// Per account: on which days and at which hours it was used; from which networks with
// which software (a place); how much was read, synchronised and deleted each day; what
// was done that an intruder does (rules, forwarding, rights, consents); which mails it
// sent, to whom. Per network: which accounts were used from there, and at which ones
// passwords failed. The facts come from audit logs (event.MailboxAction, event.Logon),
// logs of mail servers (event.MailTransfer), and the mails themselves: copies of sent
// mails, and mails between colleagues. Mails are joined by their Message-ID: who logged
// the sender's address need not be who logged the recipients.
//
// Nothing is decided while reading. At the end each account is held against its own past,
// as far as a log of that kind was kept (mailboxes hold years, audit logs months), and
// against its colleagues, who also tell how often people turn up elsewhere. Accounts of
// other domains are judged where a log of few of them was handed in: a private mailbox.
//
// # How it judges
//
// People travel, buy telephones, and work at night: a new network and new software speak
// for somebody else by how seldom the account had any before, and never make a finding
// alone. What has to come with them is a consequence: rules that hide mail, forwarding,
// reading or deleting out of measure, mails to people whom the account never wrote to
// (recipient sets, Ho et al. 2019), guessed passwords, software of scripts, or the same
// foreign network in several accounts. A consequence alone, without a foreign place, counts
// as what ordinary life makes of it: a mail merge, a cleaned mailbox, an assistant, a program
// of the company's, a telephone with an old password.
//
// Geography is not known offline: networks are /24 and /16 of IPv4, /48 and /32 of IPv6.
//
// # Memory
//
// About 750 bytes per place, 1 to 12 kB per account, 150 to 500 bytes per mail sent. Places
// and mails are bounded by an eighth and a half of Config.MaxKeys; beyond it accounts are
// sampled whole (package fold), so that what is known of one is complete, and findings
// say so.
//
// Sources: Ho et al., "Detecting and Characterizing Lateral Phishing at Scale", USENIX
// Security 2019 (the likelihood of a set of recipients by those of the past; the measure
// here, Jaccard's similarity, is ours); Microsoft, "Use MailItemsAccessed to investigate compromised accounts" and
// "Responding to a compromised email account"; MITRE ATT&CK T1078, T1114.002, T1114.003,
// T1564.008, T1098.002, T1110, T1534. Weights are judgement where weigh.go gives no source.
//
// The package must not import other detectors or readers.
package account
