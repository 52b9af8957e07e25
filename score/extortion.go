package score

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"dwell/finding"
	"dwell/truth"
)

// Extortion compares what was demanded.
type Extortion struct {
	Amounts     []Asked  `json:"amounts"`
	Wallets     []Asked  `json:"wallets"`
	Deadlines   []Asked  `json:"deadlines"`
	Mails       int      `json:"mails"`
	MailsStated int      `json:"mails_stated"` // by the case
	Others      []string `json:"others"`       // amounts and wallets that the case names and nobody asked for
}

// Asked is one thing that was asked for, and whether the case says so.
type Asked struct {
	Value string `json:"value"`
	Found bool   `json:"found"`
}

// extortion compares the demand; nil when the truth holds none. A demand that a
// case sees where there was none is a false alarm, see Blame.
func (k *comparison) extortion() *Extortion {
	t := k.t.Extortion
	if t == nil {
		return nil
	}
	out := &Extortion{Amounts: []Asked{}, Wallets: []Asked{}, Deadlines: []Asked{}, Mails: t.Mails, Others: []string{}}
	demands := k.demands()
	for _, m := range demands {
		out.MailsStated += len(m.Demand.Sent)
		out.Others = append(out.Others, others(m.Demand, t)...)
	}
	slices.Sort(out.Others)
	out.Others = slices.Compact(out.Others)
	asked := func(value string, in func(*match) bool) Asked {
		return Asked{value, slices.ContainsFunc(demands, in)}
	}
	for _, a := range t.Amounts {
		out.Amounts = append(out.Amounts, asked(sum(a.Value, a.Currency), func(m *match) bool {
			return slices.ContainsFunc(m.Demand.Amounts, func(o finding.Amount) bool { return sameAmount(a, o) })
		}))
	}
	for _, w := range t.Wallets {
		out.Wallets = append(out.Wallets, asked(w, func(m *match) bool {
			return slices.ContainsFunc(m.Demand.Wallets, func(o finding.WalletUse) bool { return sameWallet(w, o.Address) })
		}))
	}
	for _, d := range t.Deadlines {
		out.Deadlines = append(out.Deadlines, asked(d, func(m *match) bool { return setsLimit(m, d) }))
	}
	return out
}

// demands returns the claims with a demand that belong to the attack or were taken
// for it.
func (k *comparison) demands() []*match {
	var out []*match
	for _, m := range k.matches {
		if m.Demand != nil && m.claim() && (m.attack() || k.inMain(m)) {
			out = append(out, m)
		}
	}
	return out
}

// others lists what a demand of the case names and the truth does not hold.
func others(d *finding.Demand, t *truth.Extortion) []string {
	var out []string
	for _, a := range d.Amounts {
		if !slices.ContainsFunc(t.Amounts, func(o truth.Amount) bool { return sameAmount(o, a) }) {
			out = append(out, sum(a.Value, a.Currency))
		}
	}
	for _, w := range d.Wallets {
		if !slices.ContainsFunc(t.Wallets, func(o string) bool { return sameWallet(o, w.Address) }) {
			out = append(out, w.Address)
		}
	}
	return out
}

func sameAmount(a truth.Amount, b finding.Amount) bool {
	const nothing = 1e-9 // what is lost when decimals become binary fractions
	return strings.EqualFold(a.Currency, b.Currency) && math.Abs(a.Value-b.Value) <= nothing*math.Abs(a.Value)
}

func sum(value float64, currency string) string {
	return strconv.FormatFloat(value, 'f', -1, 64) + " " + currency
}

// sameWallet compares addresses. Those in Base58 differ by the case of letters;
// those in hexadecimal and Bech32 (BIP 173) do not.
func sameWallet(a, b string) bool {
	if a == b {
		return true
	}
	lower := strings.ToLower(a)
	return strings.EqualFold(a, b) && (strings.HasPrefix(lower, "0x") || strings.HasPrefix(lower, "bc1"))
}

// setsLimit reports whether the finding states that deadline: as an instant to the
// minute, because people set no finer ones, or in the words of the mail.
func setsLimit(m *match, deadline string) bool {
	if at, err := time.Parse(time.RFC3339, deadline); err == nil {
		return !m.Demand.Deadline.IsZero() && math.Abs(minutes(instant(at), m.Demand.Deadline)) <= 1
	}
	text, _ := m.Measures["deadline_text"].(string)
	return text != "" && strings.EqualFold(strings.TrimSpace(text), strings.TrimSpace(deadline)) ||
		strings.Contains(strings.ToLower(m.Sentence), strings.ToLower(deadline))
}
