package impostor

import (
	"strings"
	"testing"
	"time"

	"dwell/evidence/message/dkim"
	"dwell/simulate/chance"
)

const original = "Return-Path: <jane@example.com>\n" +
	"Received: from mx.example.com (mx.example.com [192.0.2.1])\n\tby in.example.net with ESMTP; Mon,  3 Mar 2025 09:00:05 +0100\n" +
	"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; b=abc; bh=AAAA\n\tAAAA\n" +
	"Message-ID: <20250303.123@example.com>\n" +
	"From: Jane Doe <jane@example.com>\n" +
	"To: bob@example.net\n" +
	"Subject: minutes\n" +
	"X-Mailer: Post 1.2\n" +
	"Date: Mon, 3 Mar 2025 09:00:00 +0100\n" +
	"\nHello Bob\n"

const stranger = "Received: from [198.51.100.7] (helo=pc)\n\tby in.example.net with SMTP; Tue, 04 Mar 2025 20:00:05 +0000\n" +
	"From: \"X Y\" <x@example.org>\n" +
	"User-Agent: Other/9\n" +
	"Subject: hi\n" +
	"Message-Id: <ab12@pc.example.org>\n" +
	"Date: Tue, 04 Mar 2025 20:00:00 +0000\n" +
	"\nBuy\n"

func scene() Scene {
	return Scene{True: Parse([]byte(original)), Other: Parse([]byte(stranger)), At: time.Date(2025, 4, 10, 12, 0, 0, 0, time.UTC)}
}

func TestParsingLosesNothing(t *testing.T) {
	for _, raw := range []string{original, stranger, "", "\n", "no header\nat all", "A: b"} {
		if got := string(Parse([]byte(raw)).Bytes()); got != raw {
			t.Errorf("got %q of %q", got, raw)
		}
	}
}

func TestEveryLevelSaysWhoItIs(t *testing.T) {
	for _, level := range Levels() {
		l := Forge(level, scene(), chance.New(1, level.String()))
		name, address := l.Author()
		if name != "Jane Doe" {
			t.Errorf("%s: name %q", level, name)
		}
		if trueAddress := address == "jane@example.com"; trueAddress != (level >= Blind) {
			t.Errorf("%s: address %q", level, address)
		}
		if !l.Time().Equal(scene().At) {
			t.Errorf("%s: dated %s", level, l.Time())
		}
		if id := l.Value("message-id"); id == scene().True.Value("message-id") || id == scene().Other.Value("message-id") {
			t.Errorf("%s: identity not its own: %s", level, id)
		}
		_, offset := l.Time().Zone()
		if ofVictim := offset == 3600; ofVictim != (level == Copied) {
			t.Errorf("%s: zone %d", level, offset)
		}
	}
}

func TestOneMailCopiedComesOverTheImpostorsRelays(t *testing.T) {
	got := string(Forge(Copied, scene(), chance.New(1)).Bytes())
	for _, want := range []string{"X-Mailer: Post 1.2", "Hello Bob", "198.51.100.7", "Thu, 10 Apr 2025 12:00:05 +0000", "Thu, 10 Apr 2025 13:00:00 +0100"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "DKIM") || strings.Contains(got, "192.0.2.1") {
		t.Errorf("keeps what the impostor cannot have:\n%s", got)
	}
}

func TestTheTrueAccountKeepsItsRelays(t *testing.T) {
	got := string(Forge(Account, scene(), chance.New(1)).Bytes())
	for _, want := range []string{"DKIM", "192.0.2.1", "User-Agent: Other/9", "Thu, 10 Apr 2025 13:00:05 +0100", `"Jane Doe" <jane@example.com>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// The provider signs what the impostor writes in the true account.
func TestTheTrueAccountSigns(t *testing.T) {
	l := Forge(Account, scene(), chance.New(1))
	s, ok := dkim.Parse([]byte(l.Value("dkim-signature")))
	if got := new(dkim.Hasher).Check(&s, []byte("Buy\n")); !ok || got != dkim.Agrees || !strings.HasSuffix(string(l.Body), "\nBuy\n") {
		t.Errorf("%q: %v, %d", l.Value("dkim-signature"), ok, got)
	}
}

func TestResemblingAddressesAreOthers(t *testing.T) {
	draw := chance.New(3)
	for _, address := range []string{"jane@example.com", "a@b.io", "x.y@sub.example.org", "kim@example.co.kr"} {
		for range 200 {
			got := Resembling(address, draw)
			if got == address || strings.Count(got, "@") != 1 || strings.ContainsFunc(got, func(r rune) bool { return r > 127 }) {
				t.Fatalf("%s for %s", got, address)
			}
		}
	}
}
