// Package event is the vocabulary of dwell: one plain struct per kind of event
// that a log or a mailbox can hold, the time it happened, and the Ref that leads
// back to the bytes it was read from.
//
// Everything to the right of the readers (detectors, incidents, reports) speaks
// only these types, never a log format. Names follow Zeek and the Elastic Common
// Schema for fields and OCSF for classes of events.
//
// The package owns no behaviour beyond comparing and formatting. It imports the
// standard library only.
package event
