// Package scan answers one question: did a machine try many machines or ports in vain?
//
// # What it counts
//
// Attempts that failed (no answer, or refused), and connections that carried nothing
// either way, as probes do. For each source and sensor, at addresses nearby (private ones,
// or in the source's own /16 or /48): how many different targets (address and port) and
// machines, by the smallest hashes (K. Beyer et al., "On Synopses for Distinct-Value
// Estimation Under Multiset Operations", 2007): exactly up to 512, within about 5 %
// beyond; which of the targets answered at other times; the ports; the days. For each
// source, at addresses far away, the same on the ports that worms and bots look for. For
// each destination, what came from far away.
//
// # How it judges
//
// Ordinary machines fail at a handful of targets. A slow scan tries each target about
// once, however many days it takes; a scanner that somebody installed comes back to the
// same ones, and so does a server that looks after machines which are switched off at
// times: those answer at other times. Who scans outward looks for the same few ports on
// many machines; a program that shares files fails at as many ports as machines, and is
// left alone. What the Internet tries on machines inside is told in one sentence.
//
// # Limits
//
// An inside machine that looks for web servers (80, 443) outside is not told from a
// browser. Which of several addresses behind one translated address scans is not seen.
//
// ATT&CK: network service discovery T1046, remote system discovery T1018, active
// scanning T1595.001.
//
// # Memory
//
// About 500 bytes per source (and port, outside) or destination that saw an attempt fail,
// 6 kB at most where there are hundreds of targets; each of the three maps takes a
// thirty-second of Config.MaxKeys keys at most and samples by hash beyond it (package fold).
package scan
