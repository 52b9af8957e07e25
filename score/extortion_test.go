package score

import (
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/truth"
)

const (
	bech32 = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
	base58 = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
)

// demandScene has a demand that was found.
func demandScene(t *testing.T, d finding.Demand) *scene {
	t.Helper()
	s := newScene(t)
	s.truth.Extortion = &truth.Extortion{
		Amounts:   []truth.Amount{{Value: 3e9, Currency: "KRW"}, {Value: 0.1 + 0.2, Currency: "BTC"}},
		Wallets:   []string{bech32, base58},
		Deadlines: []string{"72 hours", at(3 * day).Format(time.RFC3339)},
		Mails:     2,
	}
	s.stage("extortion", finding.Impact, rec(mail, 0, 0), rec(mail, 1, day))
	s.incident(s.found(3, finding.Finding{
		Kind: finding.MailExtortion, Tactic: finding.Impact, First: when(0), Demand: &d,
		Measures: map[string]any{"deadline_text": "72 Hours"},
	}, ref(mail, 0)))
	return s
}

func foundOf(list []Asked) string {
	var out []string
	for _, a := range list {
		out = append(out, map[bool]string{true: "yes", false: "no"}[a.Found])
	}
	return strings.Join(out, " ")
}

func TestADemandThatIsReadInFull(t *testing.T) {
	s := demandScene(t, finding.Demand{
		Amounts:  []finding.Amount{{Value: 0.3, Currency: "btc"}, {Value: 3e9, Currency: "KRW"}},
		Wallets:  []finding.WalletUse{{Address: strings.ToUpper(bech32)}, {Address: base58}},
		Deadline: when(3*day + 30*time.Second),
		Sent:     []event.Time{when(0), when(day)},
	})
	got := s.compare().Extortion
	equal(t, "amounts", foundOf(got.Amounts), "yes yes")
	equal(t, "amount in words", got.Amounts[0].Value, "3000000000 KRW")
	equal(t, "wallets", foundOf(got.Wallets), "yes yes")
	equal(t, "deadlines", foundOf(got.Deadlines), "yes yes")
	equal(t, "mails", got.MailsStated, 2)
	equal(t, "others", len(got.Others), 0)
}

func TestADemandThatIsReadWrongly(t *testing.T) {
	s := demandScene(t, finding.Demand{
		Amounts:  []finding.Amount{{Value: 3e8, Currency: "KRW"}, {Value: 3e9, Currency: "USD"}},
		Wallets:  []finding.WalletUse{{Address: strings.ToLower(base58)}},
		Deadline: when(4 * day),
		Sent:     []event.Time{when(0)},
	})
	s.c.Findings[0].Measures = map[string]any{"deadline_text": "48 hours"}
	got := s.compare().Extortion
	equal(t, "amounts", foundOf(got.Amounts), "no no")
	equal(t, "wallets: Base58 differs by the case of letters", foundOf(got.Wallets), "no no")
	equal(t, "deadlines", foundOf(got.Deadlines), "no no")
	equal(t, "mails", got.MailsStated, 1)
	equal(t, "others", strings.Join(got.Others, ", "), strings.ToLower(base58)+", 300000000 KRW, 3000000000 USD")
}

func TestMassBlackmailBesideTheAttackIsNotTheDemand(t *testing.T) {
	s := demandScene(t, finding.Demand{Sent: []event.Time{when(0), when(day)}})
	s.incident(s.found(3, finding.Finding{Kind: finding.MailExtortion, Demand: &finding.Demand{
		Wallets: []finding.WalletUse{{Address: base58}}, Sent: []event.Time{when(0)},
	}}, ref(mail, 40)))
	got := s.compare().Extortion
	equal(t, "wallets", foundOf(got.Wallets), "no no")
	equal(t, "mails", got.MailsStated, 2)
}

func TestADemandThatWasTakenForTheAttackersIsNotWhatHeAskedFor(t *testing.T) {
	s := demandScene(t, finding.Demand{Sent: []event.Time{when(0), when(day)}})
	inc := &s.c.Incidents[0]
	inc.Findings = append(inc.Findings, s.found(3, finding.Finding{Kind: finding.MailExtortion, Demand: &finding.Demand{
		Wallets: []finding.WalletUse{{Address: "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"}}, Sent: []event.Time{when(0)},
	}}, ref(mail, 40)))
	got := s.compare().Extortion
	equal(t, "others", strings.Join(got.Others, " "), "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy")
	equal(t, "mails", got.MailsStated, 3)
}

func TestNoDemand(t *testing.T) {
	s, _ := attackScene(t)
	unmeasured(t, "extortion", s.compare().Extortion)
	s.truth.Extortion = &truth.Extortion{Mails: 34, Wallets: []string{bech32}}
	got := s.compare().Extortion
	equal(t, "wallets", foundOf(got.Wallets), "no")
	equal(t, "mails stated", got.MailsStated, 0)
}
