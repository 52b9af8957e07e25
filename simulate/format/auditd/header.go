package auditd

import (
	"strconv"
	"time"
)

// Unset is the login identity and session of processes that belong to no login.
const Unset uint32 = 1<<32 - 1

// Header is what all lines of an event have in common.
type Header struct {
	Node   string // with name_format set in auditd.conf; empty writes no node
	Time   time.Time
	Serial uint64 // rising within a boot
	Names  *Names // nil writes the raw form
}

// Names resolves the numbers of an enriched log. Both functions must give an empty string for numbers they do not
// know.
type Names struct {
	User  func(uid uint32) string
	Group func(gid uint32) string
}

// begin writes [node=N ]type=T msg=audit(SECONDS.MMM:SERIAL): and a blank.
func (h *Header) begin(dst []byte, kind string) []byte {
	if h.Node != "" {
		dst = append(dst, "node="...)
		dst = append(dst, h.Node...)
		dst = append(dst, ' ')
	}
	dst = append(dst, "type="...)
	dst = append(dst, kind...)
	dst = append(dst, " msg=audit("...)
	ms := h.Time.UnixMilli()
	dst = strconv.AppendInt(dst, ms/1000, 10)
	fraction := ms % 1000
	dst = append(dst, '.', byte('0'+fraction/100), byte('0'+fraction/10%10), byte('0'+fraction%10), ':')
	dst = strconv.AppendUint(dst, h.Serial, 10)
	return append(dst, "): "...)
}

// end ends a line that has nothing to enrich.
func end(dst []byte) []byte { return append(dst, '\n') }

// appendNumber writes a label, which ends with =, and a decimal number.
func appendNumber(dst []byte, label string, n uint32) []byte {
	return strconv.AppendUint(append(dst, label...), uint64(n), 10)
}

func appendHex(dst []byte, label string, n uint64) []byte {
	return strconv.AppendUint(append(dst, label...), n, 16)
}

func appendString(dst []byte, label, s string) []byte {
	return append(append(dst, label...), s...)
}
