package entity_test

import (
	"net/netip"
	"testing"

	"dwell/detect/detecttest/realdata"
	"dwell/entity"
)

// observe concludes from a folder of real evidence.
func observe(t *testing.T, folder string) *entity.Estate {
	t.Helper()
	o := entity.NewObserver()
	for _, b := range realdata.Zeek(t, folder) {
		o.Observe(&b)
	}
	return o.Estate(entity.Overrides{})
}

// The sides of real addresses, which nobody told.
func TestInsideOfRealNetworks(t *testing.T) {
	for _, c := range []struct {
		folder          string
		inside, outside []string
	}{
		{"network/apt29_day1",
			[]string{"10.0.1.4", "10.0.1.6", "10.0.0.4"}, []string{"192.168.0.4", "192.168.0.5"}},
		{"network/stratosphere_testing/008-zeek-mixed",
			[]string{"147.32.81.167"}, []string{"104.156.155.1", "162.125.19.130", "20.54.24.231", "79.124.62.1"}},
		{"network/rita/proxy",
			[]string{"10.136.0.18", "10.136.0.16"}, []string{"8.8.8.8"}},
		{"network/rita/proxy_rolling",
			[]string{"10.0.0.111", "10.0.0.238", "2601:19e:8200:91e0::1ec7"}, []string{"75.75.75.75", "8.8.8.8", "2001:558:feed::1", "2620:13d:c004:11::193"}},
		{"network/rita/lab_http",
			[]string{"10.55.100.109"}, []string{"165.227.216.194"}},
		{"network/slips/test18-malicious-ctu-sme-11-win",
			[]string{"192.168.1.107", "192.168.1.132"}, []string{"66.63.168.35"}},
		{"network/slips/test9-mixed-zeek-dir",
			[]string{"10.0.2.15"}, []string{"147.32.82.1", "216.58.201.68"}},
		{"network/slips/test10-mixed-zeek-dir",
			[]string{"147.32.83.174", "2001:718:2:1663:dc58:6d9:ef13:51a5"}, []string{"2620:0:862:ed1a::2:b", "2a00:1450:4014:80d::2004", "3.123.217.1"}},
		{"network/stratosphere_testing/001-zeek-scenario-malicious",
			[]string{"192.168.1.115", "fd2d:ab8c:225::1"}, []string{"41.108.179.197", "8.8.8.8", "85.31.204.81"}},
		{"network/stratosphere_testing/002-zeek-scenario-port-scanning",
			[]string{"172.16.1.11", "172.16.1.29", "192.168.1.156", "10.0.2.15"}, []string{"8.8.8.8"}},
	} {
		t.Run(c.folder, func(t *testing.T) {
			e := observe(t, c.folder)
			for _, a := range c.inside {
				if !e.Inside(netip.MustParseAddr(a)) {
					t.Errorf("%s is outside, want inside", a)
				}
			}
			for _, a := range c.outside {
				if e.Inside(netip.MustParseAddr(a)) {
					t.Errorf("%s is inside, want outside", a)
				}
			}
			for _, i := range e.Inferences {
				t.Logf("%s %s: %s", i.Subject, i.Value, i.Why)
			}
		})
	}
}
