package money

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// coins are the tickers of cryptocurrencies.
var coins = []string{"BCH", "BTC", "DASH", "DOGE", "ETH", "LTC", "TRX", "USDT", "XMR", "XRP", "ZEC"}

// Coin reports whether a currency is a cryptocurrency.
func Coin(currency string) bool { return slices.Contains(coins, currency) }

// name is one way to write a currency.
type name struct{ word, currency string }

// signs stand before or behind a figure, with or without a blank.
var signs = []name{
	{"US$", "USD"}, {"USD$", "USD"}, {"A$", "AUD"}, {"C$", "CAD"}, {"HK$", "HKD"}, {"S$", "SGD"}, {"R$", "BRL"}, {"NT$", "TWD"}, {"$", "USD"}, {"＄", "USD"},
	{"€", "EUR"}, {"£", "GBP"}, {"₩", "KRW"}, {"￦", "KRW"}, {"¥", "JPY"}, {"￥", "JPY"}, {"₿", "BTC"}, {"₽", "RUB"},
}

// words stand before or behind a figure and end there.
var words = []name{
	{"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"KRW", "KRW"}, {"JPY", "JPY"}, {"CNY", "CNY"}, {"RMB", "CNY"}, {"RUB", "RUB"},
	{"CHF", "CHF"}, {"AUD", "AUD"}, {"CAD", "CAD"}, {"SGD", "SGD"}, {"HKD", "HKD"}, {"TWD", "TWD"}, {"CZK", "CZK"}, {"PLN", "PLN"}, {"SEK", "SEK"},
	{"NOK", "NOK"}, {"DKK", "DKK"}, {"INR", "INR"}, {"BRL", "BRL"}, {"MXN", "MXN"}, {"ZAR", "ZAR"}, {"THB", "THB"}, {"AED", "AED"}, {"UAH", "UAH"},
	{"BTC", "BTC"}, {"XBT", "BTC"}, {"ETH", "ETH"}, {"XMR", "XMR"}, {"LTC", "LTC"}, {"BCH", "BCH"}, {"DASH", "DASH"}, {"ZEC", "ZEC"},
	{"XRP", "XRP"}, {"TRX", "TRX"}, {"USDT", "USDT"}, {"DOGE", "DOGE"},
}

// nouns stand behind a figure only. Korean ones take a particle at once, so nothing
// is asked of what follows them.
var nouns = []name{
	{"US dollars", "USD"}, {"U.S. dollars", "USD"}, {"dollars", "USD"}, {"dollar", "USD"}, {"bucks", "USD"}, {"euros", "EUR"}, {"euro", "EUR"},
	{"pounds", "GBP"}, {"rubles", "RUB"}, {"rupees", "INR"}, {"Korean won", "KRW"}, {"won", "KRW"}, {"yen", "JPY"}, {"yuan", "CNY"}, {"bitcoins", "BTC"}, {"bitcoin", "BTC"}, {"BTCs", "BTC"},
	{"monero", "XMR"}, {"ether", "ETH"}, {"ethereum", "ETH"}, {"litecoin", "LTC"}, {"tether", "USDT"},
	{"원", "KRW"}, {"달러", "USD"}, {"미불", "USD"}, {"불", "USD"}, {"유로", "EUR"}, {"엔", "JPY"}, {"위안", "CNY"},
	{"비트코인", "BTC"}, {"이더리움", "ETH"}, {"모네로", "XMR"}, {"테더", "USDT"},
}

// notMoney are words that begin like a currency and are none, behind a number.
var notMoney = []string{"원장", "원본", "원칙", "원인", "원격", "원고", "원자", "엔진", "엔지", "불가", "불량", "불법"}

// sign is where a sum with its currency begins and ends.
type sign struct {
	code     string // "" where the text gives none
	from, to int
}

// currencyOf finds the currency of a number: before it, behind it, or what Korean
// writers mean where they leave it out.
func currencyOf(text string, start int, q quantity) sign {
	before, from := currencyBefore(text, start)
	behind, to := currencyBehind(text, q.end)
	if behind != "" && (before == "" || q.korean.units > 0 || behind == before) {
		if before == "" {
			before, from = behind, start
		}
		return sign{before, from, to}
	}
	if before != "" {
		return sign{before, from, q.end}
	}
	if wonMeant(text, q.korean) {
		return sign{"KRW", start, q.end}
	}
	return countedCoins(text, start, q.end)
}

// wonMeant reports whether the won was left out behind this number: "30억 상당의",
// "30억을". Nobody counts people in hundreds of millions.
func wonMeant(text string, k korean) bool {
	const least, beyondPeople = 1e4, 1e8
	if k.units == 0 || k.value < least {
		return false
	}
	if hasAny(strings.TrimLeft(text[k.end:], " "), []string{"상당", "어치"}) {
		return true
	}
	return k.value >= beyondPeople && hasAny(text[k.end:], []string{"을", "를"})
}

// countedCoins reads "비트코인 10개".
func countedCoins(text string, start, end int) sign {
	const counter = "개"
	rest := strings.TrimPrefix(text[end:], " ")
	head := strings.TrimRight(text[:start], " ")
	for _, c := range []name{{"비트코인", "BTC"}, {"이더리움", "ETH"}, {"모네로", "XMR"}} {
		if strings.HasPrefix(rest, counter) && strings.HasSuffix(head, c.word) {
			return sign{c.currency, len(head) - len(c.word), len(text) - len(rest) + len(counter)}
		}
	}
	return sign{"", start, end}
}

// currencyBefore returns the currency that ends before start.
func currencyBefore(text string, start int) (currency string, from int) {
	end := start
	for end > 0 && start-end < 2 && text[end-1] == ' ' {
		end--
	}
	head := text[max(0, end-len("USD$ ")):end]
	for _, s := range signs {
		if strings.HasSuffix(head, s.word) {
			return s.currency, end - len(s.word)
		}
	}
	for _, w := range words {
		if len(head) < len(w.word) || !strings.EqualFold(head[len(head)-len(w.word):], w.word) {
			continue
		}
		from := end - len(w.word)
		if from > 0 && (text[from-1]|0x20 >= 'a' && text[from-1]|0x20 <= 'z') {
			continue
		}
		return w.currency, from
	}
	return "", start
}

// currencyBehind returns the currency that begins behind end.
func currencyBehind(text string, end int) (currency string, to int) {
	at := end
	for at < len(text) && at-end < 2 && (text[at] == ' ' || text[at] == '\n' || text[at] == '-') {
		at++
	}
	rest := text[at:]
	for _, s := range signs {
		if strings.HasPrefix(rest, s.word) && !(at > end && len(rest) > len(s.word) && isFigure(rest[len(s.word)])) {
			return s.currency, at + len(s.word)
		}
	}
	for _, list := range [][]name{nouns, words} {
		for _, w := range list {
			if !hasFold(rest, w.word) {
				continue
			}
			hangul := w.word[0] >= utf8.RuneSelf
			if !hangul && wordGoesOn(text, at+len(w.word)) || hangul && hasAny(rest, notMoney) {
				continue
			}
			return w.currency, at + len(w.word)
		}
	}
	return "", end
}

func hasAny(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
