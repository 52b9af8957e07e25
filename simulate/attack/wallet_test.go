package attack

import (
	"crypto/sha256"
	"math/big"
	"slices"
	"strings"
	"testing"

	"dwell/simulate/chance"
)

// The checksum of every wallet holds: four bytes of the double SHA-256.
func TestWalletsHaveRightChecksums(t *testing.T) {
	for seed := range uint64(200) {
		text := wallet(chance.New(seed, "test"))
		n := new(big.Int)
		for _, c := range text {
			n.Mul(n, big.NewInt(58)).Add(n, big.NewInt(int64(strings.IndexRune(base58, c))))
		}
		b := append(make([]byte, 25), n.Bytes()...)
		b = b[len(b)-25:]
		first := sha256.Sum256(b[:21])
		second := sha256.Sum256(first[:])
		if b[0] != 0 || !slices.Equal(second[:4], b[21:]) || !strings.HasPrefix(text, "1") {
			t.Errorf("%s", text)
		}
	}
}

func TestAnAlteredAddressIsAnotherOne(t *testing.T) {
	if got := altered("jisoo.park7@naver.com"); got == "jisoo.park7@naver.com" || !strings.HasSuffix(got, "@naver.com") {
		t.Error(got)
	}
}
