package rita

import (
	"fmt"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
)

func TestX(t *testing.T) {
	for folder, inside := range map[string]string{"network/rita/proxy": "10.0.0.0/8", "network/rita/proxy_rolling": "10.0.0.0/8", "network/rita/open_sni": "10.0.0.0/8", "network/stratosphere_testing/008-zeek-mixed": "147.32.81.167/32"} {
		d := New(detect.Config{})
		for _, b := range realdata.Zeek(t, folder) {
			d.Observe(&b)
		}
		fmt.Println(folder)
		fmt.Println(len(d.Rows(detect.View{Estate: detecttest.Estate(inside)})))
		for i, r := range d.Rows(detect.View{Estate: detecttest.Estate(inside)}) {
			if i < 30 || r.FQDN == "www.google.com" || r.Destination == "75.75.75.75" {
				fmt.Println(i, r.Source, r.Destination, r.FQDN, r.Beacon, r.Threat.Score(), r.Connections, r.Open, r.Bytes, r.DurationSeconds, r.Services, r.Threat.Modifiers)
			}
		}
	}
}
