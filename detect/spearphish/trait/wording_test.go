package trait

import (
	"strings"
	"testing"

	"dwell/event"
)

func smallWords(text string) string { return SmallWords(&event.Mail{Text: text}) }

// What a mail is about, what it quotes and what a program wrote do not count.
func TestSmallWordsAreOfTheWritersOwnProse(t *testing.T) {
	plain := smallWords("We met on the hill and saw it.\n")
	for name, text := range map[string]string{
		"other long words": "We visited on the mountain and saw it.\n",
		"capitals":         "WE met on the hill and saw IT.\n",
		"quotation":        "> I do not know you at all\nWe met on the hill and saw it.\n",
		"signature":        "We met on the hill and saw it.\n-- \nJane of the long road\n",
		"patch":            "We met on the hill and saw it.\n---\n this is not to be read\n",
		"code":             "We met on the hill and saw it.\n\tif (a == b) x->y = 0x17;\n",
		"CRLF":             "We met on the hill and saw it.\r\n",
	} {
		got := smallWords(text)
		if name == "other long words" { // which leave out "met" and "hill"
			if len(got) != len(plain)-2 {
				t.Errorf("%s: %d classes of %d", name, len(got), len(plain))
			}
			continue
		}
		if got != plain {
			t.Errorf("%s: %v, want %v", name, []byte(got), []byte(plain))
		}
	}
	if smallWords("We met, on the hill, and saw it.\n") == plain {
		t.Error("signs after words do not count")
	}
}

func TestSmallWordsOfKoreanAreItsEndings(t *testing.T) {
	if smallWords("나는 집에 갔다\n") != smallWords("너는 산에 왔다\n") {
		t.Error("the same endings differ")
	}
	if smallWords("나는 집에 갔다\n") == smallWords("내가 집을 갔어요\n") {
		t.Error("other endings are the same")
	}
}

func TestSmallWordsAreBounded(t *testing.T) {
	if got := smallWords(strings.Repeat("so it is and so it was in a way\n", 10_000)); len(got) > mostOfClass*10 {
		t.Errorf("%d of ten words", len(got))
	}
	var b strings.Builder
	for i := range 26 * 26 {
		b.WriteString("a" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + " \xff\xfe it\n")
	}
	if got := smallWords(b.String()); len(got) > mostWords {
		t.Errorf("%d words", len(got))
	}
}
