package suricata_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"dwell/simulate/format/suricata"
)

// Whatever a text holds, the line stays JSON, and text that is UTF-8 comes back.
func FuzzTexts(f *testing.F) {
	for _, s := range []string{"", "a\tb\"c\\d\n\x01\x7f", "한글", "\xff한", "\u2028"} {
		f.Add(s)
	}
	w := &suricata.Writer{}
	f.Fuzz(func(t *testing.T, text string) {
		line := w.AppendHTTP(nil, &suricata.HTTP{HTTPTransaction: suricata.HTTPTransaction{URL: text}})
		if !utf8.Valid(line) || bytes.Count(line, []byte("\n")) != 1 {
			t.Fatalf("%q is not one line of text", line)
		}
		var o object
		if err := json.Unmarshal(line, &o); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if utf8.ValidString(text) && o.HTTP.URL != text {
			t.Errorf("%q came back as %q", text, o.HTTP.URL)
		}
	})
}
