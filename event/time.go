package event

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// Zone says how the offset from UTC of a time is known.
type Zone uint8

// The ways in which an offset is known. The zero value means that there is no
// time at all.
const (
	ZoneNone    Zone = iota // the record carries no usable time
	ZoneUTC                 // the format defines UTC, or epoch seconds
	ZoneStated              // the record states its offset
	ZoneAssumed             // the record states none; the reader had to assume one
)

// Precision is the finest unit that the source wrote.
type Precision uint8

// The precisions, finest last.
const (
	PrecisionUnknown Precision = iota
	PrecisionDay
	PrecisionMinute
	PrecisionSecond
	PrecisionMilli
	PrecisionMicro
	PrecisionNano
)

// Time is an instant with what the source said about it. The zero Time is "no time".
type Time struct {
	Nanos     int64 // nanoseconds since 1970-01-01T00:00:00Z
	Offset    int32 // seconds east of UTC, as stated or assumed
	Zone      Zone
	Precision Precision
}

// At returns the Time of t, taking t's own offset as stated by the source.
func At(t time.Time, p Precision) Time {
	_, offset := t.Zone()
	return Time{Nanos: t.UnixNano(), Offset: int32(offset), Zone: ZoneStated, Precision: p}
}

// UTC returns the Time that lies n nanoseconds after the Unix epoch.
func UTC(n int64, p Precision) Time {
	return Time{Nanos: n, Zone: ZoneUTC, Precision: p}
}

// IsZero reports whether there is no time.
func (t Time) IsZero() bool { return t.Zone == ZoneNone }

// Std returns the instant in UTC.
func (t Time) Std() time.Time { return time.Unix(0, t.Nanos).UTC() }

// Local returns the instant at the offset that the source used.
func (t Time) Local() time.Time {
	return time.Unix(0, t.Nanos).In(time.FixedZone("", int(t.Offset)))
}

// Before reports whether t lies before o. A zero Time is before nothing.
func (t Time) Before(o Time) bool { return !t.IsZero() && (o.IsZero() || t.Nanos < o.Nanos) }

// After reports whether t lies after o. A zero Time is after nothing.
func (t Time) After(o Time) bool { return !t.IsZero() && (o.IsZero() || t.Nanos > o.Nanos) }

// Sub returns t-o.
func (t Time) Sub(o Time) time.Duration { return time.Duration(t.Nanos - o.Nanos) }

// Compare orders instants; zero Times come first. Equal instants are ordered by
// the remaining fields, so that a sort has one result.
func (t Time) Compare(o Time) int {
	if t.IsZero() != o.IsZero() {
		if t.IsZero() {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(t.Nanos, o.Nanos); c != 0 {
		return c
	}
	if c := cmp.Compare(t.Offset, o.Offset); c != 0 {
		return c
	}
	if c := cmp.Compare(t.Zone, o.Zone); c != 0 {
		return c
	}
	return cmp.Compare(t.Precision, o.Precision)
}

// timeLayout is RFC 3339 with microseconds, the form of every time in case.json.
const timeLayout = "2006-01-02T15:04:05.000000Z07:00"

// String returns RFC 3339 in UTC with microseconds, or "" for no time.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.Std().Format(timeLayout)
}

// Clock returns the time for sentences, in UTC to the second, or "" for no time.
func (t Time) Clock() string {
	if t.IsZero() {
		return ""
	}
	return t.Std().Format("2006-01-02 15:04:05 UTC")
}

// MarshalJSON writes RFC 3339 in UTC with microseconds, or null.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Time) UnmarshalJSON(b []byte) error {
	if string(b) == "null" || string(b) == `""` {
		*t = Time{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("time %s: %w", b, err)
	}
	parsed, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return fmt.Errorf("time %q: %w", s, err)
	}
	*t = UTC(parsed.UnixNano(), PrecisionMicro)
	return nil
}

// Span is the interval from the first to the last of a set of times.
type Span struct {
	First Time `json:"first"`
	Last  Time `json:"last"`
}

// Add widens the span to hold t; a zero Time changes nothing.
func (s *Span) Add(t Time) {
	if t.IsZero() {
		return
	}
	if s.First.IsZero() || t.Compare(s.First) < 0 {
		s.First = t
	}
	if s.Last.IsZero() || t.Compare(s.Last) > 0 {
		s.Last = t
	}
}

// Merge widens the span to hold o.
func (s *Span) Merge(o Span) {
	s.Add(o.First)
	s.Add(o.Last)
}
