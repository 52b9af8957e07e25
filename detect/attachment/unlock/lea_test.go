package unlock

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// The test vectors of the standard.
func TestLEA(t *testing.T) {
	for _, c := range []struct{ key, plain, want string }{
		{"0f1e2d3c4b5a69788796a5b4c3d2e1f0", "101112131415161718191a1b1c1d1e1f", "9fc84e3528c6c6185532c7a704648bfd"},
		{"0f1e2d3c4b5a69788796a5b4c3d2e1f0f0e1d2c3b4a5968778695a4b3c2d1e0f", "303132333435363738393a3b3c3d3e3f", "d651aff647b189c13a8900ca27f9e197"},
	} {
		key, _ := hex.DecodeString(c.key)
		plain, _ := hex.DecodeString(c.plain)
		want, _ := hex.DecodeString(c.want)
		got := make([]byte, leaSize)
		if newLEA(key).encrypt(got, plain); !bytes.Equal(got, want) {
			t.Errorf("%x, want %x", got, want)
		}
	}
	if newLEA(make([]byte, 24)) != nil {
		t.Error("a key of another length")
	}
}
