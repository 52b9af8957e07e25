package money

import (
	"fmt"
	"math"
	"math/rand/v2"
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
		"비트코인 10개가 아니라 0.5비트코인": "10 BTC, 0.5 BTC",
		"$100-200k":                              "100000 USD, 200000 USD",
		"100k to 150k USD":                       "100000 USD, 150000 USD",
		"2 to 3 bitcoin":                         "2 BTC, 3 BTC",
		"between 1.5 and 2 million euros":        "1.5e+06 EUR, 2e+06 EUR",
		"30~50억 원":                               "3e+09 KRW, 5e+09 KRW",
		"3억에서 5억 원":                              "3e+08 KRW, 5e+08 KRW",
		"half a million dollars":                 "500000 USD",
		"two hundred and fifty thousand dollars": "250000 USD",
		"one bitcoin":                            "1 BTC",
		"1 MIO USD":                              "1e+06 USD",
		"500 000 CZK":                            "500000 CZK",
		"3 hundred thousand dollars":             "300000 USD",
		"비트코인 30개를 보내라":                          "30 BTC",
		"30억을 보내라":                               "3e+09 KRW",
		"30억원어치":                                 "3e+09 KRW",
		"3천5백만원":                                 "3.5e+07 KRW",
		"1조 2천억 원":                               "1.2e+12 KRW",
		"회원 1,000만을 넘는":                          "",
		"회원 정보 1천만 건":                            "",
		"one of the million reasons":             "",
		"2 and 3 USD":                            "3 USD",
		"100만 달러":                                "1e+06 USD",
		"between $100,000 and $200,000":          "100000 USD, 200000 USD",
		"0.5 BTC ($12,000)":                      "0.5 BTC, 12000 USD",
		"100 XMR or 1 ETH":                       "100 XMR, 1 ETH",
		"2 건의 원본":                                "",
		"call 010-1234-5678 in 48 hours":         "",
		"version 1.2.3, 300 files, 2016 m":       "",
		"echo $1 $2x":                            "1 USD",
		"3 원인을 찾다":                               "",
		"x":                                      "",
		"만":                                      "",
		"$":                                      "",
		"99999999999999999999999999999999 USD":   "",
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
	for _, s := range []string{"$1,450", "삼십억 원 1억 5천만 원", "0.5 BTC", "1 000 000 $", "9억억억", "\xff억 3\xed\x95", "1,2.3,4 €", "a", "half a million $ to 3-4-5-6-7k"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range FindSpoken(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) || text[s.Start:s.End] != s.Raw {
				t.Errorf("%q: %+v", text, s)
			}
			if !(s.Value > 0) || math.IsInf(s.Value, 0) {
				t.Errorf("%q: %+v", text, s)
			}
			last = s.Start
		}
	})
}

func TestSumsAsPeopleSpeakThem(t *testing.T) {
	for text, want := range map[string]string{
		"we agree on 650k":             "650000 ",
		"30k is too high":              "30000 ",
		"5-10-15 million":              "5e+06 , 1e+07 , 1.5e+07 ",
		"the price returns to 1kk":     "1e+06 ",
		"0.005 received":               "0.005 ",
		"our last price is 40.000":     "40000 ",
		"100 000":                      "100000 ",
		"10k files of 300k customers":  "",
		"20% discount, 3 days, 500 GB": "",
		"version 0.5 of 2016":          "",
		"upload 2-3 files up to 10 MB": "",
		"$100k, then 50k":              "100000 USD, 50000 ",
	} {
		if got := render(FindSpoken(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Whatever a Korean writes, it comes back: figures, Hangul and mixed.
func TestKoreanNumeralsComeBack(t *testing.T) {
	random := rand.New(rand.NewPCG(2016, 5))
	for range 3000 {
		won := math.Trunc(float64(1+random.IntN(9999)) * math.Pow(10, float64(random.IntN(9))))
		for _, text := range []string{hangul(won) + "원", hangul(won) + " 원을 보내라", mixed(won) + "원", mixed(won) + " 원", commas(won) + "원", "₩" + commas(won), "KRW " + commas(won)} {
			if won < 10 && strings.HasPrefix(text, hangul(won)) {
				continue // a single syllable is a word
			}
			if got := Find("금액은 " + text + " 이다"); len(got) != 1 || got[0].Value != won || got[0].Currency != "KRW" {
				t.Fatalf("%q is %.0f won, got %v", text, won, render(got))
			}
		}
	}
}

// hangul writes a number in Hangul ("삼억오천만").
func hangul(n float64) string {
	figures := []rune("영일이삼사오육칠팔구")
	var b strings.Builder
	group := func(v int) {
		for i, unit := range []int{1000, 100, 10, 1} {
			d := v / unit % 10
			if d == 0 {
				continue
			}
			if d > 1 || unit == 1 {
				b.WriteRune(figures[d])
			}
			b.WriteString([]string{"천", "백", "십", ""}[i])
		}
	}
	for i, unit := range []float64{1e12, 1e8, 1e4, 1} {
		if v := int(math.Mod(math.Floor(n/unit), 1e4)); v > 0 {
			group(v)
			b.WriteString([]string{"조", "억", "만", ""}[i])
		}
	}
	return b.String()
}

// mixed writes figures with big units ("3억 5000만").
func mixed(n float64) string {
	var parts []string
	for i, unit := range []float64{1e12, 1e8, 1e4, 1} {
		if v := int(math.Mod(math.Floor(n/unit), 1e4)); v > 0 {
			parts = append(parts, fmt.Sprintf("%d%s", v, []string{"조", "억", "만", ""}[i]))
		}
	}
	return strings.Join(parts, " ")
}

func commas(n float64) string {
	s := fmt.Sprintf("%.0f", n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
