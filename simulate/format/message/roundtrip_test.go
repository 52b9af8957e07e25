package message_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/inert"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/format/message/wire"
)

// hostileTexts are bodies that break writers.
var hostileTexts = map[string]string{
	"empty":            "",
	"one word":         "x",
	"From lines":       "From here on\nFrom: me\n>From you\n>>From them\n From us\nFrom ",
	"dots":             ".\n..\n...\n.x\n",
	"boundaries":       "--\n--x\n--x--\n------=_NextPart_000_0001\n--00000000\n",
	"header of a mail": "Subject: x\nTo: y\n\nbody",
	"CR LF":            "one\r\ntwo\r\n\r\nthree\r\n",
	"lone CR":          "one\rtwo",
	"998 octets":       strings.Repeat("x", 998) + "\n" + strings.Repeat("y", 997),
	"long word":        strings.Repeat("z", 5000),
	"long line":        strings.Repeat("word ", 1000),
	"long Korean line": strings.Repeat("우리는 회원 정보를 가지고 있다 ", 300),
	"blanks at ends":   "a  \nb\t\n\tc\n",
	"equal signs":      "=3D=\n=\n==\na=b=20\n",
	"NUL and bells":    "a\x00b\x07c\x1b$)C\x0eH8\x0fd",
	"emoji":            "축하합니다 \U0001F600\U0001F389",
	"old Hangul":       "ㆍ뷁 힣 똠방각하 펲시콜라",
	"not UTF-8":        "abc\xff\xfe한",
	"HTML":             "<b>&amp;</b> <script> </body> \"quoted\"",
	"begin of uu":      "begin the day\nend\n",
}

func TestHostileTexts(t *testing.T) {
	for name, text := range hostileTexts {
		t.Run(name, func(t *testing.T) {
			for _, c := range clients() {
				for _, set := range []wire.Charset{wire.Unset, wire.UTF8, wire.EUCKR, wire.KSC5601, wire.ISO2022KR} {
					c.Charset = set
					m := letter()
					m.Text = text
					check(t, m, &c)
				}
			}
		})
	}
}

func TestHostileHeaders(t *testing.T) {
	for name, value := range map[string]string{
		"empty":          "",
		"long Korean":    strings.Repeat("매우 긴 제목입니다. ", 120),
		"Korean, no gap": strings.Repeat("가나다라마바사", 200),
		"long English":   strings.Repeat("a very long subject ", 100) + "end",
		"one long word":  strings.Repeat("q", 3000),
		"a new header":   "x\r\nBcc: victim@example.com\r\n\r\nbody",
		"encoded word":   "=?utf-8?B?6rCA?= is not one",
		"blanks":         "  two  blanks   and three ",
		"tab":            "a\tb",
		"Latin":          "Café à la crème — naïve",
		"emoji":          "\U0001F600 할인 \U0001F389 쿠폰",
		"quotes":         `say "hi" \ (there) <x@y> a, b; c: d`,
		"not UTF-8":      "한\xff글",
		"From line":      "From here",
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range clients() {
				for _, set := range []wire.Charset{wire.Unset, wire.KSC5601, wire.ISO2022KR} {
					c.Charset = set
					m := letter()
					m.Subject = value
					check(t, m, &c)
					if c.Program == message.Cron { // its names stand in comments, of ASCII only
						continue
					}
					m.From.Name, m.To[0].Name = value, value
					check(t, m, &c)
				}
			}
		})
	}
}

func TestAttachments(t *testing.T) {
	zip, err := inert.ZIP([]inert.Member{{Name: "가족 사진.jpg.scr", Data: inert.Program("text")}}, true)
	if err != nil {
		t.Fatal(err)
	}
	files := []message.Attachment{
		{Name: "5월 주문 현황 및 다음 달 입고 예정 품목 정리본 (최종_수정2).hwp", Type: "application/haansofthwp", Data: inert.HWP("text")},
		{Name: "photos.zip", Type: "application/zip", Data: zip},
		{Name: "IMG 2034.jpg", Type: "image/jpeg", Data: inert.JPEG("text"), Inline: true, ContentID: "img1@example.com"},
		{Name: `a "quoted" \ name; x=1.pdf`, Type: "application/pdf", Data: inert.PDF("text")},
		{Name: "빈 파일.txt", Type: "text/plain", Data: nil},
		{Name: "line\r\nContent-Type: x.exe", Data: inert.Program("text")},
		{Name: strings.Repeat("긴이름", 60) + ".docx", Type: "application/msword", Data: inert.Document("text")},
		{Name: strings.Repeat("long-name", 30) + ".bin", Data: []byte("From x\n.\n")},
	}
	for _, c := range clients() {
		for _, html := range []string{"", `<html><body><p>자료 <img src="cid:img1@example.com"></p></body></html>`} {
			for n := range len(files) + 1 {
				m := letter()
				m.HTML, m.Attachments = html, files[:n]
				check(t, m, &c)
			}
			m := letter()
			m.Text, m.HTML, m.Attachments = "", html, files
			raw := message.Append(nil, m, &c, nil)
			got := readOne(t, "x.eml", raw)
			checkFiles(t, m, &c, got.Parts)
		}
	}
}

// The HTML of a mail comes back as it was, but for its line ends.
func TestHTMLComesBack(t *testing.T) {
	const page = "<html>\n<body>\n<p>자료를 보내 드립니다. <a href=\"https://example.com/a\">보기</a></p>\n.\nFrom here\n</body>\n</html>\n"
	for _, c := range clients() {
		m := letter()
		m.HTML = page
		got := readOne(t, "x.eml", message.Append(nil, m, &c, nil))
		found := false
		for _, p := range got.Parts {
			if p.Type != "text/html" {
				continue
			}
			found = true
			text := string(p.Data)
			if p.Charset != "utf-8" {
				coded, _ := wire.KSC5601.Encode(page)
				if wire.Newlines(text) != string(coded) {
					t.Errorf("%v: %q", c.Program, text)
				}
			} else if wire.Newlines(text) != page {
				t.Errorf("%v: %q", c.Program, text)
			}
		}
		if !found {
			t.Errorf("%v: no HTML", c.Program)
		}
	}
}

// An answer names the mail it answers, and its thread.
func TestAnswers(t *testing.T) {
	for _, c := range clients() {
		for _, language := range []message.Language{message.Korean, message.English} {
			c.Language = language
			first := letter()
			id := string(message.AppendID(nil, first, &c, nil))
			m := letter()
			m.Number, m.Date, m.Subject = 2, m.Date.Add(time.Hour), "Re: "+m.Subject
			m.InReplyTo, m.References = id, []string{"start@example.com", "middle@example.com"}
			m.Thread = message.Thread{Number: first.Number, Began: first.Date}
			m.Quote = &message.Quote{From: first.From, To: first.To, Cc: first.Cc, Date: first.Date, Subject: first.Subject, Text: first.Text + "> 전에 쓴 글\n"}
			check(t, m, &c)
			got := readOne(t, "x.eml", message.Append(nil, m, &c, nil))
			if c.Program == message.Cron || c.Program == message.Newsletter { // machines answer no one
				continue
			}
			named := c.Program != message.OutlookInternet || c.Version == "15.0" // older ones name no thread
			if want := []string{"start@example.com", "middle@example.com", id}; named && !cmp.Equal(got.References, want) {
				t.Errorf("%v: %q, want %q", c.Program, got.References, want)
			}
			if got.InReplyTo != id && c.Program != message.OutlookExpress {
				t.Errorf("%v: in reply to %q, want %q", c.Program, got.InReplyTo, id)
			}
			people := c.Program != message.PHPMailer
			if quoted := strings.Contains(got.Text, "자료를 보내 드립니다."); !quoted {
				t.Errorf("%v: the text is gone", c.Program)
			} else if people && strings.Count(got.Text, "자료를 보내 드립니다.") != 2 {
				t.Errorf("%v: no quotation in %q", c.Program, got.Text)
			}
		}
	}
}

// The same mail gives the same bytes, and another number other identifiers.
func TestDeterministic(t *testing.T) {
	for _, c := range clients() {
		m := letter()
		m.HTML = "<p>x</p>"
		m.Attachments = []message.Attachment{{Name: "a.pdf", Type: "application/pdf", Data: inert.PDF("x")}}
		first := string(message.Append(nil, m, &c, nil))
		if second := string(message.Append([]byte("before"), m, &c, nil)); second != "before"+first {
			t.Errorf("%v: the bytes differ", c.Program)
		}
		id := string(message.AppendID(nil, m, &c, nil))
		m.Number++
		if other := string(message.AppendID(nil, m, &c, nil)); other == id && c.Program != message.Cron {
			t.Errorf("%v: %s twice", c.Program, id)
		}
	}
}

// Every mail comes back from an mbox of either variant, as mboxo can.
func TestMbox(t *testing.T) {
	for _, variant := range []mailbox.Variant{mailbox.MBoxRD, mailbox.MBoxO} {
		var box []byte
		var want []string
		for i, c := range clients() {
			for name, text := range hostileTexts {
				if variant == mailbox.MBoxO && strings.Contains(text, ">From ") {
					continue
				}
				m := letter()
				m.Number, m.Subject, m.Text = uint64(i), fmt.Sprint(i, name), text
				box = mailbox.AppendMbox(box, m.From.Addr, m.Date, message.Append(nil, m, &c, nil), variant)
				want = append(want, wantText(m, &c))
			}
		}
		result, err := evidencetest.Read(mail.New(), "box", box)
		if err != nil || result.Tally.Damaged != 0 {
			t.Fatal(err, result.Tally)
		}
		if len(result.Events.Mails) != len(want) {
			t.Fatalf("variant %d: %d mails, want %d", variant, len(result.Events.Mails), len(want))
		}
		for i := range want {
			if got := result.Events.Mails[i]; got.Text != want[i] {
				t.Errorf("variant %d: %s: %q, want %q", variant, got.Subject, got.Text, want[i])
			}
		}
	}
}

// A text that holds the very boundary that the mail would have gets another one.
func TestBoundaryInText(t *testing.T) {
	for _, c := range clients() {
		m := letter()
		m.Text, m.Attachments = "one", []message.Attachment{{Name: "a.bin", Data: []byte("x")}}
		first := readOne(t, "1.eml", message.Append(nil, m, &c, nil))
		mark := boundary(&first)
		m.Text = "one\n--" + mark + "\n\ntwo\n--" + mark + "--\n"
		check(t, m, &c)
		again := readOne(t, "1.eml", message.Append(nil, m, &c, nil))
		coded := c.Program == message.Naver || c.Program == message.Daum // whose text is base64
		if second := boundary(&again); second == mark && !coded {
			t.Errorf("%v: %s twice", c.Program, mark)
		}
	}
}

// A message of nothing is a mail all the same.
func TestZeroMessage(t *testing.T) {
	for _, c := range clients() {
		for _, m := range []*message.Message{{}, {From: message.Address{Name: "x", Addr: "<\r\n>"}, Attachments: make([]message.Attachment, 2), Quote: &message.Quote{}, InReplyTo: "<\r\nx>"}} {
			got := readOne(t, "x.eml", message.Append(nil, m, &c, nil))
			if local, domain, _ := strings.Cut(got.MessageID, "@"); local == "" || domain == "" || strings.HasSuffix(domain, ".") {
				t.Errorf("%v: %q", c.Program, got.MessageID)
			}
		}
	}
}
