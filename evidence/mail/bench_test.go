package mail

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/internal/testkit"
)

// syntheticMbox writes n made-up mails of about 4 kB each, of three shapes: plain
// text in base64, plain text and HTML side by side, and an attachment.
func syntheticMbox(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "From kim%d@example.com Tue May  3 16:38:%02d 2016\n", i, i%60)
		fmt.Fprintf(&b, "Return-Path: <kim%d@example.com>\n", i)
		for hop := range 4 {
			fmt.Fprintf(&b, "Received: from mail%d.example.com (mail%d.example.com [192.0.2.%d])\n\tby mx%d.example.org (Postfix) with ESMTPS id 4F%d\n\tfor <lee@example.org>; Tue, 3 May 2016 16:38:%02d +0900 (KST)\n", hop, hop, hop+1, hop, i, (i+59-hop)%60)
		}
		b.WriteString("Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc=pass\n")
		fmt.Fprintf(&b, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1;\n\th=from:to:subject:date; bh=%s=;\n\tb=%s\n", strings.Repeat("A", 43), strings.Repeat("b", 170))
		fmt.Fprintf(&b, "Message-ID: <%d.4F@example.com>\nIn-Reply-To: <%d.4E@example.org>\nReferences: <%d.4D@example.org> <%d.4E@example.org>\n", i, i, i, i)
		b.WriteString("Date: Tue, 03 May 2016 16:38:00 +0900\nFrom: =?utf-8?B?6rmA66+87IiY?= <kim@example.com>\nTo: \"Lee, Soo\" <lee@example.org>, park@example.org\nSubject: =?utf-8?B?7ZqM7J2YIOyekOujjA==?= 4\nX-Mailer: Example Mailer 1.2\nMIME-Version: 1.0\n")
		switch i % 3 {
		case 0:
			b.WriteString("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
			b.WriteString(strings.Repeat("회의 자료를 보내 드립니다. Please see https://example.com/a for more.\n", 35))
		case 1:
			b.WriteString("Content-Type: multipart/alternative; boundary=\"b1\"\n\n--b1\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n")
			b.WriteString(strings.Repeat("Please see the minutes of the meeting =3D below, dear colleagues.=\n\n", 10))
			b.WriteString("\n--b1\nContent-Type: text/html; charset=utf-8\n\n<html><body>")
			b.WriteString(strings.Repeat("<p style=\"color:#000\">Please see the <a href=\"https://example.com/m\">minutes</a> of the meeting.</p>\n", 12))
			b.WriteString("</body></html>\n--b1--\n")
		case 2:
			b.WriteString("Content-Type: multipart/mixed; boundary=\"b2\"\n\n--b2\nContent-Type: text/plain; charset=us-ascii\n\nattached.\n--b2\nContent-Type: image/png; name=\"a.png\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"a.png\"\n\n")
			b.WriteString(strings.Repeat(strings.Repeat("iVBORw0K", 9)+"\n", 28))
			b.WriteString("--b2--\n")
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// The time per mail must not depend on their number.
func BenchmarkMbox(b *testing.B) {
	for _, mails := range []int{1000, 16_000} {
		b.Run(fmt.Sprint(mails), func(b *testing.B) {
			benchmarkRead(b, syntheticMbox(mails), int64(mails))
		})
	}
}

// Phishing mails are HTML for the most part, which costs the most.
func BenchmarkSharedPhishing(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(b, "mail/phishing"), "*.eml"))
	if err != nil {
		b.Fatal(err)
	}
	var mails [][]byte
	size := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		mails = append(mails, data)
		size += len(data)
	}
	b.SetBytes(int64(size))
	r := New()
	for b.Loop() {
		for _, mail := range mails {
			if _, err := count(r, mail); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

// The real mailing-list mailboxes, in memory.
func BenchmarkSharedHistory(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(b, "mail/history"), "*.mbox"))
	if err != nil {
		b.Fatal(err)
	}
	var content []byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		content = append(content, data...)
	}
	const mails = 3838
	benchmarkRead(b, content, mails)
}

// discard runs work at once and keeps nothing.
type discard struct{}

func (discard) Do(_ context.Context, work func(evidence.Sink)) error {
	work(discard{})
	return nil
}

func (discard) Observe(*event.Batch) {}

// count reads content and gives the counts only.
func count(r evidence.Reader, content []byte) (evidence.Tally, error) {
	out := evidence.NewOutput(discard{})
	err := r.Read(context.Background(), evidence.NewInput("box.mbox", time.Time{}, bytes.NewReader(content)), out)
	return out.Close(), err
}

func benchmarkRead(b *testing.B, content []byte, mails int64) {
	b.Helper()
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	r := New()
	for b.Loop() {
		tally, err := count(r, content)
		if err != nil || tally.Records != mails || tally.Damaged != 0 {
			b.Fatalf("%+v %v", tally, err)
		}
	}
	b.ReportMetric(float64(mails)*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
