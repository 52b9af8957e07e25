package header

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		data    string
		fields  []string // "Name=value"
		body    string
		defects []string
	}{
		"plain":                   {data: "A: 1\r\nB: 2\r\n\r\nbody", fields: []string{"A=1", "B=2"}, body: "body"},
		"folds":                   {data: "A: 1\n\t2\n  3\nB:\n 4\n\nbody", fields: []string{"A=1 2 3", "B=4"}, body: "body"},
		"lone carriage returns":   {data: "A: 1\rB: 2\r\rbody", fields: []string{"A=1", "B=2"}, body: "body"},
		"doubled carriage return": {data: "A: 1\r\r\nB: 2\r\r\n\r\r\nbody", fields: []string{"A=1", "B=2"}, body: "body"},
		"mark and blank lines":    {data: "\xef\xbb\xbf\r\n\nA: 1\n\nbody", fields: []string{"A=1"}, body: "body"},
		"blank before the colon":  {data: "Subject : x\n\n", fields: []string{"Subject=x"}},
		"blank line with a space": {data: "A: 1\n \nbody\n", fields: []string{"A=1"}, body: "body\n"},
		"blank fold in between":   {data: "A: 1\n \nB: 2\n\nbody", fields: []string{"A=1", "B=2"}, body: "body"},
		"separator of an mbox":    {data: ">From a@example.com Tue May  3\nA: 1\n\n", fields: []string{"A=1"}},
		"line without a name":     {data: "A: 1\nlost words\nB: 2\n\nbody", fields: []string{"A=1 lost words", "B=2"}, body: "body", defects: []string{DefectNotField}},
		"no blank line":           {data: "A: 1\nHello there\nsee https://example.com", fields: []string{"A=1"}, body: "Hello there\nsee https://example.com", defects: []string{DefectNoBlankLine}},
		"URL starts the body":     {data: "A: 1\nHello\nhttps://example.com\n", fields: []string{"A=1"}, body: "Hello\nhttps://example.com\n", defects: []string{DefectNoBlankLine}},
		"header only":             {data: "A: 1", fields: []string{"A=1"}},
		"boundary with a colon":   {data: "A: 1\n--b:1--\n", fields: []string{"A=1"}, body: "--b:1--\n", defects: []string{DefectNoBlankLine}},
		"nothing":                 {},
	} {
		t.Run(name, func(t *testing.T) {
			var p Parser
			body := p.Parse([]byte(c.data))
			var fields []string
			for _, f := range p.Fields {
				fields = append(fields, f.Name+"="+string(f.Value))
			}
			if diff := cmp.Diff(c.fields, fields); diff != "" {
				t.Error(diff)
			}
			if got := c.data[body:]; got != c.body {
				t.Errorf("body %q, want %q", got, c.body)
			}
			if diff := cmp.Diff(c.defects, p.Defects, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Planted headers of any shape end within the limits and in linear time.
func TestParseLimits(t *testing.T) {
	for name, data := range map[string]string{
		"many fields":           strings.Repeat("A: 1\n", 200_000) + "\nbody",
		"one long field":        "A: " + strings.Repeat("x", 3<<20) + "\n\nbody",
		"one field, many folds": "A: 1\n" + strings.Repeat(" x\n", 300_000) + "\nbody",
		"two fields, big folds": "A: 1\n" + strings.Repeat(" "+strings.Repeat("x", 900)+"\n", 300) + "B: 2\n " + strings.Repeat("y", 1000) + "\n\nbody",
		"carriage returns":      "A: 1" + strings.Repeat("\rB: 2", 200_000),
	} {
		t.Run(name, func(t *testing.T) {
			var p Parser
			p.Parse([]byte(data))
			if len(p.Fields) > MaxFields {
				t.Fatalf("%d fields", len(p.Fields))
			}
			for _, f := range p.Fields {
				if len(f.Value) > MaxValue {
					t.Fatalf("value of %d bytes", len(f.Value))
				}
			}
		})
	}
}

func TestText(t *testing.T) {
	for value, want := range map[string]string{
		"plain text":                                    "plain text",
		"=?utf-8?B?7ZqM7J2Y?=":                          "회의",
		"=?UTF-8?Q?a_b=3D?=":                            "a b=",
		"=?euc-kr?B?yLi/+A==?= report":                  "회원 report",
		"=?ks_c_5601-1987?Q?=C8=B8=BF=F8?=":             "회원",
		"=?cp949?B?yLi/+A==?=":                          "회원",
		"=?iso-2022-kr?B?GyQpQw5IOD94Dw==?=":            "회원",
		"=?utf-8*ko?Q?x?=":                              "x",
		"=?utf-8?q?one?= =?utf-8?q?two?=":               "onetwo",
		"=?utf-8?q?one?=\t =?utf-8?q?two?= three":       "onetwo three",
		"=?utf-8?q?one?= and =?utf-8?q?two?=":           "one and two",
		"a=?utf-8?q?b?=c":                               "abc",
		"=?utf-8?B?7ZqM7J?= =?utf-8?B?2Y?=":             "회의", // base64 cut at any place
		"=?utf-8?Q?=ED=9A?= =?utf-8?Q?=8C?=":            "회",  // one character in two words
		"=?euc-kr?Q?=C8?= =?euc-kr?Q?=B8?=":             "회",
		"=?utf-8?Q?hello world?=":                       "hello world", // blanks inside
		"=?utf-8?B?7ZqM 7J2Y?=":                         "회의",
		"=?utf-8?B?7ZqM7J2Y":                            "회의", // no end
		"=?utf-8?Q?one =?utf-8?Q?two?=":                 "one two",
		"=?utf-8?B?7ZqM7J2Y?==?utf-8?B?7ZqM7J2Y?=":      "회의회의",
		"=?x-made-up?Q?=ED=9A=8C?=":                     "회", // unknown charset, valid UTF-8
		"=?utf-8?X?abc?=":                               "=?utf-8?X?abc?=",
		"1 =? 2":                                        "1 =? 2",
		"\xed\x9a\x8c":                                  "회",
		"caf\xe9":                                       "café",
		"=?iso-8859-1?Q?caf=E9?= =?utf-8?Q?=ED=9A=8C?=": "café회",
	} {
		if got, _ := Text([]byte(value), false); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
	if got, defect := Text([]byte("\xc8\xb8\xbf\xf8"), true); got != "회원" || !strings.Contains(defect, "euc-kr") {
		t.Errorf("raw bytes in a Korean mail: %q (%s)", got, defect)
	}
	if got, defect := Text([]byte("\xc8\xb8\xbf\xf8"), false); got != "È¸¿ø" || !strings.Contains(defect, "windows-1252") {
		t.Errorf("raw bytes elsewhere: %q (%s)", got, defect)
	}
}

func TestParams(t *testing.T) {
	for value, want := range map[string]string{
		`text/plain; charset=utf-8`:                                   "text/plain charset=utf-8",
		`TEXT/HTML;charset="EUC-KR" ; format=flowed;`:                 "text/html charset=EUC-KR format=flowed",
		`text/plain charset=utf-8`:                                    "text/plain charset=utf-8",
		`text/plain; charset = "utf-8"`:                               "text/plain charset=utf-8",
		`attachment; filename=a b.txt`:                                "attachment filename=a b.txt",
		`attachment; filename="a; b.txt"; size=3`:                     "attachment filename=a; b.txt size=3",
		`attachment; filename="say "hi".txt"`:                         `attachment filename=say "hi".txt`,
		`attachment; filename="never closed.txt`:                      "attachment filename=never closed.txt",
		`attachment; filename="a\"b\\c.txt"`:                          `attachment filename=a"b\c.txt`,
		`attachment; filename="C:\dir\a.txt"`:                         `attachment filename=C:\dir\a.txt`,
		`attachment; filename*=euc-kr''%C8%B8%BF%F8.hwp`:              "attachment filename=회원.hwp",
		`attachment; filename=x.hwp; filename*=utf-8'ko'%ED%9A%8C`:    "attachment filename=회",
		`attachment; filename*0=fa; filename*1=mily; filename*2=.scr`: "attachment filename=family.scr",
		`attachment; filename*1*=%9A%8C.txt; filename*0*=utf-8''%ED`:  "attachment filename=회.txt",
		`attachment; filename*0*=utf-8''%ED%9A%8C; filename*1=".txt"`: "attachment filename=회.txt",
		`attachment; filename="=?euc-kr?B?yLi/+A==?=.hwp"`:            "attachment filename=회원.hwp",
		`attachment; filename==?utf-8?B?7ZqM7J2Y?=`:                   "attachment filename=회의",
		"attachment; filename=\"\xc8\xb8\xbf\xf8.hwp\"":               "attachment filename=회원.hwp",
		`multipart/mixed; boundary="=_a;b"`:                           "multipart/mixed boundary==_a;b",
		``:                                                            "",
		`; charset=x`:                                                 " charset=x",
	} {
		first, params := Params([]byte(value), true)
		got := first
		for _, p := range params {
			got += " " + p.Name + "=" + p.Value
		}
		if got != want {
			t.Errorf("%q:\n got %q\nwant %q", value, got, want)
		}
	}
}

func TestValuesThatProgramsMayReadInstead(t *testing.T) {
	for value, want := range map[string][]string{
		`attachment; filename="a.pdf"`:                                           nil,
		`attachment; filename="a.pdf"; size=3`:                                   nil,
		`attachment; filename*0="long "; filename*1="name.pdf"`:                  nil,
		`attachment; filename="a.pdf"; filename="a.exe"`:                         {"a.exe"},
		`attachment; filename="a.pdf"; filename*=utf-8''a.exe`:                   {"a.pdf"},
		`attachment; filename*0="a.pdf"; filename*2=".exe"`:                      {"a.pdf"},
		`attachment; filename*0="a.scr"; filename*0=".pdf"`:                      {"a.scr"},
		`attachment; filename*0="a"; filename*1=".exe"; filename="a.pdf"`:        {"a.pdf"},
		`attachment; filename*0*=utf-8''%ea; filename*1*=%b0%80; filename="x.y"`: {"x.y"},
	} {
		_, params := Params([]byte(value), false)
		if diff := cmp.Diff(want, GetOthers(params, "filename")); diff != "" {
			t.Errorf("%s: %s", value, diff)
		}
	}
}

func TestAddresses(t *testing.T) {
	for value, want := range map[string]string{
		`kim@example.com`:                                "|kim@example.com",
		`Kim <Kim@EXAMPLE.com>`:                          "Kim|Kim@example.com",
		`"Lee, Soo" <lee@example.org>, park@example.org`: "Lee, Soo|lee@example.org |park@example.org",
		`kim@example.com (Kim Min)`:                      "Kim Min|kim@example.com",
		`"kim@example.com" <other@example.net>`:          "kim@example.com|other@example.net",
		`=?utf-8?B?7ZqM7J2Y?= <a@example.com>`:           "회의|a@example.com",
		`"=?utf-8?Q?Lee=2C_Soo?=" <lee@example.org>`:     "Lee, Soo|lee@example.org",
		`=?utf-8?Q?Kim_=3Ckim@example.com=3E?=`:          "Kim|kim@example.com",
		`undisclosed-recipients:;`:                       "",
		`team: a@example.com, b@example.com;`:            "|a@example.com |b@example.com",
		`a@example.com; b@example.com`:                   "|a@example.com |b@example.com",
		`<@relay.example,@r2.example:kim@example.com>`:   "|kim@example.com",
		`Kim <kim@example.com`:                           "Kim|kim@example.com",
		`Kim <kim@example.com, lee@example.com`:          "Kim|kim@example.com |lee@example.com",
		`"never closed <kim@example.com>`:                "never closed|kim@example.com",
		`Kim kim@example.com`:                            "Kim|kim@example.com",
		`Just A Name`:                                    "Just A Name|",
		`<>`:                                             "",
		`'Kim' <kim@example.com>`:                        "Kim|kim@example.com",
		`kim @ example.com`:                              "|kim@example.com",
		`<mailto:kim@example.com>`:                       "|kim@example.com",
		`kim@example.com.`:                               "|kim@example.com",
		"\xb1\xe8 <kim@example.com>":                     "김|kim@example.com",
		`"a@b" (c) <kim@example.com> (d)`:                "a@b|kim@example.com",
		`"very odd"@example.com`:                         `|"veryodd"@example.com`,
		``:                                               "",
		`,,,`:                                            "",
		`Kim <kim@example.com> <lee@example.com>`:        "Kim|lee@example.com",
	} {
		var got []string
		for _, a := range Addresses([]byte(value), true) {
			got = append(got, a.Name+"|"+a.Addr)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q:\n got %q\nwant %q", value, s, want)
		}
	}
}

func TestDate(t *testing.T) {
	stated := func(zone event.Zone, p event.Precision, offset int32) string { return fmt.Sprint(zone, p, offset) }
	second := event.PrecisionSecond
	for value, c := range map[string]struct{ utc, how string }{
		"Tue, 3 May 2016 16:38:00 +0900":          {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue, 03 May 2016 16:38:00 +0830":         {"2016-05-03T08:08:00", stated(event.ZoneStated, second, 30600)}, // Pyongyang then
		"3 May 2016 16:38 +0900":                  {"2016-05-03T07:38:00", stated(event.ZoneStated, event.PrecisionMinute, 32400)},
		"Tue, 3 May 2016 07:38:00 -0000":          {"2016-05-03T07:38:00", stated(event.ZoneUTC, second, 0)},
		"Tue, 3 May 2016 07:38:00 GMT":            {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"Tue, 3 May 2016 16:38:00 KST":            {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue, 3 May 2016 16:38:00 +0900 (KST)":    {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue, 3 May 2016 16:38:00 GMT+0900":       {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue May 03 2016 16:38:00 GMT+0900 (KST)": {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue May  3 07:38:00 2016":                {"2016-05-03T07:38:00", stated(event.ZoneAssumed, second, 0)},
		"Tue May  3 07:38:00 +0000 2016":          {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"Tue, 3 May 16 07:38:00 +0000":            {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"Tue, 3 May 99 07:38:00 +0000":            {"1999-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"Tue, 3 May 116 07:38:00 +0000":           {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"2016-05-03T16:38:00+09:00":               {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"2016-05-03T07:38:00.123Z":                {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 0)},
		"2016-05-03 16:38:00 +0900":               {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"03-May-2016 16:38:00 +0900":              {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tuesday, May 3rd, 2016 4:38:00 PM +0900": {"2016-05-03T07:38:00", stated(event.ZoneStated, second, 32400)},
		"Tue, 3 May 2016 16:38:00 -0730":          {"2016-05-04T00:08:00", stated(event.ZoneStated, second, -27000)},
		"  Tue,3 May 2016  16:38:60 +0900":        {"2016-05-03T07:39:00", stated(event.ZoneStated, second, 32400)},
		"Tue, 3 May 2016 16:38:00 +9900":          {"2016-05-03T16:38:00", stated(event.ZoneAssumed, second, 0)},
	} {
		got, ok := Date([]byte(value))
		if !ok || got.Std().Format("2006-01-02T15:04:05") != c.utc || stated(got.Zone, got.Precision, got.Offset) != c.how {
			t.Errorf("%q: %v %+v", value, ok, got)
		}
	}
	for _, value := range []string{"", "yesterday", "Tue, 3 May 2016", "32 May 2016 10:00:00", "3 Foo 2016 10:00:00", "3 May 1000 10:00:00", "3 May 2016 25:00:00", "3 May 2016 10:61", ":", "1-2-3", strings.Repeat("9", 5000)} {
		if got, ok := Date([]byte(value)); ok {
			t.Errorf("%.40q: read as %v", value, got)
		}
	}
}

func TestReceived(t *testing.T) {
	at, _ := Date([]byte("Tue, 3 May 2016 16:38:00 +0900"))
	ip := netip.MustParseAddr
	const date = "; Tue, 3 May 2016 16:38:00 +0900"
	for value, want := range map[string]event.Hop{
		"from Mail.example.com (mail.example.com [192.0.2.7]) by mx.example.org (Postfix) with ESMTPS id 4F for <lee@example.org>" + date: {Time: at, From: "mail.example.com", IP: ip("192.0.2.7"), By: "mx.example.org", With: "ESMTPS", For: "lee@example.org"},
		"from [10.1.2.3] (unknown [192.0.2.7]) by mx.example.org with esmtpsa" + date:                                                     {Time: at, From: "[10.1.2.3]", IP: ip("192.0.2.7"), By: "mx.example.org", With: "ESMTPSA"},
		"from a.example.com ([198.51.100.4]:49930 \"EHLO a\") by mx.example.org" + date:                                                   {Time: at, From: "a.example.com", IP: ip("198.51.100.4"), By: "mx.example.org"},
		"from unknown (HELO pc) (203.0.113.9) by mx.example.org with SMTP" + date:                                                         {Time: at, From: "unknown", IP: ip("203.0.113.9"), By: "mx.example.org", With: "SMTP"},
		"from [192.0.2.1] by web.example.com via HTTP" + date:                                                                             {Time: at, From: "[192.0.2.1]", IP: ip("192.0.2.1"), By: "web.example.com"},
		"from a (a [IPv6:2001:db8::1]) by b" + date:                                                                                       {Time: at, From: "a", IP: ip("2001:db8::1"), By: "b"},
		"from a (2001:db8::2) by b with mapi id 15.1" + date:                                                                              {Time: at, From: "a", IP: ip("2001:db8::2"), By: "b", With: "MAPI"},
		"from a ([::ffff:192.0.2.5]) by b" + date:                                                                                         {Time: at, From: "a", IP: ip("192.0.2.5"), By: "b"},
		"by 2001:db8:0:0:0:0:0:5 with SMTP id x" + date:                                                                                   {Time: at, By: "2001:db8:0:0:0:0:0:5", With: "SMTP"},
		"(qmail 1 invoked by uid 0)" + date:                                                                                               {Time: at},
		"from a (unknown) by b (SG) with HTTP id x Tue, 03 May 2016 16:38:00.500 +0900 (KST)":                                             {Time: at, From: "a", By: "b", With: "HTTP"},
		"from a (unclosed [192.0.2.1] by b" + date:                                                                                        {Time: at, From: "a", IP: ip("192.0.2.1")},
	} {
		got, ok := Received([]byte(value))
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" || !ok {
			t.Errorf("%s: %v\n%s", value, ok, diff)
		}
	}
	for _, value := range []string{"", "apparently", "((((", "from", "; ;"} {
		if got, ok := Received([]byte(value)); ok {
			t.Errorf("%q: read as %+v", value, got)
		}
	}
}

// Fields made to be slow must not be: each of these takes no noticeable time.
func TestHostileFieldsAreLinear(t *testing.T) {
	start := time.Now()
	for _, piece := range []string{`<`, `(`, `"`, `\"`, `,`, `<a,`, `=?a?q?`, `=?a?b?=`, `;a*0*="`, `"a" `, `:`, `[`, `a b `, ` ,Mon`} {
		value := []byte(strings.Repeat(piece, MaxValue/len(piece)))
		Text(value, false)
		Params(append([]byte("x;a="), value...), false)
		Addresses(value, false)
		Date(value)
		Received(value)
	}
	const generous = 20 * time.Second // a quadratic walk takes minutes
	if took := time.Since(start); took > generous {
		t.Fatalf("took %v", took)
	}
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte("From: \"a\" <a@example.com>\r\n\tb\r\nDate: Tue, 3 May 2016 16:38:00 +0900\r\n\r\nx"))
	f.Add([]byte("Content-Type: text/plain; name*0*=euc-kr''%C8; name*1*=%B8\n\n"))
	f.Add([]byte("Subject: =?utf-8?B?7ZqM7J?= =?utf-8?B?2Y?=\n"))
	f.Add([]byte("Received: from a ([192.0.2.1]) by b; 3 May 16 1:2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Parser
		if body := p.Parse(data); body < 0 || body > len(data) {
			t.Fatalf("body at %d of %d", body, len(data))
		}
		for _, field := range p.Fields {
			text, _ := Text(field.Value, true)
			_, params := Params(field.Value, false)
			for _, a := range Addresses(field.Value, true) {
				text += a.Name + a.Addr
			}
			for _, p := range params {
				text += p.Value
			}
			hop, _ := Received(field.Value)
			Date(field.Value)
			if text += hop.From + hop.By + hop.With + hop.For; !utf8.ValidString(text) {
				t.Fatalf("invalid UTF-8: %q", text)
			}
		}
	})
}

func BenchmarkReceived(b *testing.B) {
	line := []byte("from mail.example.com (mail.example.com [192.0.2.7]) by mx.example.org (Postfix) with ESMTPS id 4F for <lee@example.org>; Tue, 3 May 2016 16:38:00 +0900")
	for b.Loop() {
		Received(line)
	}
}
