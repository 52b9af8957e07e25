package suricata

import (
	"net/netip"
	"strconv"
)

// DNSQuery is an event of type dns: a question.
type DNSQuery struct {
	Event
	ID             uint16
	RRName, RRType string // www.example.org, A
	TxID           uint64 // 0 for the first of the flow; always written
}

// AppendDNSQuery appends an event of type dns.
func (w *Writer) AppendDNSQuery(dst []byte, q *DNSQuery) []byte {
	dst = w.begin(dst, &q.Event, "dns")
	dst = q.appendCommon(dst)
	dst = append(dst, `,"dns":{"type":"query"`...)
	dst = appendNumber(dst, "id", uint64(q.ID))
	dst = appendText(dst, "rrname", q.RRName)
	dst = appendText(dst, "rrtype", q.RRType)
	dst = appendNumber(dst, "tx_id", q.TxID)
	dst = append(dst, '}')
	return w.end(dst)
}

// The bits of DNSAnswer.Flags. The lowest four are the code of the answer.
const (
	FlagQR = 1 << 15 // it is an answer
	FlagAA = 1 << 10
	FlagTC = 1 << 9
	FlagRD = 1 << 8
	FlagRA = 1 << 7
)

// DNSRecord is a resource record. Of types other than A, AAAA, CNAME, MX, PTR, NS and
// TXT Suricata 6 shows no data.
type DNSRecord struct {
	RRName, RRType string
	TTL            uint32
	Address        netip.Addr // of A and AAAA
	RData          string     // of the others
}

// DNSAnswer is an event of type dns: an answer. Its ends are those of the question.
type DNSAnswer struct {
	Event
	ID             uint16
	Flags          uint16
	RRName, RRType string // asked for
	Answers        []DNSRecord
	Authorities    []DNSRecord
}

// AppendDNSAnswer appends an event of type dns.
func (w *Writer) AppendDNSAnswer(dst []byte, a *DNSAnswer) []byte {
	dst = w.begin(dst, &a.Event, "dns")
	dst = a.appendCommon(dst)
	dst = append(dst, `,"dns":{"version":2,"type":"answer"`...)
	dst = appendNumber(dst, "id", uint64(a.ID))
	dst = append(appendKey(dst, "flags"), '"')
	dst = append(strconv.AppendUint(dst, uint64(a.Flags), 16), '"')
	dst = appendTrue(dst, "qr", a.Flags&FlagQR != 0)
	dst = appendTrue(dst, "aa", a.Flags&FlagAA != 0)
	dst = appendTrue(dst, "tc", a.Flags&FlagTC != 0)
	dst = appendTrue(dst, "rd", a.Flags&FlagRD != 0)
	dst = appendTrue(dst, "ra", a.Flags&FlagRA != 0)
	dst = appendText(dst, "rrname", a.RRName)
	dst = appendText(dst, "rrtype", a.RRType)
	dst = appendCode(dst, a.Flags)
	if len(a.Answers) > 0 {
		dst = appendRecords(dst, "answers", a.Answers)
		dst = appendGroups(dst, a.Answers)
	}
	if len(a.Authorities) > 0 {
		dst = appendRecords(dst, "authorities", a.Authorities)
	}
	dst = append(dst, '}')
	return w.end(dst)
}

func appendCode(dst []byte, flags uint16) []byte {
	names := [...]string{
		"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED",
		"YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE",
	}
	code := int(flags & 15)
	if code < len(names) {
		return appendText(dst, "rcode", names[code])
	}
	dst = append(appendKey(dst, "rcode"), '"')
	return append(strconv.AppendInt(dst, int64(code), 10), '"')
}

func appendRecords(dst []byte, key string, records []DNSRecord) []byte {
	dst = append(appendKey(dst, key), '[')
	for i := range records {
		r := &records[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		dst = appendText(dst, "rrname", r.RRName)
		dst = appendText(dst, "rrtype", r.RRType)
		dst = appendNumber(dst, "ttl", uint64(r.TTL))
		if r.hasData() {
			dst = r.appendData(appendKey(dst, "rdata"))
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendGroups appends the data of the answers by their types.
func appendGroups(dst []byte, records []DNSRecord) []byte {
	dst = append(appendKey(dst, "grouped"), '{')
	for i := range records {
		if !records[i].hasData() || seen(records[:i], records[i].RRType) {
			continue
		}
		dst = append(appendKey(dst, records[i].RRType), '[')
		for j := i; j < len(records); j++ {
			if r := &records[j]; r.hasData() && r.RRType == records[i].RRType {
				if j > i {
					dst = append(dst, ',')
				}
				dst = r.appendData(dst)
			}
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

// seen reports whether a record of the type has data.
func seen(records []DNSRecord, kind string) bool {
	for i := range records {
		if records[i].RRType == kind && records[i].hasData() {
			return true
		}
	}
	return false
}

func (r *DNSRecord) hasData() bool { return r.RData != "" || r.Address.IsValid() }

func (r *DNSRecord) appendData(dst []byte) []byte {
	if !r.Address.IsValid() {
		return appendString(dst, r.RData)
	}
	return append(appendIP(append(dst, '"'), r.Address), '"')
}
