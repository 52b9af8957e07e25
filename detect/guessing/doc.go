// Package guessing answers one question: did somebody try many passwords on a
// machine inside, and did one of them fit?
//
// It counts, per source and destination, the logons that failed and those that
// did not, as sensors and servers write them (Zeek ssh.log). A person mistypes a
// password a few times; who fails dozens of times within hours is guessing, or is a
// program with an old password, which fails day after day at the same pace and
// never gets in.
//
// Guesses from outside come to every machine that the Internet can reach, all day;
// they count only where one fitted.
//
// ATT&CK: brute force, password guessing, T1110.001.
//
// Memory: about 400 bytes per source and destination; beyond a share of
// Config.MaxKeys pairs are sampled by hash (package fold).
package guessing
