package exfil

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// weightOf returns the weight of a finding's part, 0 where there is none.
func weightOf(f finding.Finding, name string) float64 {
	for _, p := range f.Parts {
		if p.Name == name {
			return p.Weight
		}
	}
	return 0
}

// A machine that only browsed begins to send: its producer/consumer ratio says so.
func TestShiftOfTheProducerConsumerRatio(t *testing.T) {
	o := newOffice(1, 9, 30)
	o.work()
	for d := 16; d < 30; d++ {
		o.transfer(o.hour(d), 3, service{address: dropAddress, port: 443, proto: "ssl"}, o.size(30e6, 0.2), 50_000)
	}
	f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.3", dropAddress)
	before, after := f.Measures["machine_ratio_before"].(float64), f.Measures["machine_ratio_after"].(float64)
	if after-before < leastShift || weightOf(f, "producer shift") <= 0 {
		t.Errorf("from %.2f to %.2f, %v", before, after, f.Parts)
	}
	if !strings.Contains(f.Sentence, fmt.Sprintf("producer/consumer ratio rose from %.2f to %.2f", before, after)) {
		t.Errorf("the sentence does not say so: %s", f.Sentence)
	}
}

// A place that used to give begins to take: the ratio of that one relation shifts.
func TestShiftOfOneRelation(t *testing.T) {
	o := newOffice(1, 9, 42)
	o.work()
	s := named("portal.customer.example", "192.0.2.62")
	for d := range 42 {
		o.transfer(o.hour(d), 3, s, 300_000, 900_000)
		if d >= 30 {
			o.transfer(o.hour(d), 3, s, 40_000_000, 90_000)
		}
	}
	f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.3", "customer.example")
	if before, after := f.Measures["ratio_before"].(float64), f.Measures["ratio_after"].(float64); before > -0.4 || after < 0.8 || weightOf(f, "producer shift there") <= 0 {
		t.Errorf("from %.2f to %.2f, %v", before, after, f.Parts)
	}
}

// Of six machines that send to a customer, one sends fifty times as much.
func TestOneMachineSendsFarMoreThanItsPeers(t *testing.T) {
	o := newOffice(1, 16, 40)
	o.work()
	s := named("portal.customer.example", "192.0.2.62")
	for d := 20; d < 40; d++ {
		for host := 3; host <= 8; host++ {
			n := o.size(1e6, 0.2)
			if host == 5 {
				n *= 50
			}
			o.transfer(o.hour(d), host, s, n, 20_000)
		}
	}
	found := investigate(t, company(), o.stream())
	f := detecttest.Between(t, found, "10.0.0.5", "customer.example")
	if weightOf(f, "peers") <= 0 || f.Whole("peers") != 5 || f.Whole("peers_median_bytes") < 15_000_000 {
		t.Errorf("%v %v", f.Parts, f.Measures)
	}
	if other, ok := detecttest.Find(found, "10.0.0.4", "customer.example"); ok && weightOf(other, "peers") >= 0 {
		t.Errorf("as its peers do: %v", other.Parts)
	}
}

// What goes to twenty addresses of a network is one transfer, and names them.
func TestAddressesOfOneNetworkAreOneDestination(t *testing.T) {
	o := newOffice(1, 9, 20)
	o.work()
	for i := range 40 {
		o.transfer(15*day+time.Duration(i)*time.Hour, 3, service{address: fmt.Sprintf("198.51.100.%d", 1+i%20), port: 443, proto: "ssl"}, 5_000_000, 9000)
	}
	f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.3", "198.51.100.7")
	detecttest.Expect(t, f, map[string]any{"bytes_out": int64(200_000_000), "network": "198.51.100.0/24", "addresses": int64(20), "inside_sources": int64(1)})
	if n := len(f.Values(finding.Destination)); n != 20 {
		t.Errorf("%d addresses", n)
	}
	if !strings.Contains(f.Title, "198.51.100.0/24") {
		t.Error(f.Title)
	}
}

// Two weeks of evidence in which a transfer goes on from the first day on do not show
// that it is usual, and the finding says so.
func TestEvidenceThatBeginsWithTheTheft(t *testing.T) {
	o := newOffice(1, 16, 14)
	o.work()
	o.steal(0, 60, 1_000_000_000, habits()[2], channels()[1])
	f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.1", dropAddress)
	if f.Severity != finding.Medium || weightOf(f, "from the start") >= 0 {
		t.Errorf("%s %v", f.Severity, f.Parts)
	}
	if !strings.Contains(strings.Join(f.Innocent, "\n"), "no time before the first transfer") {
		t.Errorf("%q", f.Innocent)
	}
}

// An upload of days counts on all of them, and the finding covers its end.
func TestUploadThatLastsForDays(t *testing.T) {
	o := newOffice(1, 9, 30)
	o.work()
	c := o.transfer(20*day, 3, service{address: dropAddress, port: 443, proto: "ssl"}, 800_000_000, 900_000)
	c.Duration = 6 * day
	f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.3", dropAddress)
	if !f.Last.Std().Equal(at(26*day).Std()) || f.Whole("days_active") < 6 || f.Whole("busiest_day_bytes") > 150_000_000 {
		t.Errorf("until %s, %v", f.Last, f.Measures)
	}
	if !strings.Contains(f.Sentence, "to "+f.Last.Clock()) {
		t.Errorf("the sentence does not say until when: %s", f.Sentence)
	}
}

func TestLawOfStagingAndNetworks(t *testing.T) {
	o := newOffice(4, 5, 12)
	o.work()
	o.send(8*day, 201, "10.0.0.210:5432", 14_000, 1_500_000_000).Service = "postgresql"
	for i := range 4 {
		o.fetch(8*day+time.Duration(i)*time.Hour, 4, "10.0.0.201:445", 90_000_000)
	}
	for i := range 30 {
		c := o.transfer(8*day+time.Duration(6+i)*time.Hour, 4, service{address: fmt.Sprintf("198.51.100.%d", 1+i%5), port: 443, proto: "ssl"}, int64(10_000_000+i%2), 9000)
		c.Duration = time.Duration(i) * time.Hour
		o.batch.Files = append(o.batch.Files, event.FileTransfer{Time: c.Time, Ref: o.ref(), Tx: c.Src, Rx: c.Dst, Name: fmt.Sprintf("m.7z.%03d", i), Bytes: int64(i)})
	}
	view := detect.View{Estate: company()}
	if len(stagedOf(investigate(t, view.Estate, o.stream()))) != 1 {
		t.Error("the stream holds no staging")
	}
	detecttest.Law(t, Spec(), detect.Config{}, view, o.stream())
}

// Ten uploads of one size are a series; ten slices of one steady upload are not.
func TestSlicesAreNoParts(t *testing.T) {
	for _, slice := range []time.Duration{0, 10 * time.Minute} {
		o := newOffice(1, 9, 20)
		o.work()
		for i := range 10 {
			o.transfer(15*day+time.Duration(i)*10*time.Minute, 3, service{address: dropAddress, port: 443, proto: "ssl"}, 20_000_000, 9000).Slice = slice
		}
		f := detecttest.Between(t, investigate(t, company(), o.stream()), "10.0.0.3", dropAddress)
		if series := weightOf(f, "split") > 0; series != (slice == 0) {
			t.Errorf("slices of %s: %v", slice, f.Parts)
		}
	}
}

// Where there was no room for all connections with proxies, the finding says what share
// of them it rests on.
func TestSampledProxyConnectionsAreStated(t *testing.T) {
	o := newOffice(1, 3, 1)
	for i := range 400 {
		c := o.send(time.Duration(i)*time.Minute, 1, "10.0.0.250:3128", 5_000_000, 2000)
		c.Service = "http"
		o.batch.WebRequests = append(o.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID, Endpoints: c.Endpoints, Method: "CONNECT", URI: "drop.example.net:443"})
	}
	d := New(detect.Config{MaxKeys: 400})
	d.Observe(&o.batch)
	found, err := d.Findings(detect.View{Estate: company()})
	if err != nil {
		t.Fatal(err)
	}
	f := detecttest.Between(t, found, "10.0.0.1", "example.net")
	if share := f.Measures["proxied_share_sampled"].(float64); share > 0.25 || !strings.Contains(f.Sentence, "sample") {
		t.Errorf("share %v: %s", share, f.Sentence)
	}
}
