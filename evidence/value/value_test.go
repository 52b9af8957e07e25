package value_test

import (
	"fmt"
	"strings"
	"testing"

	"dwell/evidence/value"
)

func TestWhole(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "007": 7, "999999999999999999": 999_999_999_999_999_999,
		"": -1, "-1": -1, "+1": -1, "1.0": -1, "1e3": -1, " 1": -1, "1000000000000000000": -1, "１": -1,
	} {
		n, ok := value.Whole([]byte(text))
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("%q: %d, %v; want %d", text, n, ok, want)
		}
	}
}

func TestAnInternerGivesTheStringOfTheBytes(t *testing.T) {
	names := value.NewInterner()
	for round := range 2 {
		for i := range 20_000 { // more than it keeps
			want := fmt.Sprint("host", i)
			if got := names.Get([]byte(want)); got != want {
				t.Fatalf("round %d: %q, want %q", round, got, want)
			}
		}
	}
	long := strings.Repeat("x", 1000)
	if names.Get([]byte(long)) != long || names.Get(nil) != "" {
		t.Error("a long or an empty string is not that of its bytes")
	}
}

func TestWhatRepeatsCostsNoMemory(t *testing.T) {
	names := value.NewInterner()
	repeat := func() {
		names.Get([]byte("agent"))
		names.HostName([]byte("WWW.Example.ORG."))
		names.Address([]byte("2001:db8::1"))
		value.Time([]byte("2020-04-30T09:06:39.824370+09:00"))
	}
	repeat()
	if n := testing.AllocsPerRun(100, repeat); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestHostName(t *testing.T) {
	names := value.NewInterner()
	for text, want := range map[string]string{
		"": "", ".": "", "example.org": "example.org", "WWW.Example.ORG.": "www.example.org",
		"a..": "a.", "ÄB.example": "Äb.example", "[A]_9": "[a]_9",
	} {
		b := []byte(text)
		if got := names.HostName(b); got != want || string(b) != text {
			t.Errorf("%q: %q (left %q), want %q", text, got, b, want)
		}
	}
}
