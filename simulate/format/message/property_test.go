package message_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/format/message/wire"
)

// drawText draws text of pieces that mail breaks on.
func drawText(t *rapid.T, label string, most int) string {
	piece := rapid.SampledFrom([]string{"word", " ", "긴 한국어 문장입니다. ", "뷁", "é", "\U0001F600", "\n", "\r\n", "\n\n", "From ", ">From ", ">", ".", "\n.\n", "--", "=", "=20", "=?utf-8?B?", "?=", "\t", "\x00",
		"\"", "\\", "<b>", "&", ";", ",", "(", "Subject: x\n", "----=_Part", strings.Repeat("x", 1000), strings.Repeat("가", 400), "\xff"})
	return strings.Join(rapid.SliceOfN(piece, 0, most).Draw(t, label), "")
}

// Whatever a message holds, the reader gets subject, names, text and files back,
// and no line is longer than a relay takes.
func TestMailsComeBack(t *testing.T) {
	all := clients()
	reader := mail.New()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "client")
		c.Charset = rapid.SampledFrom([]wire.Charset{wire.Unset, wire.UTF8, wire.EUCKR, wire.ISO2022KR}).Draw(t, "set")
		c.Language = rapid.SampledFrom([]message.Language{message.Korean, message.English}).Draw(t, "language")
		m := letter()
		m.Number = rapid.Uint64().Draw(t, "number")
		m.Date = time.Unix(rapid.Int64Range(1_000_000_000, 1_900_000_000).Draw(t, "date"), 0).In(kst)
		m.Subject, m.Text = drawText(t, "subject", 8), drawText(t, "text", 20)
		if c.Program != message.Cron {
			m.From.Name = drawText(t, "name", 4)
		} else {
			m = daemons(m)
		}
		for range rapid.IntRange(0, 3).Draw(t, "files") {
			const longest = 80 // file systems allow 255 bytes
			runes := []rune(strings.ToValidUTF8(drawText(t, "file", 5), "\uFFFD"))
			name := norm.NFC.String(string(runes[:min(len(runes), longest)]))
			m.Attachments = append(m.Attachments, message.Attachment{Name: "f" + name + ".bin", Type: "application/octet-stream", Data: rapid.SliceOf(rapid.Byte()).Draw(t, "data")})
		}
		if rapid.Bool().Draw(t, "answer") {
			m.InReplyTo = "a@example.com"
			m.Quote = &message.Quote{From: m.From, To: m.To, Date: m.Date, Subject: m.Subject, Text: drawText(t, "quoted", 6)}
		}
		raw := message.Append(nil, m, &c, nil)
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if strings.ContainsAny(line, "\r\n") && c.Program != message.Cron {
				t.Fatalf("a bare CR or LF in %q", line)
			}
			if len(line) > wire.MaxLine && c.Program != message.Cron { // cron hands on what the job wrote
				t.Fatalf("a line of %d octets", len(line))
			}
		}
		box := mailbox.AppendMbox(nil, m.From.Addr, m.Date, raw, mailbox.MBoxRD)
		result, err := evidencetest.Read(reader, "box", box)
		if err != nil || len(result.Events.Mails) != 1 {
			t.Fatalf("%d mails, %v", len(result.Events.Mails), err)
		}
		got := &result.Events.Mails[0]
		if want := strings.ToValidUTF8(m.Subject, "\uFFFD"); got.Subject != want {
			t.Fatalf("subject %q, want %q", got.Subject, want)
		}
		if want := shown(strings.ToValidUTF8(m.From.Name, "\uFFFD")); want != "" && got.Author().Name != want {
			t.Fatalf("name %q, want %q", got.Author().Name, want)
		}
		compareText(t, m, &c, got.Text)
		var data []string
		for _, p := range got.Parts {
			if p.Name != "" {
				data = append(data, norm.NFC.String(p.Name)+"\n"+string(p.Data))
			}
		}
		for i, a := range m.Attachments {
			if len(data) <= i || data[i] != a.Name+"\n"+string(a.Data) {
				t.Fatalf("file %d of %d: %q", i, len(data), a.Name)
			}
		}
	})
}

// compareText compares the text with what the program was to write. Where the
// reader read the HTML instead, because it says far more, words are enough.
func compareText(t *rapid.T, m *message.Message, c *message.Client, got string) {
	want := wantText(m, c)
	if got == want {
		return
	}
	if got, want := strings.Join(strings.Fields(got), ""), strings.Join(strings.Fields(want), ""); got == want {
		return
	}
	if len(want)*4 < len(got) {
		return
	}
	t.Fatalf("text %q, want %q", got, want)
}
