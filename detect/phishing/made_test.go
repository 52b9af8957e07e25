package phishing

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// start is Monday, 3 March 2025, 09:00 UTC.
var start = time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)

// made is a made-up mail, by its parts that matter.
type made struct {
	name, from string
	envelope   string // "" that of from
	replyTo    string
	to         string // "" jane@shop.example
	subject    string
	text       string // plain text; of a page what stands before its links
	links      string // "url shown; url shown": then the mail is a page
	images     string // "url alt; url alt"
	auth       string // "pass", "fail", "none", "" unchecked
	file       string
	headers    string // "Name: value; Name: value"
}

func (x made) mail(n int) event.Mail {
	at := event.At(start.Add(time.Duration(n)*time.Hour), event.PrecisionSecond)
	_, domain, _ := strings.Cut(x.from, "@")
	m := event.Mail{
		Time: at, Delivered: at, Ref: event.Ref{File: 1, Offset: int64(n) * 4096, Length: 4000}, Mailbox: "jane.mbox", MessageID: fmt.Sprintf("%d@mail.example", n),
		From: []event.Address{{Name: x.name, Addr: x.from}}, To: []event.Address{{Addr: or(x.to, "jane@shop.example")}}, Subject: x.subject, Text: x.text, ReturnPath: or(x.envelope, x.from),
		Hops: []event.Hop{{By: "mx.shop.example", From: "out." + domain}},
	}
	if x.replyTo != "" {
		m.ReplyTo = []event.Address{{Addr: x.replyTo}}
	}
	if x.auth != "" {
		m.AuthResult = []string{fmt.Sprintf("mx.shop.example; dmarc=%s header.from=%s; spf=%s smtp.mailfrom=%s", x.auth, domain, x.auth, or(x.envelope, x.from))}
	}
	for _, h := range list(x.headers) {
		field, value, _ := strings.Cut(h, ": ")
		m.Headers = append(m.Headers, event.Header{Name: field, Value: value})
		if field == "In-Reply-To" {
			m.InReplyTo = value
		}
	}
	x.page(&m)
	if x.file != "" {
		m.Parts = append(m.Parts, event.Part{Path: "2", Type: "application/octet-stream", Disposition: "attachment", Name: x.file, Data: []byte("<p>")})
	}
	return m
}

// page adds the page, as the reader of mails does.
func (x made) page(m *event.Mail) {
	if x.links == "" && x.images == "" {
		m.Parts = []event.Part{{Path: "1", Type: "text/plain", Data: []byte(x.text)}}
		for _, w := range strings.Fields(x.text) {
			if strings.HasPrefix(w, "http") {
				m.Links = append(m.Links, w)
			}
		}
		return
	}
	var b strings.Builder
	b.WriteString("<html><body><p>" + x.text + "</p>")
	for _, i := range list(x.images) {
		src, alt, _ := strings.Cut(i, " ")
		fmt.Fprintf(&b, `<img src="%s" alt="%s">`, src, alt)
	}
	for _, l := range list(x.links) {
		url, shown, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `<a href="%s">%s</a> `, url, shown)
		m.Links = append(m.Links, url)
		m.Text += "\n" + shown
	}
	m.Parts = []event.Part{{Path: "1", Type: "text/html", Data: []byte(b.String())}}
}

func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, "; ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func investigate(t testing.TB, mails ...event.Mail) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, Spec(), detect.View{}, []event.Batch{{Mails: mails}})
}

// Mass phishing in nine languages, by every way in which such mails claim, hide and lead.
func TestMassPhishingIsFound(t *testing.T) {
	for name, x := range map[string]made{
		"bank, own domain of the sender": {name: "PayPal Service", from: "service@billing-center.example", auth: "pass", subject: "Your account has been limited",
			text: "Dear customer, please confirm your identity within 24 hours.", links: "https://secure-login.example/a Confirm now"},
		"look-alike domain": {name: "Support", from: "no-reply@paypal-resolution.example", auth: "pass", subject: "Unusual activity",
			text: "We noticed unusual activity. Log in to review.", links: "https://paypal-resolution.example/ Log in"},
		"look-alike letters": {name: "Support", from: "no-reply@paypa1.example", auth: "pass", subject: "Unusual activity",
			text: "We noticed unusual activity. Log in to review.", links: "https://paypa1.example/ Log in"},
		"forged domain": {name: "DHL Express", from: "noreply@dhl.com", auth: "fail", subject: "Your parcel is waiting", text: "A fee of 1.99 is due before delivery.", links: "https://fee.example/x Pay now"},
		"brand only in pictures and copyright": {name: "Customer Care", from: "info@garden-tools.example", auth: "none", subject: "Action required",
			text:  "Your payment was declined. Update your payment details. Copyright 2025 Netflix International. All rights reserved.",
			links: "https://garden-tools.example/n/ Update payment; https://help.netflix.com/ Help", images: "https://assets.nflxext.com/logo.png Netflix"},
		"shown link elsewhere": {name: "American Express", from: "alerts@mailing.example", auth: "pass", subject: "Security notice",
			text: "A new device logged in.", links: "http://203.0.113.7/amex https://www.americanexpress.com/login"},
		"short link": {name: "Netflix", from: "info@studio.example", auth: "none", subject: "Your membership has expired", text: "Renew today.", links: "https://bit.ly/3xyz Renew"},
		"open redirector": {name: "Microsoft 365", from: "it@vendor.example", auth: "pass", subject: "Password expires today",
			text: "Keep your current password.", links: "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fo365 Keep current password"},
		"page as a file": {name: "Microsoft SharePoint", from: "scan@vendor.example", auth: "none", subject: "Scanned document", text: "Open the attached document and sign in to view it.", file: "Scan_0021.htm"},
		"call back": {name: "Billing Team", from: "jk4471@gmail.com", auth: "pass", subject: "Invoice 88213 order confirmation",
			text: "Thank you for your order. Your PayPal account was charged $499.99 for Bitcoin. If you did not authorize this payment call us at +1 (805) 555-0142 immediately."},
		"own mailbox": {name: "shop.example Mail Admin", from: "admin@hotel.example", auth: "pass", subject: "jane@shop.example: password expired",
			text: "Your mailbox password expires today. Keep current password to avoid loss of messages.", links: "https://webmail-keep.example/?u=jane@shop.example Keep current password"},
		"help desk of a shortened name": {name: "lorem Mail Administrator", from: "postmaster@page.example", auth: "pass", to: "user@loremshop.example", subject: "[알림] 메일 비밀번호 만료 안내",
			text: "메일 계정의 비밀번호가 오늘 만료됩니다. 아래 주소에서 로그인해 주십시오.", links: "https://page.example/owa/auth/1f12"},
		"help desk without a name": {name: "IT Help Desk", from: "k.miller@school.example", auth: "pass", subject: "Mailbox quota exceeded",
			text: "Your mailbox storage is full. Verify your account to receive incoming messages.", links: "https://formsite.example/v Verify"},
		"brand in no table": {name: "Brookfield Savings", from: "alert@garden-tools.example", auth: "none", subject: "Your account is on hold", text: "Please verify your account.",
			links: "https://verify-now.example/b Verify; https://www.brookfieldsavings.example/privacy Privacy", images: "https://www.brookfieldsavings.example/logo.png Logo"},
		"split letters": {name: "\u041ficrosoft \u0410ccount", from: "x7ks91q@zz91kd.example", auth: "none", subject: "\u0410ccount verificati\u043en", text: "Sign in to verify.", links: "https://zz91kd.example/ Sign in"},
		"reward":        {name: "Costco Rewards", from: "win@leaf.xyz", auth: "pass", subject: "Congratulations! You have been selected", text: "Claim your reward. This message is from a trusted sender.", links: "https://leaf.xyz/c/12 Claim now"},
		"fortune": {name: "Barr. John Smith", from: "john.smith@example.org", replyTo: "barrjohn771@gmail.com", auth: "pass", subject: "Business proposal",
			text: "I am a barrister. My late client left an inheritance of 12 million dollars and you are named beneficiary. Please get back to me for the fund transfer."},
		"German": {name: "Sparkasse Kundenservice", from: "info@blumen.example", auth: "none", subject: "Wichtig: Ihr pushTAN läuft ab",
			text: "Sehr geehrter Kunde, bitte bestätigen Sie Ihre Daten innerhalb von 48 Stunden, sonst wird Ihr Konto gesperrt.", links: "https://blumen.example/s/ Jetzt bestätigen"},
		"French": {name: "La Poste - Colissimo", from: "contact@voyage.example", auth: "none", subject: "Votre colis est en attente",
			text: "Votre colis est bloqué, réglez les frais de douane.", links: "https://colis-frais.example/ Cliquez ici"},
		"Spanish":    {name: "BBVA", from: "avisos@tienda.example", auth: "pass", subject: "Su cuenta ha sido bloqueada", text: "Verifique sus datos en 24 horas.", links: "https://bbva-clientes.example/ Iniciar sesión"},
		"Portuguese": {name: "Banco Itaú", from: "sac@loja.example", auth: "none", subject: "Seus pontos expiram hoje", text: "Resgate seus pontos e atualize seu cadastro.", links: "https://pontos.example/i Resgatar"},
		"Italian":    {name: "Poste Italiane", from: "no-reply@fiori.example", auth: "none", subject: "Il tuo conto è stato sospeso", text: "Accedi per aggiornare i tuoi dati.", links: "https://fiori.example/p Accedi"},
		"Dutch":      {name: "Rabobank", from: "service@fiets.example", auth: "none", subject: "Uw rekening is geblokkeerd", text: "Bevestig uw gegevens binnen 24 uur.", links: "https://fiets.example/r Klik hier"},
		"Korean":     {name: "국민은행 고객센터", from: "notice@flower.example", auth: "none", subject: "[국민은행] 계정이 정지되었습니다", text: "본인확인을 위해 24시간 이내에 로그인하시기 바랍니다.", links: "https://kb-star.example/ 로그인하기"},
		"Korean webmail": {name: "메일 관리자", from: "webmaster@garden.example", auth: "none", subject: "jane@shop.example 비밀번호 만료 안내",
			text: "메일함 용량 초과로 수신이 보류된 메일이 있습니다. 비밀번호를 유지하려면 클릭하세요.", links: "https://hold.example/?m=jane@shop.example 비밀번호 유지"},
		"Japanese": {name: "アマゾン", from: "account@ajk2x9.example", auth: "none", subject: "アカウントの利用制限のお知らせ", text: "不正なアクセスがありました。24時間以内にお客様情報をご確認ください。", links: "https://ajk2x9.example/jp 確認する"},
	} {
		t.Run(name, func(t *testing.T) {
			findings := investigate(t, x.mail(1))
			if len(findings) != 1 || findings[0].Severity != finding.Low {
				d := New(detect.Config{})
				m := x.mail(1)
				l, _ := d.examine(&m)
				t.Fatalf("%d findings; %.1f claim=%q target=%q: %s", len(findings), l.Clues.total(), l.Claim, l.Target, listed(&l))
			}
			t.Log(findings[0].Severity, findings[0].Score, findings[0].Sentence)
		})
	}
}

// Ordinary mail that shares words, brands, services or faults with phishing.
func TestOrdinaryMailIsNot(t *testing.T) {
	for name, x := range map[string]made{
		"true notice": {name: "PayPal", from: "service@paypal.com", auth: "pass", subject: "Your account has been limited", text: "Please confirm your identity.", links: "https://www.paypal.com/login Log in"},
		"true notice, unchecked": {name: "Microsoft account team", from: "account-security-noreply@accountprotection.microsoft.com", subject: "Unusual sign-in activity", text: "Please review recent activity.",
			links: "https://account.live.com/Activity Review recent activity"},
		"true notice through a carrier": {name: "DHL Paket", from: "noreply@dhl.de", envelope: "bounce-77@bounces.exct.net", auth: "pass", subject: "Ihr Paket kommt heute", text: "Ihre Sendung wird zugestellt.",
			links: "https://click.exct.net/?qs=abc Sendung verfolgen"},
		"newsletter": {name: "Garden Tools", from: "news@garden-tools.example", envelope: "b@mail.sendgrid.net", auth: "pass", subject: "20 % discount, today only", text: "Our best offer, free shipping.",
			links: "https://u77.ct.sendgrid.net/ls/click?upn=1 Shop now; https://u77.ct.sendgrid.net/u Unsubscribe", headers: "List-Unsubscribe: <mailto:u@garden-tools.example>"},
		"newsletter that names shops": {name: "Tech Weekly", from: "weekly@tech.example", auth: "pass", subject: "Apple, Amazon and Netflix this week", text: "Amazon opened. Netflix raised prices. Microsoft sells.",
			links: "https://tech.example/1 Read more; https://www.amazon.com/x Amazon; https://www.facebook.com/t Facebook; https://tech.example/u Unsubscribe", headers: "List-Unsubscribe: <https://tech.example/u>"},
		"shop that takes PayPal": {name: "Garden Tools", from: "orders@garden-tools.example", auth: "pass", subject: "Order confirmation 1234", text: "Thank you. You paid with PayPal. Your invoice is attached.",
			links: "https://garden-tools.example/o/1234 View order; https://www.paypal.com/myaccount PayPal"},
		"shop that sends by DHL": {name: "Garden Tools Versand", from: "versand@garden-tools.example", auth: "pass", subject: "Ihre Sendung ist unterwegs", text: "Ihr Paket wurde an DHL übergeben.",
			links: "https://www.dhl.de/de/privatkunden/verfolgen.html?piececode=1 Sendung verfolgen"},
		"colleague":              {name: "John Roe", from: "john.roe@shop.example", subject: "Re: PayPal invoice", text: "Jane, can you pay the PayPal invoice today? It is urgent. https://www.paypal.com/invoice/1", headers: "In-Reply-To: 1@shop.example"},
		"partner with a link":    {name: "Mary Major", from: "mary@partner.example", auth: "pass", subject: "Contract", text: "Please find the contract attached, and sign in to https://docs.google.com/document/d/1 to comment."},
		"private mail":           {name: "Sister", from: "sister77@gmail.com", auth: "pass", subject: "holiday photos", text: "Look at https://photos.example/album and call me +1 805 555 0142 when you can!"},
		"help desk of the house": {name: "IT Help Desk", from: "helpdesk@shop.example", subject: "Your password expires in 5 days", text: "Please change your password.", links: "https://intranet.shop.example/password Change password"},
		"registration":           {name: "Forum", from: "noreply@forum.example", auth: "pass", subject: "Verify your email address", text: "Please verify your account by clicking the link.", links: "https://forum.example/v?m=jane@shop.example Verify"},
		"ticket":                 {name: "Widget Support", from: "support@widget.zendesk.com", auth: "pass", subject: "Request received: login problem", text: "Your request was received. Reply to this mail.", links: "https://widget.zendesk.com/hc/requests/1 View"},
		"discussion list": {name: "Jane Doe", from: "jane.doe@example.org", envelope: "dev-bounces@lists.example.net", auth: "fail", subject: "Re: [dev] password check in login",
			text: "The login form should verify the password. See https://github.com/x/y/issues/1 and http://203.0.113.5:8080/ci", headers: "List-Id: <dev.lists.example.net>; In-Reply-To: 5@example.org"},
		"forwarded by rule": {name: "Garden Tools", from: "news@garden-tools.example", envelope: "jane=shop.example@forward.example", auth: "none", subject: "Your order", text: "Your order was sent.", links: "https://garden-tools.example/o View order"},
		"small bank, unlisted": {name: "Brookfield Savings", from: "alert@brookfieldsavings.example", auth: "pass", subject: "New sign in to your account", text: "If this was not you, please log in and change your password.",
			links: "https://www.brookfieldsavings.example/login Log in"},
		"survey of a partner": {name: "Partner Survey", from: "survey@partner.example", auth: "pass", subject: "Your opinion", text: "Take our survey.", links: "https://www.surveymonkey.com/r/1 Start survey", headers: "List-Unsubscribe: <https://partner.example/u>"},
		"Korean newsletter":   {name: "꽃집", from: "news@flower.example", auth: "pass", subject: "봄맞이 이벤트 쿠폰", text: "무료 쿠폰을 드립니다.", links: "https://flower.example/e 자세히 보기; https://flower.example/u 수신거부", headers: "List-Unsubscribe: <https://flower.example/u>"},
		"Korean notice":       {name: "네이버", from: "account_noreply@navercorp.com", auth: "pass", subject: "새로운 기기에서 로그인되었습니다", text: "로그인 알림입니다. 비밀번호를 변경하세요.", links: "https://nid.naver.com/ 확인하기"},
		"invitation":          {name: "Mary Major (via Google Calendar)", from: "calendar-notification@google.com", auth: "pass", subject: "Invitation: Meeting", text: "You have been invited.", links: "https://calendar.google.com/event?1 Yes"},
		"machine":             {name: "", from: "root@db1.shop.example", subject: "Cron: backup failed", text: "Login failure, disk almost full, storage limit."},
	} {
		t.Run(name, func(t *testing.T) {
			m := x.mail(1)
			l, _ := New(detect.Config{}).examine(&m)
			if findings := investigate(t, m); len(findings) > 0 {
				t.Errorf("%.1f claim=%q target=%q: %s", l.Clues.total(), l.Claim, l.Target, listed(&l))
			}
			t.Logf("%.1f %s", l.Clues.total(), listed(&l))
		})
	}
}

// listed writes the clues of a letter with their weights.
func listed(l *letter) string {
	var out []string
	for c := range clues {
		if l.Clues.has(c) {
			out = append(out, fmt.Sprintf("%s %+.1f", l.why(c).name, weights[c]))
		}
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}
