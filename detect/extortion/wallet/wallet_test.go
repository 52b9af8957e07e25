package wallet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published are addresses that the specifications and the documentation of the
// coins themselves print as examples.
var published = []Address{
	{"BTC", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", formBase58, true, ""},
	{"BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", formBase58, true, ""},
	{"BTC", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", formBase58, true, ""},
	{"BTC", "1111111111111111111114oLvT2", formBase58, true, ""}, // the hash of zeros
	{"BTC", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", formBech32, true, ""},
	{"BTC", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", formBech32m, true, ""},
	{"BTC", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", formBech32m, true, ""},
	{"LTC", "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", formBase58, true, ""},
	{"DOGE", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", formBase58, true, ""},
	{"ZEC", "t1Hsc1LR8yKnbbe3twRp88p6vFfC5t7DLbs", formBase58, true, ""},
	{"TRX", "TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW", formBase58, true, ""},
	{"XRP", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", formBase58, true, ""},
	{"BCH", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", formCashAddr, true, ""},
	{"ETH", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", formEIP55, true, ""},
	{"ETH", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", formEIP55, true, ""},
	{"XMR", "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", formCryptoNote, true, ""},
	{"XMR", "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H", formCryptoNote, true, ""},
}

func TestPublishedAddresses(t *testing.T) {
	for _, want := range published {
		got, ok := Parse(want.Text)
		if !ok {
			t.Errorf("%s %s is not recognised", want.Currency, want.Text)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Any single changed character is caught.
func TestNoAddressSurvivesATypingError(t *testing.T) {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
	for _, a := range published {
		for i := range a.Text {
			for _, c := range []byte{letters[(i*7)%len(letters)], letters[(i*31+5)%len(letters)]} {
				if strings.EqualFold(string(c), a.Text[i:i+1]) {
					continue
				}
				changed := a.Text[:i] + string(c) + a.Text[i+1:]
				if got, ok := Parse(changed); ok && got.Checked && a.Form != formEIP55 {
					t.Errorf("%s is accepted as %s", changed, got.Currency)
				}
			}
		}
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	for name, s := range map[string]string{
		"version 1 with the checksum of version 0": "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
		"version 2 with the checksum of version 0": "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",
		"mixed case":                    "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
		"test network":                  "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
		"wrong case of a checked one":   "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
		"a hash":                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"a commit":                      "1b84d49ab4b20bbaa11122233344455566677788",
		"empty":                         "",
		"only zeros":                    "1111111111111111111111111111111111",
		"zero program of wrong padding": "bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
	} {
		if a, ok := Parse(s); ok {
			t.Errorf("%s: %s taken for %s", name, s, a.Currency)
		}
	}
}

func TestAnEthereumAddressInOneCaseNeedsContext(t *testing.T) {
	text := "send it to 0xde709f2102306220921060314715629080e2fb77 today"
	if got := Find(text, false); len(got) != 0 {
		t.Errorf("without context: %v", got)
	}
	want := []Address{{"ETH", "0xde709f2102306220921060314715629080e2fb77", formHex, false, ""}}
	if diff := cmp.Diff(want, Find(text, true)); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesThatAreHiddenFromASearch(t *testing.T) {
	const legacy, segwit = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
	for name, c := range map[string]struct{ text, want string }{
		"in a sentence":           {"Pay to " + legacy + ".", legacy},
		"in a link":               {"bitcoin:" + legacy + "?amount=0.5", legacy},
		"upper case":              {strings.ToUpper(segwit), segwit},
		"after Korean":            {"지갑 주소:" + legacy + "로 보내라", legacy},
		"broken by a line end":    {"wallet " + segwit[:20] + "\n" + segwit[20:], segwit},
		"remove the space":        {"Wallet: " + legacy[:9] + " (remove space) " + legacy[9:], legacy},
		"three pieces":            {"btc " + segwit[:8] + " - " + segwit[8:30] + " - " + segwit[30:], segwit},
		"spaced letter by letter": {strings.Join(strings.Split(legacy[:20], ""), " ") + legacy[20:], legacy},
		"soft hyphens":            {legacy[:5] + "\u00ad" + legacy[5:20] + "\u200b" + legacy[20:], legacy},
		"Cyrillic look-alikes":    {strings.NewReplacer("c", "с", "a", "а", "e", "е").Replace(segwit), segwit},
		"full width":              {"１" + legacy[1:], legacy},
		"numeric references":      {"&#49;" + legacy[1:], legacy},
	} {
		t.Run(name, func(t *testing.T) {
			got := Find(c.text, true)
			if len(got) != 1 || got[0].Text != c.want {
				t.Errorf("%q: %v", c.text, got)
			}
		})
	}
}

func TestOrdinaryTextHasNoAddress(t *testing.T) {
	text := strings.Repeat("Dear Mr. Lee, 3 meetings on 14 May at 1 pm, see https://example.com/?id=1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 about Bitcoin. ", 30)
	if got := Find(text, true); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, a := range published {
		f.Add("send to "+a.Text, true)
		f.Add(a.Text[:12]+" - "+a.Text[12:], true)
	}
	f.Add("&#x110000; 1 1 1 bc1 q\xff\xfe", true)
	f.Fuzz(func(t *testing.T, text string, context bool) {
		for _, a := range Find(text, context) {
			again, ok := Parse(a.Text)
			if form := a.Form; !ok || again.Currency != a.Currency || form != formCashAddr && again.Text != a.Text {
				t.Errorf("%+v does not parse again: %+v", a, again)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Dear colleague, the meeting about the 3rd quarter is on 14 May at 1 pm. Please bring the figures of item 4711. ", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, true)
	}
}
