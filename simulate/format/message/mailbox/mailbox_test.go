package mailbox

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var at = time.Date(2016, 5, 3, 16, 38, 9, 123456000, time.FixedZone("KST", 9*3600))

func TestMbox(t *testing.T) {
	raw := []byte("Subject: x\r\n\r\nFrom a\r\n>From b\r\n>>From c\r\nFromm\r\n from")
	for variant, want := range map[Variant]string{
		MBoxRD: "From a@example.com Tue May  3 07:38:09 2016\nSubject: x\n\n>From a\n>>From b\n>>>From c\nFromm\n from\n\n",
		MBoxO:  "From a@example.com Tue May  3 07:38:09 2016\nSubject: x\n\n>From a\n>From b\n>>From c\nFromm\n from\n\n",
	} {
		if got := string(AppendMbox(nil, "a@example.com", at, raw, variant)); got != want {
			t.Errorf("variant %d: %q", variant, got)
		}
	}
	for sender, want := range map[string]string{"": "MAILER-DAEMON", "<>": "MAILER-DAEMON", "a b\n@x": "ab@x", " ": "MAILER-DAEMON"} {
		if got := string(AppendMbox(nil, sender, at, nil, MBoxRD)); !strings.HasPrefix(got, "From "+want+" Tue ") {
			t.Errorf("%q: %q", sender, got)
		}
	}
}

// Taking one ">" off every protected line gives the mail back, and no line but the
// first begins with "From ".
func TestMBoxRDIsReversible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"From ", ">", "\r\n", "x", "From", " ", "\n"})).Draw(t, "pieces")
		raw := strings.Join(pieces, "")
		box := string(AppendMbox(nil, "a@example.com", at, []byte(raw), MBoxRD))
		_, body, _ := strings.Cut(box, "\n")
		var back strings.Builder
		for line := range strings.Lines(body) {
			if strings.HasPrefix(line, "From ") {
				t.Fatalf("a second mail begins in %q", box)
			}
			if strings.HasPrefix(strings.TrimLeft(line, ">"), "From ") {
				line = line[1:]
			}
			back.WriteString(line)
		}
		want := strings.ReplaceAll(raw, "\r\n", "\n")
		if want != "" && !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		if got := back.String(); got != want+"\n" {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
