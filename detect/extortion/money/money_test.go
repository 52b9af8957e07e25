package money

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func render(sums []Sum) string {
	var out []string
	for _, s := range sums {
		out = append(out, fmt.Sprintf("%v %s", s.Value, s.Currency))
	}
	return strings.Join(out, ", ")
}

func TestSums(t *testing.T) {
	for text, want := range map[string]string{
		"pay $1490 in Bitcoin":            "1490 USD",
		"transfer $1,450 now":             "1450 USD",
		"exactly 1200$ in Bitcoin (BTC).": "1200 USD",
		"1450 USD":                        "1450 USD",
		"USD 1450":                        "1450 USD",
		"$400 USD to me":                  "400 USD",
		"0.5 BTC":                         "0.5 BTC",
		"0,5 BTC":                         "0.5 BTC",
		"1.234 BTC":                       "1.234 BTC",
		"3 bitcoins":                      "3 BTC",
		"₿2":                              "2 BTC",
		"a $3,500,000 price":              "3.5e+06 USD",
		"$3.5M or $500k":                  "3.5e+06 USD, 500000 USD",
		"$1.2 million":                    "1.2e+06 USD",
		"2 million dollars":               "2e+06 USD",
		"1.450,00 €":                      "1450 EUR",
		"1.450 €":                         "1450 EUR",
		"€2'500":                          "2500 EUR",
		"12 500 USD":                      "12500 USD",
		"3 billion won in Bitcoin":        "3e+09 KRW",
		"KRW 3,000,000,000":               "3e+09 KRW",
		"₩3,000,000":                      "3e+06 KRW",
		"30억원을 보내라":                       "3e+09 KRW",
		"30억 원 상당의 비트코인":                  "3e+09 KRW",
		"30억 상당의 비트코인":                    "3e+09 KRW",
		"삼십억 원":                           "3e+09 KRW",
		"3,000,000,000원":                  "3e+09 KRW",
		"3천만원":                            "3e+07 KRW",
		"1억 5천만 원":                        "1.5e+08 KRW",
		"3억5000만원":                        "3.5e+08 KRW",
		"1억2,000만 원":                      "1.2e+08 KRW",
		"오천만원":                            "5e+07 KRW",
		"1,000만 원":                        "1e+07 KRW",
		"비트코인 10개가 아니라 0.5비트코인": "0.5 BTC",
		"100만 달러":                              "1e+06 USD",
		"between $100,000 and $200,000":        "100000 USD, 200000 USD",
		"0.5 BTC ($12,000)":                    "0.5 BTC, 12000 USD",
		"100 XMR or 1 ETH":                     "100 XMR, 1 ETH",
		"2 건의 원본":                              "",
		"call 010-1234-5678 in 48 hours":       "",
		"version 1.2.3, 300 files, 2016 m":     "",
		"echo $1 $2x":                          "1 USD",
		"3 원인을 찾다":                             "",
		"x":                                    "",
		"만":                                    "",
		"$":                                    "",
		"99999999999999999999999999999999 USD": "",
	} {
		if got := render(Find(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestRawIsTheTextItself(t *testing.T) {
	text := "보내라: 30억 원, or US$ 1,450 now"
	for _, s := range Find(text) {
		if text[s.Start:s.End] != s.Raw || strings.TrimSpace(s.Raw) != s.Raw {
			t.Errorf("%q", s.Raw)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"$1,450", "삼십억 원 1억 5천만 원", "0.5 BTC", "1 000 000 $", "9억억억", "\xff억 3\xed\x95", "1,2.3,4 €"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range Find(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) || text[s.Start:s.End] != s.Raw {
				t.Errorf("%q: %+v", text, s)
			}
			if !(s.Value > 0) || math.IsInf(s.Value, 0) || s.Currency == "" {
				t.Errorf("%q: %+v", text, s)
			}
			last = s.Start
		}
	})
}
