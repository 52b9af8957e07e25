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
	{"US$", "USD"}, {"USD$", "USD"}, {"A$", "AUD"}, {"C$", "CAD"}, {"HK$", "HKD"}, {"$", "USD"}, {"＄", "USD"},
	{"€", "EUR"}, {"£", "GBP"}, {"₩", "KRW"}, {"￦", "KRW"}, {"¥", "JPY"}, {"￥", "JPY"}, {"₿", "BTC"}, {"₽", "RUB"},
}

// words stand before or behind a figure and end there.
var words = []name{
	{"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"KRW", "KRW"}, {"JPY", "JPY"}, {"CNY", "CNY"}, {"RMB", "CNY"}, {"RUB", "RUB"},
	{"CHF", "CHF"}, {"AUD", "AUD"}, {"CAD", "CAD"},
	{"BTC", "BTC"}, {"XBT", "BTC"}, {"ETH", "ETH"}, {"XMR", "XMR"}, {"LTC", "LTC"}, {"BCH", "BCH"}, {"DASH", "DASH"}, {"ZEC", "ZEC"},
	{"XRP", "XRP"}, {"TRX", "TRX"}, {"USDT", "USDT"}, {"DOGE", "DOGE"},
}

// nouns stand behind a figure only. Korean ones take a particle at once, so nothing
// is asked of what follows them.
var nouns = []name{
	{"US dollars", "USD"}, {"U.S. dollars", "USD"}, {"dollars", "USD"}, {"dollar", "USD"}, {"bucks", "USD"}, {"euros", "EUR"}, {"euro", "EUR"},
	{"pounds", "GBP"}, {"Korean won", "KRW"}, {"won", "KRW"}, {"yen", "JPY"}, {"yuan", "CNY"}, {"bitcoins", "BTC"}, {"bitcoin", "BTC"}, {"BTCs", "BTC"},
	{"monero", "XMR"}, {"ether", "ETH"}, {"ethereum", "ETH"}, {"litecoin", "LTC"}, {"tether", "USDT"},
	{"원", "KRW"}, {"달러", "USD"}, {"미불", "USD"}, {"불", "USD"}, {"유로", "EUR"}, {"엔", "JPY"}, {"위안", "CNY"},
	{"비트코인", "BTC"}, {"이더리움", "ETH"}, {"모네로", "XMR"}, {"테더", "USDT"},
}

// notMoney are words that begin like a currency and are none, behind a number.
var notMoney = []string{"원장", "원본", "원칙", "원인", "원격", "원고", "원자", "엔진", "엔지", "불가", "불량", "불법"}

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
