// Package guessing answers one question: did somebody try many passwords, and did one of
// them fit?
//
// # What it counts
//
// Per source, destination and port, the logons that failed and those that did not, as
// sensors and servers write them (SSH, Kerberos, NTLM over SMB and others), and of which
// accounts. Of Kerberos only what a wrong password or an unknown or locked account
// gives counts as failed (RFC 4120, section 7.5.9); the demand for proof with which every
// logon begins does not. RDP tells nobody whether a password fitted: there, connections
// that exchange keys and end at once count as tries, long ones as sessions.
//
// # How it judges
//
// All that one source tried is one claim: a person mistypes a password a few times; who
// fails dozens of times within hours, or with the names of many accounts (spraying),
// is guessing, or is a program with an old password, which fails day after day at the
// same pace and with the same account, or is a machine on which many people log on, which
// get in as well. Many sources outside that got into the same machine are one claim too.
//
// At services of mail (Microsoft 365, IMAP, POP, SMTP), which name no machine of their own,
// telephones fail with old passwords for hours, offices stand behind one address, and the
// Internet tries all names it knows: only who fails with many accounts and gets in, or
// fails fast with one from where nobody had logged on, is told of. Package account says what
// became of the mailbox.
//
// Guesses from outside come to every machine that the Internet can reach, all day;
// they count only where one fitted. They are told of here, and of nothing else.
//
// ATT&CK: password guessing T1110.001, password spraying T1110.003.
//
// # Memory
//
// About 700 bytes per source, destination, port and sensor, 2 kB where many accounts were
// tried; a sixteenth of Config.MaxKeys at most, beyond it pairs are sampled by hash
// (package fold). Failures are kept by day, on a ring of 64 days.
package guessing
