package trait

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
)

func values(m *event.Mail, k Kind) (out []Trait) {
	for _, t := range Read(m) {
		if t.Kind() == k {
			out = append(out, t)
		}
	}
	return out
}

// sample is a mail that came from a desk over a company's server to ours.
func sample() *event.Mail {
	zone := time.FixedZone("", 2*3600)
	at := time.Date(2016, 5, 3, 9, 38, 0, 0, zone)
	m := &event.Mail{
		Time: event.At(at, event.PrecisionSecond), Delivered: event.At(at.Add(5*time.Second), event.PrecisionSecond), From: []event.Address{{Name: "Jane Doe", Addr: "jane@mail.example.org"}},
		To: []event.Address{{Name: "Kim", Addr: "kim@example.com"}}, Subject: "Re: Order", MessageID: "57286F10.3090401@mail.example.org", Client: "Mozilla/5.0 (X11; Linux x86_64; rv:45.0) Gecko/20100101 Thunderbird/45.1.0",
		Text: "Dear Kim,\n\nthank you.\n\nOn 05/02/2016 10:00 AM, Kim wrote:\n> How many?\n\nTwelve.\n\nBest regards\nJane\n", Parts: []event.Part{{Path: "1", Type: "text/plain"}},
		Hops: []event.Hop{
			{By: "store.example.com", From: "mx.example.com", IP: netip.MustParseAddr("192.0.2.1")},
			{By: "mx.example.com", From: "out3.example.org", IP: netip.MustParseAddr("198.51.100.3"), With: "ESMTPS"},
			{By: "out3.example.org", From: "desk7", IP: netip.MustParseAddr("10.1.2.7"), With: "ESMTPSA", Time: event.At(at.Add(time.Second), event.PrecisionSecond)},
		},
	}
	m.Signatures = []event.Signature{
		{Domain: "lists.example.net", Body: event.BodyDisagrees, Aligned: true, From: true},
		{Domain: "example.org", Body: event.BodyAgrees, Aligned: true, From: true, Signed: event.UTC(at.Unix()*1e9, event.PrecisionSecond), Expires: event.UTC((at.Unix()+3600)*1e9, event.PrecisionSecond)},
	}
	for _, h := range [][2]string{
		{"Return-Path", "<jane@mail.example.org>"}, {"Received", "from mx.example.com by store.example.com with LMTP id 1; x"}, {"Received", "from out3.example.org (out3.example.org [198.51.100.3]) by mx.example.com (Postfix) with ESMTPS id 4F2; x"},
		{"DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/simple; d=example.org; s=k2016; h=from:to; b=x"}, {"Received", "from desk7 (desk7 [10.1.2.7]) by out3.example.org (Exim 4.86) with esmtpsa id 77; x"},
		{"Subject", "Re: Order"}, {"To", "Kim <kim@example.com>"}, {"From", "Jane Doe <jane@mail.example.org>"}, {"Message-ID", "<57286F10.3090401@mail.example.org>"},
		{"Date", "Tue, 3 May 2016 09:38:00 +0200"}, {"User-Agent", "x"}, {"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=utf-8; format=flowed"}, {"List-Id", "<l>"}, {"X-Spam-Status", "No"},
	} {
		m.Headers = append(m.Headers, event.Header{Name: h[0], Value: h[1]})
	}
	return m
}

// A change of one habit changes the traits of its kind.
func TestHabitsAreTold(t *testing.T) {
	header := func(name, value string) func(m *event.Mail) {
		return func(m *event.Mail) {
			for i := range m.Headers {
				if m.Headers[i].Name == name {
					m.Headers[i].Value = value
				}
			}
		}
	}
	for name, c := range map[string]struct {
		kind   Kind
		change func(m *event.Mail)
	}{
		"another program":             {Client, func(m *event.Mail) { m.Client = "Foxmail 7" }},
		"line length of base64":       {Coding, func(m *event.Mail) { m.Parts[0].Encoding, m.Parts[0].LineLength = "base64", 60 }},
		"another version":             {Version, func(m *event.Mail) { m.Client = strings.Replace(m.Client, "45.1", "52.0", 1) }},
		"another system":              {Platform, func(m *event.Mail) { m.Client = strings.Replace(m.Client, "X11; Linux", "Windows NT 6.1", 1) }},
		"order of fields":             {Order, func(m *event.Mail) { m.Headers[5], m.Headers[6] = m.Headers[6], m.Headers[5] }},
		"neighbours":                  {Pair, func(m *event.Mail) { m.Headers[5], m.Headers[6] = m.Headers[6], m.Headers[5] }},
		"spelling of a field":         {Spelling, func(m *event.Mail) { m.Headers[8].Name = "Message-Id" }},
		"shape of the Message-ID":     {IDShape, func(m *event.Mail) { m.MessageID = "20160503093800.GA1234@mail.example.org" }},
		"a Message-ID of Gmail":       {Mailbox, func(m *event.Mail) { m.MessageID = "CAexmpl" + strings.Repeat("5Kq0", 11) + "@mail.gmail.com" }},
		"charset":                     {ContentType, header("Content-Type", "text/plain; charset=gb2312")},
		"boundary":                    {Boundary, header("Content-Type", `multipart/mixed; boundary="----=_Part_12"`)},
		"parts":                       {Tree, func(m *event.Mail) { m.Parts = append(m.Parts, event.Part{Path: "2", Type: "image/png"}) }},
		"form of the date":            {DateForm, header("Date", "03 May 2016 09:38:00 +0200 (CEST)")},
		"quotes round the name":       {FromForm, header("From", `"Jane Doe" <jane@mail.example.org>`)},
		"line before quotations":      {Attribution, func(m *event.Mail) { m.Text = strings.Replace(m.Text, "On 05/02", "* Kim, 02.05", 1) }},
		"mark of the subject":         {Marks, func(m *event.Mail) { m.Subject = "AW: Order" }},
		"a field of its own":          {Extra, func(m *event.Mail) { m.Headers = append(m.Headers, event.Header{Name: "X-Priority", Value: "1"}) }},
		"night":                       {Hour, func(m *event.Mail) { m.Time.Nanos += 14 * int64(time.Hour) }},
		"answers elsewhere":           {ReplyTo, func(m *event.Mail) { m.ReplyTo = []event.Address{{Addr: "j@example.net"}} }},
		"greeting":                    {Greeting, func(m *event.Mail) { m.Text = strings.Replace(m.Text, "Dear Kim,", "Hi,", 1) }},
		"closing":                     {Closing, func(m *event.Mail) { m.Text = strings.Replace(m.Text, "Best regards", "Cheers", 1) }},
		"a file":                      {Attachment, func(m *event.Mail) { m.Parts = append(m.Parts, event.Part{Type: "application/zip", Name: "a.zip"}) }},
		"zone":                        {Zone, func(m *event.Mail) { m.Time.Offset += 1800 }},
		"relay":                       {Relay, func(m *event.Mail) { m.Hops[1].From = "smtp.example.net" }},
		"first machine":               {Machine, func(m *event.Mail) { m.Hops[2].From = "desk8" }},
		"local address":               {Desk, func(m *event.Mail) { m.Hops[2].IP = netip.MustParseAddr("10.9.9.9") }},
		"first network":               {OriginNet, func(m *event.Mail) { m.Hops[2].IP = netip.MustParseAddr("203.0.113.9") }},
		"unsigned":                    {Signer, func(m *event.Mail) { m.Headers = slices.Delete(slices.Clone(m.Headers), 3, 4) }},
		"another body":                {SignedBody, func(m *event.Mail) { m.Signatures[1].Body = event.BodyDisagrees }},
		"sent long after it expired":  {SignedBody, func(m *event.Mail) { m.Delivered.Nanos += 5 * int64(time.Hour) }},
		"signed later than it came":   {SignedBody, func(m *event.Mail) { m.Signatures[1].Signed.Nanos += 2 * int64(time.Hour) }},
		"signed without From":         {SignedBody, func(m *event.Mail) { m.Signatures[1].From = false }},
		"signed for another domain":   {SignedBody, func(m *event.Mail) { m.Signatures[1].Aligned = false }},
		"the beginning signed":        {SignedBody, func(m *event.Mail) { m.Signatures[1].Partial = true }},
		"not encrypted":               {Secured, func(m *event.Mail) { m.Hops[1].With = "SMTP" }},
		"checks failed":               {Results, func(m *event.Mail) { m.AuthResult = []string{"mx; spf=fail"} }},
		"the server's dialect":        {HopShape, func(m *event.Mail) { m.Headers[4].Value = "from desk7 by out3.example.org with SMTP (MailServer); x" }},
		"dated long before it left":   {Delay, func(m *event.Mail) { m.Time.Nanos -= 5 * int64(time.Hour) }},
		"through more servers":        {Hops, func(m *event.Mail) { m.Hops = append(m.Hops, event.Hop{From: "a", By: "b.example.org"}) }},
		"a server's field, not known": {Added, func(m *event.Mail) { m.Headers = append(m.Headers, event.Header{Name: "X-Virus-Scanned", Value: "x"}) }},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := sample(), sample()
			c.change(after)
			if slices.Equal(values(before, c.kind), values(after, c.kind)) {
				t.Errorf("the traits stay %v", values(before, c.kind))
			}
		})
	}
}

// A body that was decoded on its way is told from another one. Where the mailbox keeps
// no body as it was sent, and where only others signed, nothing is said.
func TestSignedBodies(t *testing.T) {
	of := func(change func(m *event.Mail)) []Trait {
		m := sample()
		m.Signatures[1].Body = event.BodyDisagrees
		change(m)
		return values(m, SignedBody)
	}
	other := of(func(*event.Mail) {})
	decoded := of(func(m *event.Mail) {
		m.Headers = append(m.Headers, event.Header{Name: "Content-Transfer-Encoding", Value: "8BIT"})
	})
	if len(other) != 1 || len(decoded) != 1 || other[0] == decoded[0] {
		t.Errorf("another body %v, decoded %v", other, decoded)
	}
	for name, change := range map[string]func(m *event.Mail){
		"not kept": func(m *event.Mail) { m.Signatures[1].Body = event.BodyUnknown }, "signed by others": func(m *event.Mail) { m.Signatures = m.Signatures[:1] },
		"unsigned": func(m *event.Mail) { m.Signatures = nil },
	} {
		if got := of(change); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What is new in every mail, and what lists and our own servers add, changes nothing.
func TestWhatIsNoHabitIsLeftOut(t *testing.T) {
	for name, change := range map[string]func(m *event.Mail){
		"numbers of a Message-ID": func(m *event.Mail) { m.MessageID = "58191A22.1080907@mail.example.org" },
		"fields of lists": func(m *event.Mail) {
			m.Headers = append(m.Headers, event.Header{Name: "List-Post", Value: "x"}, event.Header{Name: "Precedence", Value: "bulk"})
		},
		"our spam filter":      func(m *event.Mail) { m.Headers = append(m.Headers, event.Header{Name: "X-Spam-Level", Value: "*"}) },
		"number of the server": func(m *event.Mail) { m.Hops[1].From = "out5.example.org" },
		"queue identifiers":    func(m *event.Mail) { m.Headers[4].Value = strings.Replace(m.Headers[4].Value, "id 77", "id 78", 1) },
		"our second server":    func(m *event.Mail) { m.Hops[0].By = "store2.example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			m := sample()
			change(m)
			if !slices.Equal(Read(sample()), Read(m)) {
				t.Error("the traits differ")
			}
		})
	}
}

// What the release, the day of the month or the letters of a text bring with them is no
// other habit.
func TestWhatComesByItselfIsNoHabit(t *testing.T) {
	header := func(m *event.Mail, name, value string) {
		for i := range m.Headers {
			if m.Headers[i].Name == name {
				m.Headers[i].Value = value
			}
		}
	}
	for name, c := range map[string]struct {
		kind          Kind
		change, other func(m *event.Mail)
	}{
		"a release candidate":          {Platform, func(m *event.Mail) { m.Client = "git-send-email 2.18.0" }, func(m *event.Mail) { m.Client = "git-send-email 2.19.0.rc1.206.gedb03e5" }},
		"its version below the dashes": {Signature, func(m *event.Mail) { m.Text += "-- \n2.18.0\n" }, func(m *event.Mail) { m.Text += "-- \n2.19.0.rc1\n" }},
		"a day of one figure":          {DateForm, func(m *event.Mail) { header(m, "Date", "Tue,  3 May 2016 09:38:00 +0200") }, func(m *event.Mail) { header(m, "Date", "Tue, 10 May 2016 09:38:00 +0200") }},
		"plain ASCII": {Order, func(*event.Mail) {}, func(m *event.Mail) {
			m.Headers = slices.DeleteFunc(m.Headers, func(h event.Header) bool { return h.Name == "MIME-Version" || h.Name == "Content-Type" })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := sample(), sample()
			c.change(before)
			c.other(after)
			if !slices.Equal(values(before, c.kind), values(after, c.kind)) {
				t.Error("the traits differ")
			}
		})
	}
	m := sample()
	m.Text += "-- \n"
	Read(m) // dashes with nothing below them
}

func TestVersionsAreNumbers(t *testing.T) {
	number := func(client string) uint16 {
		m := sample()
		m.Client = client
		v := values(m, Release)
		if len(v) == 0 {
			return 0
		}
		_, n := v[0].Number()
		return n
	}
	for _, pair := range [][2]string{{"git-send-email 1.7.2.5", "git-send-email 2.0.0"}, {"Mutt/1.5.21 (2010-09-15)", "Mutt/1.9.3 (2018-01-21)"}, {"Thunderbird/45.1.0", "Thunderbird/52.0"}} {
		if a, b := number(pair[0]), number(pair[1]); a >= b || a == 0 {
			t.Errorf("%s is %d, %s is %d", pair[0], a, pair[1], b)
		}
	}
	if number("Outlook") != 0 {
		t.Error("a version without figures")
	}
}

// 300 bytes hold the traits of any mail.
func TestTraitsAreBounded(t *testing.T) {
	m := sample()
	for i := range 3000 {
		m.Headers = append(m.Headers, event.Header{Name: strings.Repeat("x", i%50) + "-a", Value: strings.Repeat("y", i)})
		m.To = append(m.To, event.Address{Addr: strings.Repeat("u", i%60+1) + "@example.com"})
		m.Parts = append(m.Parts, event.Part{Name: strings.Repeat("n", i%9) + ".x" + strings.Repeat("z", i%5)})
	}
	const size, most = 4, 300
	if n := len(Read(m)); n*size > most || n == 0 {
		t.Errorf("%d traits", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Received", "from a by b; c", "Dear\n> x\n-- \nme", "1.2@c")
	f.Add("Content-Type", `multipart/mixed; boundary="`, ">", "@")
	f.Add("Date", "(((", "\xff\n", "")
	f.Add("DKIM-Signature", "d=;s=;h", "x:\n>", strings.Repeat("a-", 300))
	f.Fuzz(func(t *testing.T, name, value, text, id string) {
		m := sample()
		m.Headers = append(m.Headers, event.Header{Name: name, Value: value})
		m.Text, m.MessageID, m.Subject, m.Client, m.ReturnPath = text, id, value, value, value
		m.Hops[2].From, m.Hops[1].By = value, id
		for _, v := range Read(m) {
			if k := int(v.Kind()); k == 0 || k >= Kinds {
				t.Fatalf("trait of kind %d", k)
			}
		}
		Read(&event.Mail{Headers: m.Headers, Text: text, MessageID: id})
	})
}

func BenchmarkRead(b *testing.B) {
	m := sample()
	m.Text = strings.Repeat("We met last week and agreed on the following points.\n", 60) + m.Text
	for b.Loop() {
		Read(m)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
