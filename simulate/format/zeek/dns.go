package zeek

import "time"

// DNS is a line of dns.log: a query with its answer, or either alone.
type DNS struct {
	TS  time.Time // of the query, or of the answer when no query was seen
	UID string
	ID
	Proto          string
	TransID        Count
	RTT            Interval // unset when there was no answer, and of most failures
	Query          string
	QClass         Count  // 1
	QClassName     string // C_INTERNET
	QType          Count
	QTypeName      string // A, AAAA, PTR, "*" for ANY
	RCode          Count
	RCodeName      string // NOERROR, NXDOMAIN
	AA, TC, RD, RA bool
	Z              uint64
	Answers        []string        // addresses, names, "TXT 11 v=spf1 -all"
	TTLs           []time.Duration // one for each answer
	Rejected       bool            // the answer says an error and answers nothing

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// DNSWriter writes dns.log.
type DNSWriter struct{ stream }

// NewDNSWriter returns a writer of dns.log.
func NewDNSWriter(o Options) *DNSWriter {
	return &DNSWriter{newStream("dns", connectionColumns+"proto enum, trans_id count, rtt interval, query string, "+
		"qclass count, qclass_name string, qtype count, qtype_name string, rcode count, rcode_name string, "+
		"AA bool, TC bool, RD bool, RA bool, Z count, answers vector[string], TTLs vector[interval], rejected bool", o)}
}

// Append appends the line of a record.
func (w *DNSWriter) Append(dst []byte, d *DNS) []byte {
	r := w.begin(dst, d.TS, d.WriteTS)
	r.text(d.UID)
	r.id(&d.ID)
	r.text(d.Proto)
	r.count(d.TransID)
	r.interval(d.RTT)
	r.text(d.Query)
	r.count(d.QClass)
	r.text(d.QClassName)
	r.count(d.QType)
	r.text(d.QTypeName)
	r.count(d.RCode)
	r.text(d.RCodeName)
	r.flag(d.AA)
	r.flag(d.TC)
	r.flag(d.RD)
	r.flag(d.RA)
	r.number(d.Z)
	r.texts(d.Answers)
	r.intervals(d.TTLs)
	r.flag(d.Rejected)
	return r.end()
}
