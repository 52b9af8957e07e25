package exim_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/exim"
)

const story = `1tFabc-000001-2X <= lee@example.com H=pc1.example.com (laptop) [203.0.113.7]:50122 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=dovecot_plain:lee@example.com S=900 id=a1@example.com T="Offer for \"you\" H=x" from <lee@example.com> for jo@partner.example kim@example.com
1tFabc-000001-2X => jo@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [192.0.2.7] X=TLS1.3 CV=yes C="250 OK"
1tFabc-000001-2X -> kim <kim@example.com> R=local_user T=maildir_home
1tFabc-000001-2X Completed
1tFabd-000001-2X <= <> R=1tFabc-000001-2X U=mailnull P=local S=1200
1tFabd-000001-2X ** no@partner.example R=dnslookup T=remote_smtp H=mx.partner.example [192.0.2.7]: SMTP error from remote mail server: 550 5.1.1 unknown
1tFabe-00000000001-2XYZ == jo@partner.example R=dnslookup T=remote_smtp defer (110): Connection timed out
dovecot_login authenticator failed for (x) [198.51.100.9]: 535 Incorrect authentication data (set_id=Kim@example.com)
H=(x) [198.51.100.9] F=<a@b.example> rejected RCPT <c@d.example>: relay not permitted
Start queue run: pid=9
`

func headed(header, lines string) string {
	var b strings.Builder
	for l := range strings.Lines(lines) {
		b.WriteString(header + " " + l)
	}
	return b.String()
}

const stamp = "2026-11-26 08:00:00"

func read(t testing.TB, content string) evidencetest.Result {
	t.Helper()
	return evidencetest.MustRead(t, exim.New(), "x", content)
}

func told(m *event.MailTransfer) string {
	return fmt.Sprint(m.Time.String()[:19], " ", m.Step, " ", m.QueueID, " ", m.MessageID, " ", m.Account, " ", m.Sender, " ", m.Recipients, " ", m.Count, " ", m.Client, " ", m.ClientName, " ", m.Relay, " ", m.Bytes, " ", m.Subject)
}

var want = []string{
	`2026-11-26T08:00:00 send 1tFabc-000001-2X a1@example.com lee@example.com lee@example.com [jo@partner.example] 1 203.0.113.7 pc1.example.com mx.partner.example 900 Offer for "you" H=x`,
	`2026-11-26T08:00:00 deliver 1tFabc-000001-2X a1@example.com lee@example.com lee@example.com [kim@example.com] 1 203.0.113.7 pc1.example.com maildir_home 900 Offer for "you" H=x`,
	`2026-11-26T08:00:00 submit 1tFabc-000001-2X a1@example.com lee@example.com lee@example.com [jo@partner.example kim@example.com] 2 203.0.113.7 pc1.example.com  900 Offer for "you" H=x`,
	`2026-11-26T08:00:00 fail 1tFabd-000001-2X    [no@partner.example] 1 invalid IP  mx.partner.example 1200 `,
	`2026-11-26T08:00:00 defer 1tFabe-00000000001-2XYZ    [jo@partner.example] 1 invalid IP   -1 `,
	`2026-11-26T08:00:00 fail    a@b.example [c@d.example] 1 198.51.100.9   -1 `,
	`2026-11-26T08:00:00 submit 1tFabd-000001-2X    [no@partner.example] 1 invalid IP   1200 `,
}

func TestLinesOfOneMailAreJoined(t *testing.T) {
	for name, header := range map[string]string{
		"plain": stamp, "zone": "2026-11-26 17:00:00 +0900", "fraction and pid": "2026-11-26 08:00:00.000 [123]",
		"syslog": "2026-11-26T08:00:00+00:00 mx1 exim[123]:", "syslog twice": "Nov 26 08:00:00 mx1 exim[123]: " + stamp,
	} {
		content := headed(header, story)
		r := read(t, content)
		var got []string
		for i := range r.Events.Transfers {
			got = append(got, told(&r.Events.Transfers[i]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if r.Tally.Records != 9 || r.Tally.Skipped != 1 || r.Tally.Damaged != 0 {
			t.Errorf("%s: %+v", name, r.Tally)
		}
		if c := exim.New().Detect([]byte(content)); c != evidence.Certain {
			t.Errorf("%s: confidence %d", name, c)
		}
		if ref := r.Events.Transfers[2].Ref; !strings.Contains(content[ref.Offset:ref.Offset+ref.Length], "A=dovecot_plain") {
			t.Errorf("%s: the reference leads to %q", name, content[ref.Offset:ref.Offset+ref.Length])
		}
		in, out := r.Events.Logons[0], r.Events.Logons[1]
		if in.Account != "lee@example.com" || in.Src.String() != "203.0.113.7" || in.Success != event.TruthYes || in.Service != "dovecot_plain" {
			t.Errorf("%s: %+v", name, in)
		}
		if out.Account != "kim@example.com" || out.Src.String() != "198.51.100.9" || out.Success != event.TruthNo {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func TestHostileLines(t *testing.T) {
	r := read(t, headed(stamp, "1tFabc-000001-2X <= \n1tFabc-000001-2X <= a T=\"open\\\n1tFabc-000001-2X => \n1tFabc-000001-2X => \x1b\xff <\n1tFabc-000001-2X <= a H=[ A=: S=-1 id= for \n x authenticator failed for \n")+"garbage\n"+strings.Repeat("x", 200<<10)+"\n"+stamp+"\n")
	if r.Tally.Damaged != 3 || len(r.Events.Transfers) != 3 {
		t.Errorf("%+v %+v", r.Tally, r.Events.Transfers)
	}
}

func TestDetectLeavesOtherFilesAlone(t *testing.T) {
	for name, text := range map[string]string{
		"PostgreSQL":  strings.Repeat("2026-03-05 16:38:01.137 KST [1234] a@b LOG:  statement: SELECT 1\n", 5),
		"Postfix":     strings.Repeat("Nov 26 08:00:00 mx1 postfix/qmgr[1]: 4F1A2B3C4D: removed\n", 5),
		"a quotation": "The log says:\n" + headed(stamp, strings.Split(story, "\n")[0]) + "\nand nothing\nelse\nat all\n",
		"nothing":     "", "zeros": strings.Repeat("\x00", 300),
	} {
		if c := exim.New().Detect([]byte(text)); c != evidence.No {
			t.Errorf("%s: %d", name, c)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(headed(stamp, story)))
	f.Add([]byte(headed("Nov 26 08:00:00 mx1 exim[123]:", story)))
	f.Fuzz(func(t *testing.T, content []byte) {
		exim.New().Detect(content)
		r, err := evidencetest.Read(exim.New(), "x", content)
		if err != nil {
			t.Fatal(err)
		}
		evidencetest.EveryLine(t, r.Tally, content)
	})
}

func BenchmarkRead(b *testing.B) {
	content := []byte(strings.Repeat(headed(stamp, story), 4000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(exim.New(), "x", content); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bytes.Count(content, []byte{'\n'}))*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
