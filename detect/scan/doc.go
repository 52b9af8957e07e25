// Package scan answers one question: did a machine inside try many machines or
// ports inside without getting an answer?
//
// It counts, per source and sensor, the attempts that failed (no answer, or
// refused) at addresses nearby (private ones, or in the source's own /16 or /48)
// and how many different targets (address and port) they had, by linear counting
// (K.-Y. Whang et al., "A Linear-time Probabilistic Counting Algorithm", 1990) in
// a bitmap of 8,192 bits: within about 3 % up to 10,000 targets, and a lower bound
// beyond 60,000. Ordinary machines fail at a handful of targets.
//
// ATT&CK: network service discovery, T1046.
//
// Memory: 1.3 kB per source that failed at least once; beyond a share of
// Config.MaxKeys sources are sampled by hash (package fold).
package scan
