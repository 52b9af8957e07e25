// Package sensor turns facts into evidence: each sensor sees its part of what
// happens, and writes the log that the real program would have written. What a
// sensor does not see, or loses, is in no file; what it does write of an attack is
// noted, record by record, for the answer sheet.
//
// A sensor is given one day after the other, each in the order of time.
package sensor
