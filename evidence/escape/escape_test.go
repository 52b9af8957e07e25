package escape_test

import (
	"testing"

	"dwell/evidence/escape"
)

func TestEveryByteSurvives(t *testing.T) {
	for i := range 256 {
		e := escape.Append(nil, byte(i))
		if got, ok := escape.Byte(e[2], e[3]); !ok || got != byte(i) {
			t.Errorf("%d becomes %s becomes %d", i, e, got)
		}
	}
	for _, c := range "gG/:@`" {
		if escape.Digit(byte(c)) >= 0 {
			t.Errorf("%q is taken for a digit", c)
		}
	}
}
