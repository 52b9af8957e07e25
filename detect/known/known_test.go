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

func TestAgentsOfScriptsAreToldFromBrowsers(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.1": "PowerShell",
		"curl/8.5.0":          "curl",
		"python-requests/2.3": "Python",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36": "",
		"Microsoft-CryptoAPI/10.0": "",
		"":                         "",
	} {
		if got, ok := Script(agent); got != want || ok != (want != "") {
			t.Errorf("Script(%q) = %q, %v; want %q", agent, got, ok, want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	if program, ok := Fingerprint("e7d705a3286e19ea42f587b344ee6865"); !ok || program == "" {
		t.Error("the fingerprint of Tor is not known")
	}
	if _, ok := Fingerprint(""); ok {
		t.Error("no fingerprint is known for something")
	}
}
