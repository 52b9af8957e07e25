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
// ATT&CK: lateral movement, T1021 and its sub-techniques.
//
// Memory: about 420 bytes per (source, destination, protocol, sensor); beyond
// Config.MaxKeys relations are sampled by hash (package fold). The same pair seen
// by several sensors counts once, by the sensor that saw the most.
package lateral
