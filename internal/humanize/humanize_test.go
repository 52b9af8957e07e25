package humanize_test

import (
	"testing"
	"time"

	"dwell/event"
	"dwell/internal/humanize"
)

func check(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCount(t *testing.T) {
	check(t, humanize.Count(0), "0")
	check(t, humanize.Count(999), "999")
	check(t, humanize.Count(1000), "1,000")
	check(t, humanize.Count(26658753), "26,658,753")
	check(t, humanize.Count(-1234), "-1,234")
}

func TestBytes(t *testing.T) {
	check(t, humanize.Bytes(999), "999 B")
	check(t, humanize.Bytes(2181167), "2.18 MB")
	check(t, humanize.Bytes(31850555), "31.9 MB")
	check(t, humanize.Bytes(1<<62), "4.61 EB")
}

func TestDuration(t *testing.T) {
	check(t, humanize.Duration(0), "0s")
	check(t, humanize.Duration(41*time.Second), "41 seconds")
	check(t, humanize.Duration(51*time.Hour), "2 days 3 hours")
	check(t, humanize.Duration(time.Hour+time.Second), "1 hour")
	check(t, humanize.Duration(-time.Minute), "-1 minute")
}

func TestTime(t *testing.T) {
	check(t, humanize.Time(event.Time{}, time.UTC), "unknown")
	check(t, humanize.Time(event.UTC(1588206741530000000, event.PrecisionMicro), time.UTC), "2020-04-30 00:32:21 UTC")
}

func TestOffset(t *testing.T) {
	check(t, humanize.Offset(30_600), "+0830")
	check(t, humanize.Offset(-12_600), "-0330")
	check(t, humanize.Offset(0), "+0000")
}

func TestLineShowsWhatATerminalWouldObey(t *testing.T) {
	check(t, humanize.Line("회원 정보"), "회원 정보")
	check(t, humanize.Line("a\x1b[31mb"), `a\x1b[31mb`)
	check(t, humanize.Line("gpj\u202eexe.scr"), `gpj\u202eexe.scr`)
	check(t, humanize.Line("two\nlines"), `two\nlines`)
}
