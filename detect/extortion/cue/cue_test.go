package cue

import (
	"strings"
	"testing"
)

func find(text string) Set {
	var buffer []byte
	return NewScanner().Find(text, &buffer)
}

func TestStatementsOfExtortion(t *testing.T) {
	for text, want := range map[string]Cue{
		"You must pay\n> us 3 bitcoin":                          Pay,
		"Our BTC\twallet is":                                    Pay,
		"If you do not answer, we will publish your files":      Publish,
		"Otherwise all your documents will be leaked":           Publish,
		"ALL YOUR FILES HAVE BEEN ENCRYPTED":                    Encrypted,
		"we have your customer database":                        Customers,
		"We stole 2 TB from your company":                       Theft,
		"we’ll send everything to your friends":                 Contacts,
		"I recorded you through your webcam":                    Webcam,
		"install Tor Browser":                                   Channel,
		"30억원을 송금하라":                                            Pay,
		"회원 정보를 인터넷에 공개하겠다":                                     Publish,
		"귀사의 회원정보 천만 건을 빼냈다":                                    Theft,
		"고객정보":                                                  Customers,
		"y\u043eu must p\u0430y":                                Pay,
		"bit\u00adcoin and zero\u200bwidth your pass\u00adword": Coin,
	} {
		if !find(text).Has(want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
}

func TestOrdinaryWordsAreNoThreat(t *testing.T) {
	for _, text := range []string{
		"The gang published the data of a company last week.",
		"This patch fixes a memory leak in the driver.",
		"The new release contains fixes.",
		"Patching is compromiseless and ransomed is another word",
	} {
		if set := find(text); set.Any(Publish, Pay, Theft, Encrypted) {
			t.Errorf("%q: %b", text, set)
		}
	}
}

func TestAVerbFarFromAnyIntentionIsNoThreat(t *testing.T) {
	text := "They publish a journal. " + strings.Repeat("It has many pages. ", 20) + "We will meet on Monday."
	if find(text).Has(Publish) {
		t.Error("taken for a threat")
	}
}

// The automaton must find what a plain search finds.
func FuzzAutomaton(f *testing.F) {
	s := NewScanner()
	for _, table := range phrases() {
		f.Add(strings.ReplaceAll(table, "\n", " "))
	}
	f.Add("we we'll will be if you do not")
	f.Fuzz(func(t *testing.T, text string) {
		data := normal(nil, text)
		got, want := 0, 0
		s.automaton.run(data, func(int, *pattern) { got++ })
		for _, p := range s.automaton.patterns {
			for i := 0; i+len(p.text) <= len(data); i++ {
				if string(data[i:i+len(p.text)]) == p.text {
					want++
				}
			}
		}
		if got != want {
			t.Errorf("%d matches, want %d", got, want)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := NewScanner()
	text := strings.Repeat("Dear colleague, the meeting about the third quarter is on 14 May at 1 pm. We will bring the figures of item 4711. ", 40)
	var buffer []byte
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Find(text, &buffer)
	}
}
