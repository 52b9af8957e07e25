package wallet_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dwell/detect/extortion/wallet"
	"dwell/detect/extortion/wallet/wallettest"
)

// Sound addresses of every kind are recognised, with their currency, and their kind
// of checksum is what the specification asks for.
func TestMadeAddressesOfEveryKind(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2016))
	const each = 300
	for _, kind := range wallettest.Kinds {
		for range each {
			a := wallettest.Mint(random, kind)
			got, ok := wallet.Parse(a.Text)
			if !ok || got.Currency != a.Currency || got.Checked != a.Checked {
				t.Fatalf("%s %s: %+v %v", kind, a.Text, got, ok)
			}
			if taproot := kind == "BTC taproot" || kind == "LTC taproot" || kind == "BTC version 2"; (got.Form == "bech32m") != taproot {
				t.Fatalf("%s is %s", kind, got.Form)
			}
		}
	}
}

// hidings are ways to write an address so that a reader understands it and a simple
// search does not.
var hidings = map[string]func(random *rand.Rand, a string) string{
	"plain":         func(_ *rand.Rand, a string) string { return a },
	"in brackets":   func(_ *rand.Rand, a string) string { return "[" + a + "]" },
	"Korean around": func(_ *rand.Rand, a string) string { return "지갑주소:" + a + "로" },
	"link":          func(_ *rand.Rand, a string) string { return "pay:" + a + "?amount=0.5&label=x" },
	"spaces":        func(r *rand.Rand, a string) string { return pieces(r, a, " ") },
	"hyphens":       func(r *rand.Rand, a string) string { return pieces(r, a, "-") },
	"lines":         func(r *rand.Rand, a string) string { return pieces(r, a, "\n> ") },
	"stars":         func(r *rand.Rand, a string) string { return pieces(r, a, " * ") },
	"remove this":   func(r *rand.Rand, a string) string { return pieces(r, a, " (remove this) ") },
	"every letter":  func(_ *rand.Rand, a string) string { return strings.Join(strings.Split(a[:20], ""), " ") + a[20:] },
	"zero width":    func(r *rand.Rand, a string) string { return pieces(r, a, "\u200b") },
	"soft hyphens":  func(r *rand.Rand, a string) string { return pieces(r, a, "\u00ad") },
	"word joiner":   func(r *rand.Rand, a string) string { return pieces(r, a, "\u2060") },
	"full width": func(_ *rand.Rand, a string) string {
		return strings.Map(func(c rune) rune {
			if c > ' ' && c < 0x7f {
				return c + 0xfee0
			}
			return c
		}, a)
	},
	"Cyrillic": func(_ *rand.Rand, a string) string {
		return strings.NewReplacer("a", "а", "c", "с", "e", "е", "p", "р", "x", "х").Replace(a)
	},
	"references": func(r *rand.Rand, a string) string { return references(r, a) },
}

// pieces cuts an address at one to three places.
func pieces(random *rand.Rand, a, with string) string {
	var b strings.Builder
	for range 1 + random.IntN(3) {
		if at := 4 + random.IntN(9); at < len(a)-4 {
			b.WriteString(a[:at] + with)
			a = a[at:]
		}
	}
	return b.String() + a
}

// references writes some characters as numeric references.
func references(random *rand.Rand, a string) string {
	var b strings.Builder
	for i, c := range a {
		if i == 0 || random.IntN(5) == 0 {
			fmt.Fprintf(&b, "&#%d;", c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

var around = []string{
	"Dear management, we have your data. Send 30 bitcoin to ", " within 72 hours. Otherwise we publish everything.\n",
	"귀사의 회원정보 1,000만 건을 확보하였다. 30억 원 상당의 비트코인을 ", " 로 보내라.\n", "Wallet: ", "\n\nThe key is 7f3a-99. Write to us.\n",
}

// Precision 1 and a recall of at least 0.99 over thousands of made texts: each with
// one address, written plainly or hidden, among decoys.
func TestMadeTexts(t *testing.T) {
	const texts, least = 6000, 0.99
	right, wrong := 0, 0
	missed := make(map[string]int)
	for seed := range uint64(texts) {
		random := rand.New(rand.NewPCG(seed, 4))
		a := wallettest.Mint(random, wallettest.Kinds[random.IntN(len(wallettest.Kinds))])
		way, written := hidden(random, a)
		i := 2 * random.IntN(len(around)/2)
		text := decoys(random) + around[i] + written + around[i+1] + decoys(random)
		hit := false
		for _, got := range wallet.Find(text, true) {
			if got.Currency == a.Currency && strings.EqualFold(strings.TrimPrefix(got.Text, "bitcoincash:"), strings.TrimPrefix(a.Text, "bitcoincash:")) {
				hit = true
				continue
			}
			wrong++
			t.Errorf("seed %d: %s %s in %q", seed, got.Currency, got.Text, text)
		}
		if hit {
			right++
		} else {
			missed[a.Kind+", "+way]++
		}
	}
	recall := float64(right) / texts
	t.Logf("%d texts: recall %.4f, %d wrong; missed %v", texts, recall, wrong, missed)
	if recall < least {
		t.Errorf("recall %.4f", recall)
	}
}

// hidden writes an address in a way that a reader of it can undo. An Ethereum address
// without a checksum is written as it is: in pieces nothing would prove it. What
// changes case has no meaning where case is the checksum.
func hidden(random *rand.Rand, a wallettest.Address) (way, text string) {
	names := slices.Sorted(maps.Keys(hidings))
	way = names[random.IntN(len(names))]
	if !a.Checked {
		way = "plain"
	}
	return way, hidings[way](random, a.Text)
}

func decoys(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(4) {
		text, what := wallettest.Decoy(random)
		fmt.Fprintf(&b, "This is %s: %s.\n\n", what, text)
	}
	return b.String()
}

// Twenty thousand decoys without any address give none.
func TestDecoysAreNoAddresses(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		text, what := wallettest.Decoy(random)
		if got := wallet.Find("bitcoin wallet: "+text+" .", true); len(got) != 0 {
			t.Errorf("%s: %s is taken for %s %s", what, text, got[0].Currency, got[0].Text)
		}
	}
}
