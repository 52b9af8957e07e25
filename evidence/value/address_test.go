package value_test

import (
	"net/netip"
	"strings"
	"testing"

	"dwell/evidence/value"
)

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.1":            "192.0.2.1",
		"0.0.0.0":              "0.0.0.0",
		"255.255.255.255":      "255.255.255.255",
		"2001:db8::1":          "2001:db8::1",
		"2001:DB8:0:0:0:0:0:1": "2001:db8::1",
		"::":                   "::",
		"::ffff:192.0.2.1":     "192.0.2.1",
		"fe80::1%eth0":         "fe80::1",

		"":                                    "",
		"-":                                   "",
		"192.0.2":                             "",
		"192.0.2.1.5":                         "",
		"192.0.2.256":                         "",
		"192.0.2.01":                          "",
		"192.0..1":                            "",
		"192.0.2.1:80":                        "",
		"192.0.2.1%eth0":                      "",
		"[2001:db8::1]":                       "",
		"2001:db8::1::2":                      "",
		"host.example.org":                    "",
		"fe80::1%" + strings.Repeat("z", 100): "",
	} {
		a, ok := value.Address([]byte(text))
		again, ok2 := value.NewInterner().Address([]byte(text))
		if a != again || ok != ok2 {
			t.Errorf("%q: %v alone, %v from an interner", text, a, again)
		}
		if ok != (want != "") || ok && a.String() != want || !ok && a.IsValid() {
			t.Errorf("%q: %v, %v; want %q", text, a, ok, want)
		}
	}
}

// An address is what the library takes for one, without its zone.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"192.0.2.1", "192.0.2.01", "::ffff:192.0.2.1", "fe80::1%eth0", "1.2.3.4.", "2001:db8::"} {
		f.Add([]byte(seed))
	}
	names := value.NewInterner()
	f.Fuzz(func(t *testing.T, b []byte) {
		const longest = 61 // what lies beyond has a zone that no interface has
		want, err := netip.ParseAddr(string(b))
		want = want.Unmap().WithZone("")
		for _, read := range []func([]byte) (netip.Addr, bool){value.Address, names.Address} {
			if got, ok := read(b); got != want && len(b) <= longest || ok && err != nil {
				t.Errorf("%q: %v, %v; want %v, %v", b, got, ok, want, err)
			}
		}
	})
}
