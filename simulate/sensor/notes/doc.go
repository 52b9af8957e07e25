// Package notes is texts that somebody found on machines and handed in, such as a
// demand for ransom. They lie in the evidence as they are: there is no format. It must
// not import other sensors.
package notes
