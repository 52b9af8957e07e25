// Package zeek reads the logs of the Zeek network monitor: tab-separated with
// its header, without a header, and JSON in every spelling that Zeek, Corelight
// and the usual exporters give it, also mixed in one file.
//
// Both encodings are brought into one row of cells, and one function per log
// stream makes the event, so that the same record gives the same event whichever
// way it was written.
//
// Sources: "Zeek Log Formats and Inspection" and the log reference of the Zeek
// documentation (docs.zeek.org), base/frameworks/logging/writers/ascii.
//
// The package must not judge what a record means, and must not look at the name
// of a file.
package zeek
