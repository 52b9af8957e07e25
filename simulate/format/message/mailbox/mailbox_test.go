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

func TestMaildir(t *testing.T) {
	raw := []byte("a\nb\n")
	for want, got := range map[string]string{
		"new/1462261089.Vfd": Maildir(Postfix, at, 7, "mail.shop.example", "", raw),
		"cur/1462261089.M":   Maildir(Dovecot, at, 7, "mail.shop.example", "RS", raw),
	} {
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := Maildir(Dovecot, at, 7, "a/b:c,d", "S", raw); !strings.HasSuffix(got, ".abcd,S=4,W=6:2,S") {
		t.Error(got)
	}
	if Maildir(Dovecot, at, 7, "h", "", raw) == Maildir(Dovecot, at, 8, "h", "", raw) {
		t.Error("two mails of one name")
	}
	if strings.Count(Maildir(Postfix, at, 7, "../../etc", "", raw), "/") != 1 {
		t.Error("the host leads out of the folder")
	}
}

func TestEML(t *testing.T) {
	for subject, want := range map[string]string{
		"5월 주문: 현황?":            "5월 주문_ 현황_.eml",
		"":                      "no subject.eml",
		"../../x":               "_.._x.eml",
		strings.Repeat("긴", 99): strings.Repeat("긴", 40) + ".eml",
		" . ":                   "no subject.eml",
	} {
		if got := EML(subject); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}

func TestUnix(t *testing.T) {
	if got := string(AppendUnix(nil, []byte("a\r\nb\r\n\r\nc\rd\n"))); got != "a\nb\n\nc\rd\n" {
		t.Errorf("%q", got)
	}
}
