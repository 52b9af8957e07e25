package config_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/config"
)

func TestParseReadsEveryKey(t *testing.T) {
	o, err := config.Parse([]byte(`
inside: [192.0.2.0/24, 2001:db8::5]
outside:
  - 192.0.2.77
company_domains: ["@Shop.example."]
time_zone: Asia/Seoul
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Inside) != 2 || o.Inside[0] != netip.MustParsePrefix("192.0.2.0/24") || o.Inside[1].Bits() != 128 {
		t.Errorf("inside %v", o.Inside)
	}
	if len(o.Outside) != 1 || o.Outside[0].Bits() != 32 {
		t.Errorf("outside %v", o.Outside)
	}
	if len(o.CompanyDomains) != 1 || o.CompanyDomains[0] != "shop.example" {
		t.Errorf("company domains %v", o.CompanyDomains)
	}
	if o.Zone.String() != "Asia/Seoul" {
		t.Errorf("zone %v", o.Zone)
	}
}

func TestParseAcceptsAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing stated\n"} {
		if _, err := config.Parse([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"insides: [10.0.0.0/8]\n": "insides",
		"inside: [10.0.0.0/99]\n": "10.0.0.0/99",
		"time_zone: Mars/Base\n":  "Mars/Base",
		"inside: 3: 4\n":          "1",
		"inside: !0 0":            "YAML",
	} {
		_, err := config.Parse([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", text, err, want)
		}
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dwell.yaml")
	if _, err := config.Load(path); err == nil || !strings.Contains(err.Error(), "dwell.yaml") {
		t.Errorf("missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("zone: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(path); err == nil || !strings.Contains(err.Error(), "dwell.yaml") {
		t.Errorf("bad file: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("inside: [10.0.0.0/8]\ntime_zone: Asia/Seoul\n"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = config.Parse(data) })
}
