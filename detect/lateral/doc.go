// Package lateral answers one question: did a machine inside go on to another
// machine inside by means of administration, where nobody else does?
//
// # What it looks at
//
// Answered connections of the protocols by which machines are administered and files
// dropped (SMB, WinRM, RDP, SSH, MS-RPC, VNC, Telnet, MS SQL), per source, destination
// and protocol over the whole evidence. What was done over them, where the sensor says so:
// services, tasks, WMI, DCOM, the registry, administrative shares, named pipes (deed.go),
// programs that were put there (programs.go). And as whom: accounts, tickets, NTLM, the
// name that the client gave itself (use.go). Attempts that were not answered are no step:
// package scan counts them; logons that failed: package guessing.
//
// # How it judges
//
// Each fact is a weight (log10 likelihood ratio, weigh.go and whom.go). Connections are
// ordinary towards servers, which many machines use the same way (to open a folder there is
// not to work on it) or which serve names, logons or time; they are rare between two
// machines of people, and rarest when one pushes data or runs
// something without ever having done so. Machines that administer many (monitoring,
// backup, distribution of software, scanners, jump hosts) make no server of what they
// use, and what they do on several machines on several days is what they are for.
//
// Beside the findings of pairs there are those of a machine that turned to many at once
// (fanout.go), that copied the accounts of the domain (replication.go), or that asked for
// tickets for many services at once (roast.go).
//
// A connection that was still open when it was logged, perhaps several times, counts
// once with its newest totals, and is told from the closed one by the sensor's id, as
// long as it is among the 16 longest of its relation. One that had just begun (a minute
// at most) counts only while no other of the relation is known; logons count as
// connections only where there are none.
//
// What clients say of themselves over RDP and NTLM (keyboard layout, name) are traces of
// origin where they are not what is usual here (desk.go). They cost nothing to plant and
// weigh nothing: the finding carries them for the attribution of the case.
//
// ATT&CK (version 18.1): T1021 and its sub-techniques, T1569.002, T1053.005, T1047,
// T1112, T1570, T1003.002, T1003.006, T1558.003.
//
// # Memory
//
// About 490 bytes per (source, destination, protocol, sensor), and 24 (40 while it is
// open) for each of the 16 longest connections of a minute and more; beyond Config.MaxKeys
// relations are sampled by hash (package fold). An eighth of Config.MaxKeys at most, each:
// pairs between which programs went, up to 1.5 kB; deeds (source, destination, deed,
// sensor), 450 bytes; accounts in use (account, source, place, method), 600 bytes;
// pairs whose clients named themselves, 250 to 600 bytes. The same
// pair seen by several sensors counts once, by the sensor that saw the most.
package lateral
