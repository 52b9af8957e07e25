package value

import (
	"bytes"
	"time"

	"dwell/event"
)

// Calendar reads a time as consoles write it for people, to the second and without a
// zone, which is then assumed to be UTC: 11/26/2026 8:00:00 AM (months first, as where
// clocks have twelve hours), 26/11/2026 08:00:00 and 26.11.2026 08:00:00 (days first),
// 2026-11-26 오전 8:00:00, and everything that Time reads.
func Calendar(b []byte) (event.Time, bool) {
	if t, ok := Time(b); ok {
		return t, true
	}
	numbers, half := parts(b)
	if numbers == nil {
		return event.Time{}, false
	}
	year, month, day := order(numbers, half)
	hour, minute, second := numbers[3], numbers[4], numbers[5]
	const noon = 12
	switch {
	case half != 0 && (hour < 1 || hour > noon), hour > 23, minute > 59, second > 60:
		return event.Time{}, false
	case half == 'p' && hour < noon:
		hour += noon
	case half == 'a' && hour == noon:
		hour = 0
	}
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > 31 {
		return event.Time{}, false
	}
	seconds := days(year, month, day)*86_400 + hour*3600 + minute*60 + second
	return event.Time{Nanos: seconds * int64(time.Second), Zone: event.ZoneAssumed, Precision: event.PrecisionSecond}, true
}

// parts returns the six numbers of a time in the order of writing, and 'a' or 'p' for
// the half of the day. A year stands first when it comes first.
func parts(b []byte) (numbers []int64, half byte) {
	const longest, count = 40, 6
	if len(b) > longest {
		return nil, 0
	}
	for _, word := range [][]byte{[]byte("오전"), []byte("AM"), []byte("am"), []byte("a.m.")} {
		if bytes.Contains(b, word) {
			half = 'a'
		}
	}
	for _, word := range [][]byte{[]byte("오후"), []byte("PM"), []byte("pm"), []byte("p.m.")} {
		if bytes.Contains(b, word) {
			half = 'p'
		}
	}
	inside := false
	for _, c := range b {
		if c-'0' > 9 {
			inside = false
			continue
		}
		if !inside {
			if len(numbers) == count {
				return nil, 0
			}
			numbers = append(numbers, 0)
			inside = true
		}
		const most = 9999
		if n := &numbers[len(numbers)-1]; *n <= most {
			*n = *n*10 + int64(c-'0')
		}
	}
	if len(numbers) == count-1 { // some write no seconds
		numbers = append(numbers, 0)
	}
	if len(numbers) != count {
		return nil, 0
	}
	return numbers, half
}

// order tells the three numbers of a date apart.
func order(n []int64, half byte) (year, month, day int64) {
	const longestMonth = 31
	switch {
	case n[0] > longestMonth:
		return n[0], n[1], n[2]
	case half != 0 && n[0] <= 12 || n[1] > 12:
		return n[2], n[0], n[1]
	}
	return n[2], n[1], n[0]
}
