package wallet

// Address is one cryptocurrency address.
type Address struct {
	Currency string // ticker: "BTC"
	Text     string // as the owner of the wallet would write it
	Form     string // "base58check", "bech32", "bech32m", "cashaddr", "eip-55", "hex", "cryptonote"
	Checked  bool   // its checksum holds; an Ethereum address in one case has none
	Raw      string // as it stood in the text, when that differs from Text
}

// Same reports whether both are one address, however they were written.
func (a Address) Same(o Address) bool { return a.Currency == o.Currency && a.Text == o.Text }

// The forms of addresses.
const (
	formBase58     = "base58check"
	formBech32     = "bech32"
	formBech32m    = "bech32m"
	formCashAddr   = "cashaddr"
	formEIP55      = "eip-55"
	formHex        = "hex" // an Ethereum address without the checksum of its case
	formCryptoNote = "cryptonote"
)

// The shortest and the longest address of any coin.
const (
	minLength = 25
	maxLength = 106
)

// Parse judges one word. It costs next to nothing for words that cannot be an
// address.
func Parse(s string) (Address, bool) {
	if len(s) < minLength || len(s) > maxLength {
		return Address{}, false
	}
	switch s[0] {
	case '1', '3', 'L', 'M', 'X', '7', 'D', '9', 'A', 't', 'T':
		if a, ok := parseBase58(s); ok {
			return a, true
		}
	case 'r':
		return parseXRP(s)
	case '4', '8':
		return parseMonero(s)
	case '0':
		return parseEthereum(s)
	}
	switch s[0] | 0x20 {
	case 'b', 'l':
		if a, ok := parseSegwit(s); ok {
			return a, true
		}
		return parseCash(s)
	case 'q', 'p':
		return parseCash(s)
	}
	return Address{}, false
}
