package fold

import "testing"

// A hash that maps everything to one value still obeys the merge law, so only a
// test of its own shows that it hashes at all.
func TestHashStringTellsStringsApart(t *testing.T) {
	seen := map[uint64]string{}
	for _, s := range []string{"", "a", "b", "aa", "www.example.com", "www.example.org", "12345678", "123456789", "\x00", "\x00\x00"} {
		h := HashString(s)
		if other, ok := seen[h]; ok {
			t.Errorf("%q and %q have the same hash %x", s, other, h)
		}
		seen[h] = s
	}
}

func TestSensorsKeepTheirNumbers(t *testing.T) {
	var a, b Sensors
	first := a.Number("uplink")
	if first == 0 || a.Number("uplink") != first || b.Number("uplink") != first {
		t.Error("a sensor has two numbers")
	}
	if a.Number("") != 0 || a.Number("core") == first {
		t.Error("two sensors share a number")
	}
}
