package postgres

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// The forms in which the server writes times: those of records with milliseconds,
// those of the beginning of a session without.
const (
	recordTime  = "2006-01-02 15:04:05.000 MST"
	sessionTime = "2006-01-02 15:04:05 MST"
)

// appendSessionID appends the beginning of the process and its PID in hexadecimal.
func appendSessionID(dst []byte, r *Record) []byte {
	dst = strconv.AppendInt(dst, r.Start.Unix(), 16)
	dst = append(dst, '.')
	return strconv.AppendInt(dst, int64(r.PID), 16)
}

// appendVirtual appends the virtual transaction, "3/155".
func appendVirtual(dst []byte, r *Record) []byte {
	dst = strconv.AppendInt(dst, int64(r.Backend), 10)
	dst = append(dst, '/')
	return strconv.AppendUint(dst, uint64(r.LocalTransaction), 10)
}

// appendDoubled appends s with every mark doubled.
func appendDoubled(dst []byte, s string, mark byte) []byte {
	for {
		i := strings.IndexByte(s, mark)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(append(dst, s[:i+1]...), mark)
		s = s[i+1:]
	}
}

// appendDoubledBytes is appendDoubled for bytes.
func appendDoubledBytes(dst, s []byte, mark byte) []byte {
	for {
		i := bytes.IndexByte(s, mark)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(append(dst, s[:i+1]...), mark)
		s = s[i+1:]
	}
}

// appendMillis appends a duration as the server writes those of statements, in
// milliseconds with three decimals.
func appendMillis(dst []byte, d time.Duration) []byte {
	return appendThousandths(dst, d.Microseconds())
}

// appendSeconds appends a duration in seconds with three decimals.
func appendSeconds(dst []byte, d time.Duration) []byte {
	return appendThousandths(dst, d.Milliseconds())
}

func appendThousandths(dst []byte, n int64) []byte {
	dst = strconv.AppendInt(dst, n/1000, 10)
	return appendPadded(append(dst, '.'), int(n%1000), 3)
}

// appendPadded appends n with leading zeros.
func appendPadded(dst []byte, n, width int) []byte {
	for limit := 10; width > 1; width, limit = width-1, limit*10 {
		if n < limit {
			dst = append(dst, "000000000"[:width-1]...)
			break
		}
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

// printable replaces what is no printable ASCII by question marks, as the server does
// with the name of an application.
func printable(s string) string {
	clean := func(c byte) bool { return c >= ' ' && c <= '~' }
	for i := range len(s) {
		if !clean(s[i]) {
			b := []byte(s)
			for j, c := range b {
				if !clean(c) {
					b[j] = '?'
				}
			}
			return string(b)
		}
	}
	return s
}
