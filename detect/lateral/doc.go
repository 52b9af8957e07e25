// Package lateral answers one question: did a machine inside go on to another
// machine inside by means of administration, where nobody else does?
//
// It looks at answered connections of the protocols by which machines are
// administered and files dropped (SMB, WinRM, RDP, SSH, MS-RPC, VNC, Telnet, MS
// SQL), per source, destination and protocol over the whole evidence. Such
// connections are ordinary towards servers, which many machines use or which serve
// names, logons or time; they are rare between two machines of people, rarer with
// several protocols at once, and rarest when one pushes data to the other without
// ever having done so before. Each of these is a weight (log10 likelihood ratio).
//
// Logons over SSH tell whether somebody got in and after how many failures; files
// over SMB tell whether a program was put there. Attempts that were not answered are
// no step: package scan counts them.
//
// A connection that was still open when it was logged, perhaps several times, counts
// once, and only while no closed one of the pair is known; logons count as
// connections only where there are none.
//
// ATT&CK: lateral movement, T1021 and its sub-techniques.
//
// Memory: about 470 bytes per (source, destination, protocol, sensor); beyond
// Config.MaxKeys relations are sampled by hash (package fold). Pairs between which
// programs went take up to 1.5 kB each, an eighth of Config.MaxKeys at most. The same
// pair seen by several sensors counts once, by the sensor that saw the most.
package lateral
