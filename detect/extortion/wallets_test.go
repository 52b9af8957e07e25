package extortion

import (
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dwell/detect/extortion/wallet/wallettest"
	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/evidence/message/qr/qrtest"
	"dwell/finding"
)

// bodies are places of a mail where an address can stand: the header of the part and
// the part.
var bodies = map[string]func(demand, wallet string) (header, body string){
	"plain text": func(d, w string) (string, string) { return "text/plain; charset=utf-8", d + w },
	"base64": func(d, w string) (string, string) {
		return "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte(d + w))
	},
	"quoted-printable with soft line ends": func(d, w string) (string, string) {
		return "text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", strings.ReplaceAll(d, "=", "=3D") + w[:9] + "=\n" + w[9:]
	},
	"page": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + "<br><b>" + w + "</b></p>"
	},
	"cut by tags": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + w[:7] + "<wbr>" + w[7:20] + "<span style=\"font-size:0\">zx9</span>" + w[20:] + "</p>"
	},
	"attribute": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + `</p><button data-copy="` + w + `">copy</button>`
	},
	"hidden text": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + `</p><div style="display:none">` + w + `</div>`
	},
	"link": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + `<a href="coin:` + w[strings.IndexByte(w, ':')+1:] + `?amount=3">pay here</a></p>`
	},
	"references": func(d, w string) (string, string) {
		return "text/html; charset=utf-8", "<p>" + d + fmt.Sprintf("&#%d;", w[0]) + w[1:] + "</p>"
	},
}

// Whole mails through the reader: every made address is found wherever it stands,
// and nothing else.
func TestWalletsOfMadeMails(t *testing.T) {
	demands := []string{
		"We have hacked your company and copied your customer database. Pay 30 bitcoin within 72 hours or we publish everything. ",
		"귀사의 서버를 해킹했고 회원정보 1천만 건을 확보하고 있다. 30억원 상당의 비트코인을 보내라. 보내지 않으면 모두 공개하겠다. ",
	}
	places := slices.Sorted(maps.Keys(bodies))
	const mails = 540
	var stream []event.Mail
	want := make(map[string]wallettest.Address) // by sender
	for seed := range mails {
		random := rand.New(rand.NewPCG(uint64(seed), 11))
		a := wallettest.Mint(random, wallettest.Kinds[random.IntN(len(wallettest.Kinds))])
		place := places[seed%len(places)]
		if concealed := place == "attribute" || place == "hidden text"; concealed && !a.Checked {
			continue // nothing would prove it there
		}
		from := fmt.Sprintf("keeper%d@example.net", seed)
		a.Kind += ", " + place
		want[from] = a
		header, body := bodies[place](demands[random.IntN(len(demands))], a.Text)
		decoy, _ := wallettest.Decoy(random)
		result, err := evidencetest.Read(mail.New(), "made.eml", []byte(message(from, header, body, decoy)))
		if err != nil || len(result.Events.Mails) != 1 {
			t.Fatalf("%d mails, %v", len(result.Events.Mails), err)
		}
		m := result.Events.Mails[0]
		m.Ref.File = event.FileID(seed)
		stream = append(stream, m)
	}
	compareWallets(t, want, investigate(t, stream))
}

// Wallets that only a picture shows, as a code, count as those of the text.
func TestWalletsInPictures(t *testing.T) {
	const demand = "We have hacked your company and copied your customer database. Pay 30 bitcoin within 72 hours or we publish everything. Scan the code."
	var stream []event.Mail
	want := make(map[string]wallettest.Address)
	for seed := range 2 * len(wallettest.Kinds) {
		a := wallettest.Mint(rand.New(rand.NewPCG(uint64(seed), 12)), wallettest.Kinds[seed/2])
		said := a.Text
		if seed%2 == 1 {
			said = "coin:" + a.Text[strings.IndexByte(a.Text, ':')+1:] + "?amount=30"
		}
		from := fmt.Sprintf("keeper%d@example.net", seed)
		want[from] = a
		mime := "From: " + from + "\nTo: ceo@example.com\nDate: Mon, 04 Jul 2016 15:00:00 +0900\nMessage-ID: <" + from + ">\nSubject: database\nMIME-Version: 1.0\n" +
			"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n" + demand + "\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" +
			base64.StdEncoding.EncodeToString(qrtest.PNG(t, said, 300)) + "\n--b--\n"
		result, err := evidencetest.Read(mail.New(), "made.eml", []byte(mime))
		if err != nil || len(result.Events.Mails) != 1 {
			t.Fatalf("%d mails, %v", len(result.Events.Mails), err)
		}
		m := result.Events.Mails[0]
		m.Ref.File = event.FileID(seed)
		stream = append(stream, m)
	}
	compareWallets(t, want, investigate(t, stream))
}

func message(from, header, body, decoy string) string {
	return "From: " + from + "\nTo: ceo@example.com\nDate: Mon, 04 Jul 2016 15:00:00 +0900\nMessage-ID: <" + from + ">\nSubject: database\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: " + header + "\n\n" + body + "\n--b\nContent-Type: text/plain\n\nkey " + decoy + " .\n--b--\n"
}

func compareWallets(t *testing.T, want map[string]wallettest.Address, findings []finding.Finding) {
	t.Helper()
	one := func(currency, text string) string {
		return currency + " " + strings.ToLower(strings.TrimPrefix(text, "bitcoincash:"))
	}
	found := 0
	for _, f := range findings {
		for _, from := range f.Values(finding.Attacker) {
			a, ok := want[from]
			for _, w := range f.Demand.Wallets {
				switch {
				case ok && one(w.Currency, w.Address) == one(a.Currency, a.Text):
					found++
				case ok:
					t.Errorf("%s: %s %s is no address", a.Kind, w.Currency, w.Address)
				}
			}
		}
	}
	t.Logf("%d of %d wallets found", found, len(want))
	const least = 0.99 // goal 4 of the reference
	if float64(found) < least*float64(len(want)) {
		t.Errorf("%d of %d wallets found", found, len(want))
	}
}
