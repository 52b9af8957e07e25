package value_test

import (
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence/value"
)

func at(t *testing.T, rfc3339 string) int64 {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339Nano, rfc3339)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.UnixNano()
}

func TestTime(t *testing.T) {
	const hour = 3600
	for _, c := range []struct {
		text      string
		means     string
		offset    int32
		zone      event.Zone
		precision event.Precision
	}{
		{"2020-04-30T00:06:39Z", "2020-04-30T00:06:39Z", 0, event.ZoneUTC, event.PrecisionSecond},
		{"2020-04-30t00:06:39z", "", 0, 0, 0}, // a small t is not written by sensors
		{"2020-04-30T00:06:39z", "2020-04-30T00:06:39Z", 0, event.ZoneUTC, event.PrecisionSecond},
		{"2020-04-30T00:06:39.8Z", "2020-04-30T00:06:39.8Z", 0, event.ZoneUTC, event.PrecisionMilli},
		{"2020-04-30T00:06:39.824370Z", "2020-04-30T00:06:39.82437Z", 0, event.ZoneUTC, event.PrecisionMicro},
		{"2020-04-30 00:06:39,8243701", "2020-04-30T00:06:39.8243701Z", 0, event.ZoneAssumed, event.PrecisionNano},
		{"2020-04-30T00:06:39.1234567899Z", "2020-04-30T00:06:39.123456789Z", 0, event.ZoneUTC, event.PrecisionNano},
		{"2020-04-30T00:06:39.", "2020-04-30T00:06:39Z", 0, event.ZoneAssumed, event.PrecisionSecond},
		{"2020-04-30T09:06:39+0900", "2020-04-30T00:06:39Z", 9 * hour, event.ZoneStated, event.PrecisionSecond},
		{"2020-04-30T09:06:39+09:00", "2020-04-30T00:06:39Z", 9 * hour, event.ZoneStated, event.PrecisionSecond},
		{"2020-04-29T20:36:39-03:30", "2020-04-30T00:06:39Z", -3*hour - hour/2, event.ZoneStated, event.PrecisionSecond},
		{"2020-04-30T09:06:39+09", "2020-04-30T00:06:39Z", 9 * hour, event.ZoneStated, event.PrecisionSecond},
		{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", 0, event.ZoneUTC, event.PrecisionSecond},
		{"2261-12-31T23:59:59Z", "2261-12-31T23:59:59Z", 0, event.ZoneUTC, event.PrecisionSecond},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", 0, event.ZoneUTC, event.PrecisionSecond}, // a leap second

		{"", "", 0, 0, 0},
		{"2020-04-30", "", 0, 0, 0},
		{"2020-04-30T00:06:3", "", 0, 0, 0},
		{"2020/04/30T00:06:39Z", "", 0, 0, 0},
		{"2020-04-30_00:06:39Z", "", 0, 0, 0},
		{"1969-12-31T23:59:59Z", "", 0, 0, 0},
		{"2262-01-01T00:00:00Z", "", 0, 0, 0},
		{"2020-00-30T00:06:39Z", "", 0, 0, 0},
		{"2020-13-30T00:06:39Z", "", 0, 0, 0},
		{"2020-04-32T00:06:39Z", "", 0, 0, 0},
		{"2020-04-30T24:06:39Z", "", 0, 0, 0},
		{"2020-04-30T00:60:39Z", "", 0, 0, 0},
		{"2020-04-30T00:06:61Z", "", 0, 0, 0},
		{"2020-04-30T00:06:x9Z", "", 0, 0, 0},
		{"2020-04-30T00:06:39 KST", "", 0, 0, 0},
		{"2020-04-30T00:06:39+9", "", 0, 0, 0},
		{"2020-04-30T00:06:39+09:", "", 0, 0, 0},
		{"2020-04-30T00:06:39+09:0", "", 0, 0, 0},
		{"2020-04-30T00:06:39+09:60", "", 0, 0, 0},
		{"2020-04-30T00:06:39+16:00", "", 0, 0, 0},
		{"2020-04-30T00:06:39+09:00Z", "", 0, 0, 0},
	} {
		got, ok := value.Time([]byte(c.text))
		if c.means == "" {
			if ok {
				t.Errorf("%q was taken for a time: %+v", c.text, got)
			}
			continue
		}
		want := event.Time{Nanos: at(t, c.means), Offset: c.offset, Zone: c.zone, Precision: c.precision}
		if !ok || got != want {
			t.Errorf("%q: %+v, %v; want %+v", c.text, got, ok, want)
		}
	}
}

func TestEveryDayBeginsWhereTheLibrarySays(t *testing.T) {
	last := time.Date(2261, 12, 31, 0, 0, 0, 0, time.UTC)
	for day := time.Unix(0, 0).UTC(); !day.After(last); day = day.AddDate(0, 0, 1) {
		got, ok := value.Civil([]byte(day.Format(time.DateTime)), '-')
		if !ok || got != day.Unix() {
			t.Fatalf("%s: %d, %v; want %d", day.Format(time.DateOnly), got, ok, day.Unix())
		}
	}
}

func TestADayBeyondTheMonthIsOneOfTheNext(t *testing.T) {
	got, ok := value.Civil([]byte("2023/02/31T00:00:00"), '/')
	if want := time.Date(2023, 3, 3, 0, 0, 0, 0, time.UTC).Unix(); !ok || got != want {
		t.Errorf("%d, %v; want %d", got, ok, want)
	}
}

func TestFraction(t *testing.T) {
	for text, want := range map[string]struct {
		nanos  int64
		digits int
	}{
		"": {0, 0}, "Z": {0, 0}, "5": {5e8, 1}, "000001 ": {1000, 6}, "123456789": {123456789, 9},
		"9999999999999999999999": {999999999, 22},
	} {
		if nanos, digits := value.Fraction([]byte(text)); nanos != want.nanos || digits != want.digits {
			t.Errorf("%q: %d, %d; want %+v", text, nanos, digits, want)
		}
	}
}

// What both take for a time, both take for the same.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2020-04-30T00:06:39.824370Z", "2020-04-30 00:06:39,8+0900", "2020-04-30T09:06:39-15:59", "2020-04-30T00:06:39+"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, ok := value.Time(b)
		want, err := time.Parse(time.RFC3339Nano, string(b))
		if !ok || err != nil {
			return
		}
		if _, east := want.Zone(); got.Nanos != want.UnixNano() || int(got.Offset) != east {
			t.Errorf("%q: %+v, want %v", b, got, want)
		}
	})
}
