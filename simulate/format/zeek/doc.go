// Package zeek writes log lines as the network monitor Zeek writes them: one struct
// and one writer per stream, in the tab-separated encoding with its header, in JSON,
// and in the JSON that sensors stream to a collector.
//
// The version imitated is Zeek 6.0, the long-term release of 2023, with the script
// site/local.zeek that it ships. Sources: the log reference of docs.zeek.org/en/v6.0.9,
// and of Zeek's own source the ASCII log writer, its two formatters, ODesc (escapes),
// modp_numtoa (decimals), UID, json_escape_utf8 and the scripts below scripts/base and
// scripts/policy that define the columns. real_test.go compares the columns with real
// logs of that version.
//
// What is optional. The zero value of every field means that the field is not set:
// "-" in a table, no key in JSON. A number, truth or length of time whose zero is a
// value of its own has a type that tells the two apart (Count, Bool, Interval, Double);
// fields that Zeek always writes have plain Go types. A text that is there and empty,
// written "(empty)" in a table, is the constant Empty; a list that is there and empty
// is a slice of no elements that is not nil.
//
// Known differences from real logs:
//   - Sets are written in the order given; Zeek's order is that of a hash table.
//   - JSON numbers have the fewest digits that give the same float64 back, and of two
//     such the nearer. RapidJSON, which Zeek uses, sometimes takes the other; in the real
//     logs that the tests read, only where the times of a capture begin at 0.
//   - A text of one NUL byte cannot be written, because Empty takes its place.
//   - Header and footer name the given times in their own zone; Zeek uses the sensor's.
//
// The package must not know scenarios, hold state, clock or chance, or import anything
// of dwell.
package zeek
