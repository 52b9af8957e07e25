package postfix_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/postfix"
)

// story is a mail from an account to two people, of whom one cannot be reached.
const story = `postfix/submission/smtpd[123]: connect from pc1.example.com[203.0.113.7]
postfix/submission/smtpd[123]: 4F1A2B3C4D: client=pc1.example.com[203.0.113.7], sasl_method=PLAIN, sasl_username=Lee@Example.com
postfix/cleanup[124]: 4F1A2B3C4D: message-id=<a1@example.com>
postfix/qmgr[125]: 4F1A2B3C4D: from=<lee@example.com>, size=900, nrcpt=2 (queue active)
postfix/submission/smtpd[123]: disconnect from pc1.example.com[203.0.113.7] ehlo=2 auth=1 mail=1 rcpt=2 data=1 quit=1 commands=8
postfix/smtp[126]: 4F1A2B3C4D: to=<jo@partner.example>, relay=mx.partner.example[192.0.2.7]:25, delay=0.9, delays=0.1/0/0.4/0.4, dsn=2.0.0, status=sent (250 2.0.0 OK, queued)
postfix/local[127]: 4F1A2B3C4D: to=<kim@example.com>, orig_to=<boss@example.com>, relay=local, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)
postfix/qmgr[125]: 4F1A2B3C4D: removed
`

// others are single lines.
const others = `postfix/smtpd[123]: NOQUEUE: reject: RCPT from unknown[198.51.100.9]: 554 5.7.1 <x@else.example>: Relay access denied; from=<a@b.example> to=<x@else.example> proto=ESMTP helo=<h>
postfix/smtpd[123]: warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=kim@example.com
postfix/smtpd[123]: warning: hostname x does not resolve to address 198.51.100.9
postfix/pickup[130]: 5F1A2B3C4D: uid=33 from=<www-data>
dovecot: imap-login: Login: user=<kim@example.com>, method=PLAIN, rip=203.0.113.9, lip=10.0.0.2, mpid=9, TLS, session=<x>
dovecot: imap-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<kim@example.com>, method=PLAIN, rip=198.51.100.9, lip=10.0.0.2, session=<y>
sshd[1]: Accepted password for a from 192.0.2.1 port 22
`

var changed = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// headed puts the same header before each line.
func headed(header, lines string) string {
	var b strings.Builder
	for l := range strings.Lines(lines) {
		b.WriteString(header + " mx1 " + l)
	}
	return b.String()
}

const bsd = "Nov 26 08:00:00"

type serial struct{ sink evidence.Sink }

func (s serial) Do(_ context.Context, work func(evidence.Sink)) error { work(s.sink); return nil }

type collector struct{ event.Batch }

func (c *collector) Observe(b *event.Batch) {
	c.Transfers = append(c.Transfers, b.Transfers...)
	c.Logons = append(c.Logons, b.Logons...)
	c.Actions = append(c.Actions, b.Actions...)
}

func read(t testing.TB, content string) (*collector, evidence.Tally) {
	t.Helper()
	var c collector
	out := evidence.NewOutput(serial{&c})
	if err := postfix.New().Read(context.Background(), evidence.NewInput("x.log", changed, strings.NewReader(content)), out); err != nil {
		t.Fatal(err)
	}
	return &c, out.Close()
}

func told(m *event.MailTransfer) string {
	return fmt.Sprint(m.Time.String()[:19], " ", m.Step, " ", m.Server, " ", m.QueueID, " ", m.MessageID, " ", m.Account, " ", m.Sender, " ", m.Recipients, " ", m.Count, " ", m.Client, " ", m.ClientName, " ", m.Relay, " ", m.Bytes, " ", m.Status)
}

var want = []string{
	"2026-11-26T08:00:00 send mx1 4F1A2B3C4D a1@example.com lee@example.com lee@example.com [jo@partner.example] 1 203.0.113.7 pc1.example.com mx.partner.example[192.0.2.7]:25 900 sent (250 2.0.0 OK, queued)",
	"2026-11-26T08:00:00 deliver mx1 4F1A2B3C4D a1@example.com lee@example.com lee@example.com [kim@example.com] 1 203.0.113.7 pc1.example.com local 900 sent (delivered to mailbox)",
	"2026-11-26T08:00:00 submit mx1 4F1A2B3C4D a1@example.com lee@example.com lee@example.com [jo@partner.example kim@example.com] 2 203.0.113.7 pc1.example.com  900 ",
	"2026-11-26T08:00:00 fail mx1    a@b.example [x@else.example] 1 198.51.100.9   -1 554 5.7.1 <x@else.example>: Relay access denied",
	"2026-11-26T08:00:00 submit mx1 5F1A2B3C4D    [] 0 invalid IP localhost  -1 ",
}

func TestLinesOfOneMailAreJoined(t *testing.T) {
	for name, header := range map[string]string{"BSD": bsd, "ISO": "2026-11-26T08:00:00.000000+00:00", "journalctl": "2026-11-26T08:00:00+0000", "with priority": "<22>" + bsd} {
		content := headed(header, story+others)
		c, tally := read(t, content)
		var got []string
		for i := range c.Transfers {
			got = append(got, told(&c.Transfers[i]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if tally.Records != 11 || tally.Skipped != 4 || tally.Damaged != 0 {
			t.Errorf("%s: %+v", name, tally)
		}
		if ref := c.Transfers[2].Ref; !strings.Contains(content[ref.Offset:ref.Offset+ref.Length], "sasl_username") {
			t.Errorf("%s: the reference leads to %q", name, content[ref.Offset:ref.Offset+ref.Length])
		}
	}
}

// What a session fetched stands in its last line, from where in its first.
func TestSessionsOfDovecot(t *testing.T) {
	c, tally := read(t, headed(bsd, `dovecot: imap-login: Login: user=<Kim@Example.com>, method=PLAIN, rip=203.0.113.9, lip=10.0.0.2, mpid=9, TLS, session=<x1>
dovecot: pop3-login: Login: user=<lee@example.com>, method=PLAIN, rip=2001:db8::9, lip=10.0.0.2, mpid=10, TLS, session=<x2>
dovecot: imap(kim@example.com)<9><x1>: Disconnected: Logged out in=85 out=15230 deleted=0 expunged=0 trashed=0 hdr_count=3 hdr_bytes=900 body_count=12 body_bytes=14000
dovecot: pop3(lee@example.com)<10><x2>: Disconnected: Logged out top=0/0, retr=3/12000, del=3/3, size=12000
dovecot: imap(kim@example.com)<11><x3>: Disconnected: Connection closed in=85 out=15230 body_count=7 body_bytes=14000
dovecot: imap(kim@example.com)<12><x4>: Disconnected: Logged out in=85 out=900 body_count=0 body_bytes=0
dovecot: imap(kim@example.com)<12><x4>: Disconnected: Logged out in=85 out=900
`))
	var got []string
	for _, a := range c.Actions {
		got = append(got, fmt.Sprint(a.Act, " ", a.Operation, " ", a.Account, " ", a.IP, " ", a.Items))
	}
	want := []string{"read imap kim@example.com 203.0.113.9 12", "read pop3 lee@example.com 2001:db8::9 3", "read imap kim@example.com invalid IP 7"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if tally.Records != 5 || tally.Skipped != 2 {
		t.Errorf("%+v", tally)
	}
}

func TestLogons(t *testing.T) {
	c, _ := read(t, headed(bsd, story+others))
	var got []string
	for _, l := range c.Logons {
		got = append(got, fmt.Sprint(l.Method, " ", l.Service, " ", l.Account, " ", l.Src, " ", l.Success, " ", l.Attempts, " ", l.Failure))
	}
	want := []string{
		"smtp PLAIN lee@example.com 203.0.113.7 2 0 ",
		"smtp LOGIN kim@example.com 198.51.100.9 1 0 authentication failed",
		"imap PLAIN kim@example.com 203.0.113.9 2 0 ",
		"imap PLAIN kim@example.com 198.51.100.9 1 3 authentication failed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Ids come again after a while, and lines of many mails are mixed.
func TestManyMailsAtATime(t *testing.T) {
	var b strings.Builder
	for round := range 3 {
		for _, line := range strings.SplitAfter(story, "\n") {
			for i := range 700 {
				b.WriteString(strings.NewReplacer("4F1A2B3C4D", fmt.Sprintf("4F1A2B%04X", i), "a1@", fmt.Sprintf("m%d.%d@", round, i)).Replace(headed(bsd, line)))
			}
		}
	}
	c, tally := read(t, b.String())
	submitted := map[string]int{}
	for _, m := range c.Transfers {
		if m.Step == event.MailSubmit {
			submitted[m.MessageID] += len(m.Recipients)
		}
	}
	if len(submitted) != 2100 || submitted["m2.699@example.com"] != 2 || tally.Damaged != 0 {
		t.Errorf("%d mails, %d", len(submitted), submitted["m2.699@example.com"])
	}
}

func TestHostileLines(t *testing.T) {
	c, tally := read(t, headed(bsd, "postfix/qmgr[1]: 4F1A2B3C4D: from=<, size=99999999999999999999, nrcpt=-1\npostfix/qmgr[1]: removed: removed\npostfix/smtp[1]: 4F1A2B3C4D: to=<\x1b[2J\xff>, status=\n"+
		"postfix/smtp[1]: 4F1A2B3C4D: to=<\x1b\xff>, relay=none, status=bounced\npostfix/smtpd[1]: 4F1A2B3C4D: client=\npostfix/smtpd[1]: NOQUEUE: reject: x\npostfix/smtpd[1]: warning: x[1]: SASL \n")+"garbage\n"+strings.Repeat("x", 200<<10)+"\n")
	if tally.Damaged != 2 || len(c.Transfers) != 2 || c.Transfers[0].Recipients[0] != `\x1b\xff` || c.Transfers[0].Step != event.MailFail {
		t.Errorf("%+v %+v", tally, c.Transfers)
	}
}

func TestDetect(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want evidence.Confidence
	}{
		"Postfix":      {headed(bsd, story), evidence.Certain},
		"Dovecot":      {headed(bsd, strings.Repeat(strings.Split(others, "\n")[4]+"\n", 3)), evidence.Certain},
		"many":         {headed(bsd, strings.Repeat("sshd[1]: Accepted\n", 30)+story), evidence.Possible},
		"other syslog": {headed(bsd, strings.Repeat("sshd[1]: Accepted\n", 30)), evidence.No},
		"a quotation":  {"The server wrote\n" + headed(bsd, strings.Split(story, "\n")[1]) + "\nand nothing\nelse at all\n", evidence.No},
		"nothing":      {"", evidence.No},
	} {
		if got := postfix.New().Detect([]byte(c.text)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(headed(bsd, story+others)))
	f.Fuzz(func(t *testing.T, content []byte) {
		postfix.New().Detect(content)
		r, err := evidencetest.Read(postfix.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		evidencetest.EveryLine(t, r.Tally, content)
		for _, m := range r.Events.Transfers {
			if m.Ref.Offset < 0 || m.Ref.Offset+m.Ref.Length > int64(len(content)) {
				t.Errorf("%+v", m.Ref)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	content := []byte(strings.Repeat(headed(bsd, story+others), 3000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(postfix.New(), "x", content); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bytes.Count(content, []byte{'\n'}))*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
