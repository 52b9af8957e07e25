package mail

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
)

const separator = "From kim@example.com Tue May  3 07:40:00 2016\n"

// letter is a made-up mail with the body, as a mailbox holds it.
func letter(n int, header, body string) string {
	return fmt.Sprintf("%sMessage-ID: <%d@example.com>\nFrom: kim@example.com\nDate: Tue, 3 May 2016 16:38:00 +0900\n%s\n%s\n", separator, n, header, body)
}

func withLength(n int, body string) string {
	return letter(n, fmt.Sprintf("Content-Length: %d\n", len(body)), body)
}

func TestMboxVariants(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		texts   []string
		note    string
	}{
		"no From lines": {
			letter(1, "", "one\n") + letter(2, "", "two\n"),
			[]string{"one", "two"}, "mbox without quoted From lines: its variant makes no difference",
		},
		"mboxo": {
			letter(1, "", "a\n>From here\n") + letter(2, "", "two\n"),
			[]string{"a\nFrom here", "two"}, "mbox variant mboxo or mboxrd: From lines are quoted once, which both do",
		},
		"mboxrd": {
			letter(1, "", "a\n>From here\n>>From there\n") + letter(2, "", "two\n"),
			[]string{"a\nFrom here\n>From there", "two"}, "mbox variant mboxrd: quoted From lines are quoted again",
		},
		"mboxcl": {
			withLength(1, "a\n>From here\n") + withLength(2, "two\n"),
			[]string{"a\nFrom here", "two"}, "mbox variant mboxcl: mails end by their Content-Length, From lines are quoted",
		},
		"mboxcl2": {
			withLength(1, "a\n"+letter(9, "", "enclosed")+">From here\n") + withLength(2, "two\n"),
			[]string{"a\n" + strings.TrimSpace(letter(9, "", "enclosed")) + "\n>From here", "two"}, "mbox variant mboxcl2: mails end by their Content-Length, From lines are not quoted",
		},
		"Content-Length without a From line": {
			withLength(1, "one\n") + withLength(2, "two\n"),
			[]string{"one", "two"}, "mbox variant mboxcl or mboxcl2: mails end by their Content-Length, no From line tells them apart",
		},
		"wrong Content-Length": {
			letter(1, "Content-Length: 2\n", "one\n") + letter(2, "Content-Length: 99999\n", "two\n") + letter(3, "Content-Length: x\n", "three\n"),
			[]string{"one", "two", "three"}, "Content-Length is wrong in 2 mails, which were cut at the next From line",
		},
		"From in running text": {
			letter(1, "", "It came\n\nFrom the other office.\nFrom: is no header here\n\nFrom me: yes\nfine\n") + letter(2, "", "two\n"),
			[]string{"It came\n\nFrom the other office.\nFrom: is no header here\n\nFrom me: yes\nfine", "two"}, "mbox without quoted From lines: its variant makes no difference",
		},
		"patch in the body": {
			letter(1, "", "see\n\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: lee@example.com\nSubject: [PATCH]\n\n---\n") + letter(2, "", "two\n"),
			[]string{"see\n\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: lee@example.com\nSubject: [PATCH]\n\n---", "two"}, "mbox without quoted From lines: its variant makes no difference",
		},
		"separator without a date": {
			letter(1, "", "one\n") + "From nobody\nReceived: from a by b\n\ntwo\n",
			[]string{"one", "two"}, "mbox without quoted From lines: its variant makes no difference",
		},
		"no blank line before the separator": {
			strings.TrimSuffix(letter(1, "", "one"), "\n") + "\n" + letter(2, "", "two\n"),
			[]string{"one", "two"}, "mbox without quoted From lines: its variant makes no difference",
		},
		"Takeout": {
			"From 1530000000000000000@xxx Tue May 03 07:40:00 +0000 2016\nX-GM-THRID: 1\nX-Gmail-Labels: =?UTF-8?Q?Inbox,=ED=9A=8C?=\nFrom: a@example.com\n\none\n\n",
			[]string{"one"}, noteTakeout,
		},
	} {
		for ending, content := range map[string]string{"LF": c.content, "CR LF": crlf(c.content)} {
			if ending == "CR LF" && strings.Contains(content, "Content-Length") {
				continue // the lengths are those of the LF form
			}
			t.Run(name+" "+ending, func(t *testing.T) {
				result := read(t, "box.mbox", content)
				var texts []string
				end := int64(0)
				for _, m := range result.Events.Mails {
					texts = append(texts, m.Text)
					if m.Ref.Offset != end {
						t.Errorf("mail at %d, want %d: every byte belongs to a mail", m.Ref.Offset, end)
					}
					end += m.Ref.Length
				}
				if diff := cmp.Diff(c.texts, texts); diff != "" {
					t.Error(diff)
				}
				if end != int64(len(content)) {
					t.Errorf("mails end at %d of %d", end, len(content))
				}
				if !strings.Contains(strings.Join(result.Tally.Notes, "\n"), c.note) {
					t.Errorf("notes %q, want %q", result.Tally.Notes, c.note)
				}
			})
		}
	}
}

// Gmail keeps labels and thread in the header; Korean labels come as encoded words.
func TestTakeoutLabels(t *testing.T) {
	m := read(t, "All mail.mbox", "From 1530000000000000000@xxx Tue May 03 07:40:00 +0000 2016\r\nX-GM-THRID: 1530000000000000000\r\n"+
		"X-Gmail-Labels: =?UTF-8?Q?=EB=B0=9B=EC=9D=80=ED=8E=B8=EC=A7=80=ED=95=A8,=EC=A4=91?=\r\n =?UTF-8?Q?=EC=9A=94?=\r\nFrom: a@example.com\r\n\r\n>From here\r\n\r\n").Events.Mails[0]
	if m.Header("X-Gmail-Labels") != "받은편지함,중요" || m.Header("x-gm-thrid") != "1530000000000000000" || m.Text != "From here" || m.Delivered.IsZero() {
		t.Fatalf("%+v %q", m.Headers, m.Text)
	}
}

// A length that takes in the mails behind is found out by the parts, which have ended.
// Where a mail has no parts nobody can tell; the mail then carries a remark.
func TestLengthThatSwallowsMails(t *testing.T) {
	const parts = "--b\n\none\n--b--\n"
	multipart := func(body string, length int) string {
		return letter(1, fmt.Sprintf("Content-Type: multipart/mixed; boundary=b\nContent-Length: %d\n", length), body)
	}
	others := "\n" + letter(2, "", "two\n") + letter(3, "", "three\n")
	result := read(t, "box.mbox", multipart(parts, len(parts)+len(others)-1)+letter(2, "", "two\n")+letter(3, "", "three\n")+letter(4, "", "four\n"))
	if len(result.Events.Mails) != 4 || result.Events.Mails[3].Text != "four" {
		t.Errorf("%d mails", len(result.Events.Mails))
	}

	enclosed := "--b\n\n" + letter(2, "", "two\n") + "--b--\n"
	result = read(t, "box.mbox", multipart(enclosed, len(enclosed))+letter(4, "", "four\n"))
	if len(result.Events.Mails) != 2 || len(result.Events.Mails[0].Defects) != 1 || result.Events.Mails[0].Defects[0] != defectEncloses {
		t.Errorf("%d mails", len(result.Events.Mails))
	}
}

// One mailbox may hold mails of several programs: some with lengths, right or wrong, some
// quoted, some cut in the middle. Each is found.
func TestMixedMailbox(t *testing.T) {
	cut := letter(3, "Content-Type: multipart/mixed; boundary=c\n", "--c\nContent-Type: text/plain\n\nthree\n--c\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K")
	result := read(t, "box.mbox", withLength(1, "one\n")+letter(2, "Content-Length: 12\n", "two\n>From here\n")+cut+
		"From kim@example.com Tue May  3 07:40:00 2016\n\n"+letter(5, "", "five\n")+withLength(6, "six\n")+letter(7, "Content-Length: -4\n", "seven\n"))
	var got []string
	for _, m := range result.Events.Mails {
		got = append(got, m.MessageID+" "+m.Text)
	}
	want := []string{"1@example.com one", "2@example.com two\nFrom here", "3@example.com three", "5@example.com five", "6@example.com six", "7@example.com seven"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(result.Events.Mails) > 2 && len(result.Events.Mails[2].Parts) != 2 {
		t.Errorf("%d parts of the mail that is cut", len(result.Events.Mails[2].Parts))
	}
	if result.Tally.Damaged != 0 { // the separator without a mail stays with the one before
		t.Errorf("%+v", result.Tally)
	}
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// git format-patch writes an mbox whose separators all carry the same date.
func TestMboxOfPatches(t *testing.T) {
	const patch = "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: lee@example.com\nDate: Tue, 3 May 2016 16:38:00 +0900\nSubject: [PATCH]\n\nx\n\n"
	if result := read(t, "series.mbox", patch+patch+patch); len(result.Events.Mails) != 3 {
		t.Fatalf("%d mails", len(result.Events.Mails))
	}
}

// A mailbox larger than a block gives the same mails whatever the reads of the
// source, and no mail is cut at a block's border.
func TestMboxOverManyBlocks(t *testing.T) {
	var b strings.Builder
	const mails = 4000
	for i := range mails {
		body := strings.Repeat(fmt.Sprintf("line of mail %d\n", i), i%97)
		if i%5 == 0 {
			body += letter(-i, "", "enclosed\n") // belongs to the mail, as its length says
			b.WriteString(withLength(i, body))
			continue
		}
		b.WriteString(letter(i, "", body))
	}
	content := b.String()
	if len(content) < 3*evidence.BlockSize {
		t.Fatalf("only %d bytes", len(content))
	}
	for name, source := range map[string]*evidence.Input{
		"whole":  evidence.NewInput("box", time.Time{}, strings.NewReader(content)),
		"pieces": evidence.NewInput("box", time.Time{}, iotest.HalfReader(strings.NewReader(content))),
	} {
		t.Run(name, func(t *testing.T) {
			var sink ids
			out := evidence.NewOutput(&sink)
			if err := New().Read(context.Background(), source, out); err != nil {
				t.Fatal(err)
			}
			if tally := out.Close(); tally.Records != mails || tally.Damaged != 0 {
				t.Fatalf("%+v", tally)
			}
			for i, id := range sink.list {
				if id != fmt.Sprintf("%d@example.com", i) {
					t.Fatalf("mail %d is %s", i, id)
				}
			}
		})
	}
}

// ids collects Message-IDs.
type ids struct{ list []string }

func (s *ids) Do(_ context.Context, work func(evidence.Sink)) error {
	work(s)
	return nil
}

func (s *ids) Observe(b *event.Batch) {
	for i := range b.Mails {
		s.list = append(s.list, b.Mails[i].MessageID)
	}
}

// A mail that never ends is damaged, its beginning is read, and so are the mails
// after it.
func TestOverlongMail(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 130 MB; skipped with -short")
	}
	long := letter(2, "", strings.Repeat("never ending text of a mail\n", 2*evidence.MaxRecord/28+1))
	result := read(t, "box.mbox", letter(1, "", "one\n")+long+letter(3, "", "three\n"))
	if result.Tally.Records != 2 || result.Tally.Damaged != 1 || !strings.Contains(result.Tally.Reasons[0].Why, "longer than 64 MiB") {
		t.Fatalf("%+v", result.Tally)
	}
	var got []string
	for _, m := range result.Events.Mails {
		got = append(got, m.MessageID)
	}
	if diff := cmp.Diff([]string{"1@example.com", "2@example.com", "3@example.com"}, got); diff != "" {
		t.Fatal(diff)
	}
}

// Lengths that lie cost a bounded number of searches.
func TestLyingLengths(t *testing.T) {
	var b strings.Builder
	const mails = 2000
	for i := range mails {
		b.WriteString(letter(i, "Content-Length: 60000000\n", strings.Repeat("x\n", 500)))
	}
	start := time.Now()
	result := read(t, "box.mbox", b.String())
	if result.Tally.Records != mails {
		t.Fatalf("%+v", result.Tally)
	}
	const generous = 20 * time.Second
	if took := time.Since(start); took > generous {
		t.Fatalf("took %v", took)
	}
}
