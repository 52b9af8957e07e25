package known

import (
	"net/netip"
	"testing"

	"dwell/event"
)

func TestVendorGoesByRegisteredDomain(t *testing.T) {
	for name, want := range map[string]string{
		"v10.events.data.microsoft.com": "Microsoft",
		"microsoft.com":                 "Microsoft",
		"microsoft.com.example.org":     "",
		"notmicrosoft.com":              "",
		"":                              "",
		"com":                           "",
		"..":                            "",
	} {
		if got, _ := Vendor(name); got != want {
			t.Errorf("Vendor(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNamesThatAnybodyCanHaveAreFronting(t *testing.T) {
	for _, name := range []string{"x.cloudfront.net", "script.google.com", "evil.azurewebsites.net"} {
		if _, ok := Fronting(name); !ok {
			t.Errorf("Fronting(%q): not found", name)
		}
	}
}

func TestPorts(t *testing.T) {
	if s, ok := Port(event.TransportUDP, 123); !ok || !s.Standing {
		t.Error("ntp must be a standing service")
	}
	if _, ok := Port(event.TransportTCP, 1234); ok {
		t.Error("tcp/1234 carries nothing in particular")
	}
}

func TestSelfSigned(t *testing.T) {
	for _, c := range []struct {
		subject, issuer, validation string
		want                        bool
	}{
		{"CN=a", "CN=b", "self signed certificate", true},
		{"CN=a", "CN=a", "", true},
		{"CN=a", "CN=a", "ok", false},
		{"", "", "", false},
	} {
		if got := SelfSigned(c.subject, c.issuer, c.validation); got != c.want {
			t.Errorf("SelfSigned(%q, %q, %q) = %v", c.subject, c.issuer, c.validation, got)
		}
	}
}

func TestCallable(t *testing.T) {
	for _, c := range []struct {
		src, dst string
		want     bool
	}{
		{"10.0.0.1", "198.51.100.1", true},
		{"203.0.113.1", "198.51.100.1", true},
		{"10.0.0.1", "192.168.0.4", true}, // an attacker may sit on a private address
		{"198.51.100.1", "10.0.0.1", false},
		{"10.0.0.1", "239.255.255.250", false},
		{"10.0.0.1", "255.255.255.255", false},
		{"fe80::1", "2001:db8::1", false},
	} {
		e := event.Endpoints{Src: netip.MustParseAddr(c.src), Dst: netip.MustParseAddr(c.dst)}
		if got := Callable(&e); got != c.want {
			t.Errorf("Callable(%s to %s) = %v", c.src, c.dst, got)
		}
	}
	if Callable(&event.Endpoints{}) {
		t.Error("no addresses, no call")
	}
}
