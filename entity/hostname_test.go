package entity

import (
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"dwell/event"
)

func lease(addr, name string) event.Asset {
	return event.Asset{Host: netip.MustParseAddr(addr), HostName: name}
}

func said(addr, name, method string) event.Logon {
	return event.Logon{Method: method, From: name, Endpoints: event.Endpoints{Src: netip.MustParseAddr(addr), Dst: netip.MustParseAddr("10.0.0.2")}}
}

func TestMachinesHaveTheNamesThatTheyGiveThemselves(t *testing.T) {
	b := event.Batch{
		Assets: []event.Asset{
			lease("10.0.0.5", "pc-kim"), lease("10.0.0.5", "PC-Kim.example.com"), // one machine
			lease("10.0.0.6", "pc-lee"), lease("10.0.0.6", "phone-9"), // an address that passed on
			lease("10.0.0.9", "회계1"),
			lease("10.0.0.10", "10.0.0.10"), lease("10.0.0.11", "a b"), lease("10.0.0.12", strings.Repeat("x", 300)),
		},
		Logons: []event.Logon{
			said("10.0.0.5", "KALI", "ntlm"), // the lease is harder to forge
			said("10.0.0.7", "PC-PARK", "ntlm"), said("10.0.0.7", "pc-park", "rdp"),
			said("10.0.0.8", "pc-a", "ntlm"), said("10.0.0.8", "pc-b", "ntlm"), // a gateway
			said("10.0.0.13", "somebody", "ssh"), said("10.0.0.14", "WORKSTATION", "ntlm"),
		},
		DNSLookups: []event.DNSLookup{
			{Query: "files.example.com", Type: "A", Answers: []string{"10.0.0.20"}},
			{Query: "a.example.com", Type: "A", Answers: []string{"10.0.0.21"}}, {Query: "b.example.com", Type: "A", Answers: []string{"10.0.0.21"}},
		},
	}
	// However the records are dealt, the conclusion is the same.
	for trial := range uint64(10) {
		e := dealt(b, rand.New(rand.NewPCG(trial, 1)))
		for addr, want := range map[string]string{
			"10.0.0.5": "pc-kim", "10.0.0.6": "", "10.0.0.7": "pc-park", "10.0.0.8": "", "10.0.0.9": "회계1", "10.0.0.10": "", "10.0.0.11": "",
			"10.0.0.12": "", "10.0.0.13": "", "10.0.0.14": "", "10.0.0.20": "files.example.com", "10.0.0.21": "", "10.0.0.99": "",
		} {
			if got := e.HostName(netip.MustParseAddr(addr)); got != want {
				t.Errorf("trial %d: %s is %q, want %q", trial, addr, got, want)
			}
		}
	}
	var none *Estate
	if none.HostName(netip.MustParseAddr("10.0.0.5")) != "" {
		t.Error("nothing is known, and it has a name")
	}
}

// dealt is what three observers conclude together.
func dealt(b event.Batch, random *rand.Rand) *Estate {
	parts := []*Observer{NewObserver(), NewObserver(), NewObserver()}
	for _, i := range random.Perm(len(b.Assets)) {
		parts[random.IntN(3)].Observe(&event.Batch{Assets: b.Assets[i : i+1]})
	}
	for _, i := range random.Perm(len(b.Logons)) {
		parts[random.IntN(3)].Observe(&event.Batch{Logons: b.Logons[i : i+1]})
	}
	parts[random.IntN(3)].Observe(&event.Batch{DNSLookups: b.DNSLookups})
	parts[1].Merge(parts[2])
	parts[0].Merge(parts[1])
	return parts[0].Estate(Overrides{})
}
