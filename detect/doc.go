// Package detect holds the detector contract and what every detector needs to
// keep it. One question each lives in a package below it; the packages do not
// know each other, nor any log format.
//
// # The contract
//
// A detector is a fold with commutative, mergeable, bounded state:
//
//   - Observe must give the same state whatever the order of the events.
//   - Merge must be associative and commutative with Observe: splitting a stream
//     into parts, observing them apart and merging gives the same findings, byte
//     for byte, as one pass. State therefore holds no floating-point sums;
//     integers, sets, extremes and bottom-k samples by hash obey the law.
//   - Snapshot and Restore carry the state over a restart.
//   - Findings must not change the state and must be deterministic.
//   - A batch belongs to the caller: copy what you keep.
//
// detecttest.Law checks all of this for every detector.
package detect
