package words

import (
	"strings"
	"testing"
)

func found(x *Index, text string) map[uint16]int {
	out := map[uint16]int{}
	normal, foreign := Normal(nil, text)
	x.Find(normal, foreign, func(h Hit) { out[h.ID]++ })
	return out
}

func TestPhrasesAreFoundHoweverTheyAreWritten(t *testing.T) {
	x := NewIndex()
	for id, p := range []string{"", "click here", "d'accès", "비밀번호", "at&t", "deactivat*", "パスワード", "all rights reserved"} {
		x.Add(p, uint16(id))
	}
	for text, want := range map[string]uint16{
		"CLICK\n  here!": 1, "Please click, here.": 1, "cl\u0456ck h\u0435re": 1, "cli\u00adck he\u200bre": 1, "code d\u2019accès": 2, "D'ACCÈS": 2, "비밀번호를 변경": 3, "새비밀번호": 3, "your AT&T bill": 4,
		"was deactivated": 5, "パスワードの変更": 6, "All Rights Reserved.": 7,
	} {
		if found(x, text)[want] != 1 {
			t.Errorf("%q: %v, want %d", text, found(x, text), want)
		}
	}
	for _, text := range []string{"click there", "clickhere", "double-clicks here", "", "   ", "reactivated"} {
		if got := found(x, text); len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestMixedLetters(t *testing.T) {
	for text, want := range map[string]bool{
		"Bin\u0430nce": true, "\U0001d416\U0001d408\U0001d40d": true, "Pay\u200bPal": true, "plain": false, "Ölmühle": false, "김민지": false, "Иван Петров": false, "Иван Petrov": false, "family 👨\u200d👩\u200d👧": false, "αβγ test": false,
	} {
		if Mixed(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// The index must find what a plain search for whole words finds.
func FuzzFind(f *testing.F) {
	phrases := []string{"log in", "verify your", "password", "a b c", "24 hours", "로그인", "é à"}
	x := NewIndex()
	for id, p := range phrases {
		x.Add(p, uint16(id))
	}
	for _, p := range phrases {
		f.Add("x " + p + ", " + p)
	}
	f.Fuzz(func(t *testing.T, text string) {
		normal, _ := Normal(nil, text)
		got := found(x, text)
		for id, p := range phrases {
			want := strings.Contains(" "+strings.TrimSpace(string(normal))+" ", " "+p+" ")
			if p == "로그인" {
				want = strings.Contains(string(normal), p)
			}
			if (got[uint16(id)] > 0) != want {
				t.Errorf("%q in %q: %v", p, normal, got)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	x := NewIndex()
	for i := range 1500 {
		x.Add("phrase"+strings.Repeat("x", i%40)+" number", uint16(i))
	}
	text := strings.Repeat("Dear colleague, the meeting about the third quarter is on 14 May at 1 pm. We will bring the figures of item 4711. ", 40)
	var buffer []byte
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		buffer, _ = Normal(buffer[:0], text)
		x.Find(buffer, false, func(Hit) {})
	}
}
