package brand

import (
	"slices"
	"strings"
	"testing"

	"dwell/detect/phishing/words"
)

func named(t *Table, name string) ID {
	for id := range t.brands {
		if t.brands[id].Name == name {
			return ID(id)
		}
	}
	return 0
}

func TestWhoOwnsAHost(t *testing.T) {
	table := NewTable()
	for host, want := range map[string]string{
		"www.paypal.com": "PayPal", "paypal.de": "PayPal", "mail.amazon.co.jp": "Amazon", "amazon.com.br": "Amazon", "e.dhl.de": "DHL", "kbstar.com": "국민은행", "www.gov.br": "Detran",
		"paypal.xyz": "", "paypal.info": "", "paypal.example": "", "paypal-secure.com": "", "amazon.com.evil.example": "", "notpaypal.com": "", "inform-gov.com.br": "",
	} {
		var got []string
		for _, id := range table.Owners(host) {
			got = append(got, table.Get(id).Name)
		}
		if want == "" && len(got) > 0 || want != "" && (!slices.Contains(got, want) || !table.Owns(named(table, want), host)) {
			t.Errorf("%s belongs to %q, want %q", host, got, want)
		}
	}
	if !table.Owns(named(table, "Instagram"), "mail.facebookmail.com") || table.Owns(named(table, "PayPal"), "amazon.com") {
		t.Error("whose a domain is was lost")
	}
}

func TestWhoIsImitated(t *testing.T) {
	table := NewTable()
	for host, want := range map[string]string{
		"paypal-secure.example": "PayPal", "paypa1.example": "PayPal", "login.rnicrosoft.example": "Microsoft", "microsoft365-login.example": "Microsoft", "netflix.billing.example": "Netflix",
		"p\u0430ypal.example": "PayPal", "dhl-paket.example": "DHL", "bradesco.example": "Bradesco",
		"paypal.com": "", "www.shop.example": "", "revolution.example": "", "apple-tree-farm.example": "", "chase-williams.example": "", "example.com": "", "": "",
	} {
		got := ""
		if id := table.Imitates(host); id != 0 {
			got = table.Get(id).Name
		}
		if got != want {
			t.Errorf("%q imitates %q, want %q", host, got, want)
		}
	}
	if id := table.Disguised("TrustwaIIetTeam"); table.Get(id).Name != "Trust Wallet" {
		t.Error("a capital I for an l was not seen through")
	}
	if table.Disguised("Trust Wallet Team") != 0 || table.Disguised("Jane Doe") != 0 {
		t.Error("a name in its own letters is no disguise")
	}
}

// The table is what is written: every line is read, no name is too short to mean
// anything, no domain stands twice under one organisation.
func TestTheTableIsInOrder(t *testing.T) {
	table := NewTable()
	lines := strings.Count(tableNet+tableWorld+tableShops, "=")
	if table.Len() != lines+1 || lines < 500 {
		t.Errorf("%d brands of %d lines", table.Len()-1, lines)
	}
	seen := map[string]bool{}
	for id := 1; id < table.Len(); id++ {
		b := table.Get(ID(id))
		if seen[b.Name] && !b.Common {
			t.Errorf("%s stands twice", b.Name)
		}
		seen[b.Name] = true
		if len(b.domains)+len(b.labels) == 0 {
			t.Errorf("%s has no domain", b.Name)
		}
		for _, name := range b.names {
			if normal, _ := words.Normal(nil, name); len(normal) < 2 {
				t.Errorf("%s: the name %q is too short", b.Name, name)
			}
		}
	}
}

func BenchmarkImitates(b *testing.B) {
	table := NewTable()
	for b.Loop() {
		table.Imitates("secure.billing-center-of-shops.example")
	}
}
