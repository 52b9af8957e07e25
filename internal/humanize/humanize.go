// Package humanize writes numbers, sizes, durations and times the way people read
// them. Machines read case.json.
package humanize

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dwell/event"
)

// Count groups digits by thousands: "26,658,753".
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Bytes writes a size with decimal units, as disks are sold: "2.18 MB".
func Bytes(n int64) string {
	const step = 1000
	if n < step {
		return Count(n) + " B"
	}
	value, unit := float64(n), 0
	for value >= step && unit < len(units)-1 {
		value /= step
		unit++
	}
	return fmt.Sprintf("%.3g %s", value, units[unit])
}

var units = [...]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}

// Duration writes the two largest units: "2 days 3 hours", "41 seconds".
func Duration(d time.Duration) string {
	if d < 0 {
		return "-" + Duration(-d)
	}
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	rest := int64(d / time.Second)
	var parts []string
	for _, u := range [...]struct {
		seconds int64
		name    string
	}{{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}} {
		n := rest / u.seconds
		rest %= u.seconds
		if n == 0 {
			if len(parts) > 0 {
				break
			}
			continue
		}
		parts = append(parts, Plural(n, u.name))
		if len(parts) == 2 {
			break
		}
	}
	return strings.Join(parts, " ")
}

// Plural writes a count with its noun: "1 file", "2 files".
func Plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}

// Time writes an instant in the zone, to the second: "2020-04-30 00:12:33 UTC".
func Time(t event.Time, zone *time.Location) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.Std().In(zone).Format("2006-01-02 15:04:05 MST")
}

// Offset writes an offset from UTC in seconds as mails have it: "+0830".
func Offset(seconds int32) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// Line makes text from evidence safe for one line of a terminal: control
// characters, line breaks and direction overrides become visible escapes.
func Line(s string) string {
	clean := true
	for _, r := range s {
		if unsafe(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unsafe(r) {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unsafe reports whether a rune could move the cursor, colour the screen or
// reorder text: control (Cc) and format (Cf) characters and line separators.
func unsafe(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
}
