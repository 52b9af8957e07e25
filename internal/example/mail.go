package example

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// letter is one mail of the example.
type letter struct {
	at                     time.Time
	from, to, subject, id  string
	reply                  string // Message-ID answered
	relay, relayIP, client string
	auth                   string
	body                   string
	attachment             []byte
	name                   string
}

const (
	minji    = `"Park Minji" <minji.park@shop.example>`
	jisoo    = `"Park Jisoo" <jisoo.park@family.example>`
	jisooNot = `"Park Jisoo" <jisoo.park7@fami1y.example>`
	chief    = `"Lee Hana" <hana.lee@shop.example>`
)

// employeeMailbox is the mailbox of Minji: colleagues, her sibling as ever, and
// one mail that only looks like the sibling's.
func employeeMailbox() []byte {
	var out []letter
	for week := range 6 {
		day := begin.AddDate(0, 0, 7*(week-6))
		first := letter{at: day.Add(12*time.Hour + 7*time.Minute), from: jisoo, to: minji, subject: fmt.Sprintf("dinner on Sunday %d", week+1), id: fmt.Sprintf("sib%d@family.example", week),
			relay: "mx.family.example", relayIP: "192.0.2.33", client: "Example Mail 5.1", auth: "spf=pass smtp.mailfrom=family.example; dkim=pass header.d=family.example; dmarc=pass",
			body: "Hi Minji,\n\nmum asks whether you come on Sunday. Bring the little one!\n\nJisoo\n"}
		out = append(out, first, letter{at: day.Add(12*time.Hour + 50*time.Minute), from: minji, to: jisoo, subject: "Re: " + first.subject, id: fmt.Sprintf("ans%d@shop.example", week), reply: first.id,
			relay: "mail.shop.example", relayIP: "192.0.2.10", client: "Example Mail 5.1", body: "Sure, see you at six.\n\nMinji\n"})
	}
	for day := range 30 {
		t := begin.AddDate(0, 0, day-20).Add(9*time.Hour + time.Duration(day*7)*time.Minute)
		out = append(out, letter{at: t, from: colleagues[day%len(colleagues)], to: minji, subject: fmt.Sprintf("orders of week %d", day/7+8), id: fmt.Sprintf("ord%d@shop.example", day),
			relay: "mail.shop.example", relayIP: "192.0.2.10", client: "Example Mail 5.1", body: fmt.Sprintf("Morning,\n\n%d orders are open, %d parcels came back.\n", 40+day*3%17, day%5)})
	}
	out = append(out, letter{at: mailArrives, from: jisooNot, to: minji, subject: "our family photos", id: "20260305.1@fami1y.example",
		relay: "mail.fami1y.example", relayIP: "203.0.113.12", client: "Example Web Mail 2", auth: "spf=fail smtp.mailfrom=fami1y.example; dkim=none; dmarc=fail",
		body: "Hi Minji,\n\nI made a screen saver of the photos from Sunday. Have a look, mum looks so happy!\n\nJisoo\n", attachment: screenSaver(), name: "family-photos.zip"})
	return mbox(out)
}

var colleagues = []string{`"Kim Dojun" <dojun.kim@shop.example>`, `"Choi Yuna" <yuna.choi@shop.example>`, chief}

// executiveMailbox is the mailbox in which the demand arrives.
func executiveMailbox() []byte {
	var out []letter
	for day := range 12 {
		out = append(out, letter{at: begin.AddDate(0, 0, day).Add(10 * time.Hour), from: colleagues[day%2], to: chief, subject: fmt.Sprintf("figures of day %d", day+1), id: fmt.Sprintf("fig%d@shop.example", day),
			relay: "mail.shop.example", relayIP: "192.0.2.10", client: "Example Mail 5.1", body: "The figures of yesterday are in the shared folder.\n"})
	}
	for i, words := range []string{
		"We have the personal data of all your 48,211 members: names, phone numbers, addresses, birth dates.\n" +
			"Pay 30 BTC to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 within 72 hours.\n" +
			"If you do not pay or call the police, we publish everything.\n",
		"You have one day left. 30 BTC to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, or the member database goes public.\n",
	} {
		out = append(out, letter{at: demand.Add(time.Duration(i) * 47 * time.Hour), from: `"shop data" <data.keeper@example.net>`, to: chief, subject: "your member database", id: fmt.Sprintf("dk%d@example.net", i),
			relay: "out.example.net", relayIP: "203.0.113.99", client: "", auth: "spf=pass smtp.mailfrom=example.net; dkim=none", body: words})
	}
	return mbox(out)
}

// screenSaver is a ZIP archive that holds a file named like a picture and a
// screen saver at once: the two magic bytes of a program and a line of text.
func screenSaver() []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "IMG_2034.jpg.scr", Method: zip.Store})
	if err == nil {
		_, _ = f.Write([]byte("MZ inert example bytes, not a program\r\n"))
	}
	_ = w.Close() // writing to memory cannot fail
	return b.Bytes()
}

// mbox writes the mails as an mboxrd mailbox.
func mbox(letters []letter) []byte {
	var l lines
	for _, m := range letters {
		_, address, _ := strings.Cut(m.from, "<")
		l.add("From " + strings.TrimSuffix(address, ">") + " " + m.at.UTC().Format(time.ANSIC))
		for line := range strings.Lines(m.text()) {
			if strings.HasPrefix(strings.TrimLeft(line, ">"), "From ") {
				line = ">" + line
			}
			l.WriteString(line)
		}
		l.add("")
	}
	return l.Bytes()
}

// text writes the message as RFC 5322 wants it.
func (m letter) text() string {
	var l lines
	l.add("Received: from " + m.relay + " (" + m.relay + " [" + m.relayIP + "])")
	l.add("\tby mail.shop.example (Postfix) with ESMTPS id 4F" + fmt.Sprintf("%x", m.at.Unix()))
	l.add("\tfor <" + strings.Trim(m.to[strings.Index(m.to, "<"):], "<>") + ">; " + m.at.Add(2*time.Second).Format(time.RFC1123Z))
	if m.auth != "" {
		l.add("Authentication-Results: mail.shop.example; " + m.auth)
	}
	l.add("Date: " + m.at.Format(time.RFC1123Z))
	l.add("From: " + m.from)
	l.add("To: " + m.to)
	l.add("Subject: " + m.subject)
	l.add("Message-ID: <" + m.id + ">")
	if m.reply != "" {
		l.add("In-Reply-To: <" + m.reply + ">")
		l.add("References: <" + m.reply + ">")
	}
	if m.client != "" {
		l.add("User-Agent: " + m.client)
	}
	l.add("MIME-Version: 1.0")
	if m.attachment == nil {
		l.add("Content-Type: text/plain; charset=utf-8")
		l.add("")
		l.WriteString(m.body)
		return l.String()
	}
	l.add(`Content-Type: multipart/mixed; boundary="=_shop"`)
	l.add("")
	l.add("--=_shop")
	l.add("Content-Type: text/plain; charset=utf-8")
	l.add("")
	l.add(m.body)
	l.add("--=_shop")
	l.add(`Content-Type: application/zip; name="` + m.name + `"`)
	l.add(`Content-Disposition: attachment; filename="` + m.name + `"`)
	l.add("Content-Transfer-Encoding: base64")
	l.add("")
	l.add(base64.StdEncoding.EncodeToString(m.attachment))
	l.add("--=_shop--")
	return l.String()
}
