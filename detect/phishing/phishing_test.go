package phishing

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// wave is one campaign: the same claim from changing senders to one target.
func wave(n int) made {
	return made{name: "PayPal Service", from: fmt.Sprintf("service@sender%d.example", n), auth: "none", to: fmt.Sprintf("user%d@shop.example", n), subject: fmt.Sprintf("Case %d: account limited", n),
		text: "Please confirm your identity within 24 hours.", links: "https://secure-login.example/a Confirm now"}
}

var reward = made{name: "Costco Rewards", from: "win@leaf.xyz", auth: "pass", subject: "Congratulations", text: "Claim your reward now.", links: "https://leaf.xyz/c/12 Claim now"}

func TestACampaignIsOneFinding(t *testing.T) {
	var mails []event.Mail
	for i := range 40 {
		mails = append(mails, wave(i).mail(i))
	}
	mails = append(mails, reward.mail(50))
	findings := investigate(t, mails...)
	if len(findings) != 2 {
		t.Fatalf("%d findings", len(findings))
	}
	at := slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Measures["claims"] == "PayPal" })
	detecttest.Expect(t, findings[at], map[string]any{"mails": int64(40), "shapes": int64(40), "target": "secure-login.example"})
	if f := findings[at]; !strings.Contains(f.Sentence, "40 mails of one campaign came to 8 mailboxes or more") || f.Severity != finding.Low || len(f.Refs) < 2 {
		t.Errorf("%s %d references: %s", f.Severity, len(f.Refs), f.Sentence)
	}
}

// The target's domain is an entity, so that a machine that calls it and this mail become
// one incident. Recipients are none, and neither are services that everybody uses.
func TestWhatTiesTheFindingToOthers(t *testing.T) {
	f := investigate(t, wave(1).mail(1))[0]
	if !slices.Contains(f.Values(finding.Attacker), "secure-login.example") || !slices.Contains(f.Values(finding.Sender), "service@sender1.example") || len(f.Values(finding.Recipient)) > 0 {
		t.Errorf("%+v", f.Entities)
	}
	short := wave(2)
	short.links = "https://bit.ly/3abc Confirm now"
	if f := investigate(t, short.mail(1))[0]; len(f.Values(finding.Attacker)) > 0 {
		t.Errorf("a shortener is named as the attacker's: %+v", f.Entities)
	}
	forged := made{name: "DHL Express", from: "noreply@dhl.com", auth: "fail", subject: "Your parcel", text: "A fee is due before delivery.", links: "https://fee.example/x Pay now"}
	if f := investigate(t, forged.mail(1))[0]; len(f.Values(finding.Sender)) > 0 {
		t.Errorf("a forged sender is named: %+v", f.Entities)
	}
}

// A code in a picture leads like a link does.
func TestCodesInPicturesLead(t *testing.T) {
	m := made{name: "Microsoft 365", from: "mfa@notice.example", auth: "none", subject: "Your authentication expires today", text: "Scan the code with your telephone to keep access to your account."}.mail(1)
	m.Codes = []event.Code{{Path: "2", Text: "https://login-check.example/s"}}
	findings := investigate(t, m)
	if len(findings) != 1 || findings[0].Measures["target"] != "login-check.example" {
		t.Errorf("%+v", findings)
	}
}

func TestReasonsAreInWords(t *testing.T) {
	f := investigate(t, made{name: "American Express", from: "alerts@mailing.example", auth: "fail", subject: "Security notice", text: "A new device logged in.",
		links: "http://203.0.113.7/amex https://www.americanexpress.com/login"}.mail(1))[0]
	for _, want := range []string{"says it is from American Express", "comes from mailing.example", "at 203.0.113.7", "where it shows americanexpress.com"} {
		if !strings.Contains(f.Sentence, want) {
			t.Errorf("%q lacks %q", f.Sentence, want)
		}
	}
	if f.Technique != "T1566.002" || f.Tactic != finding.InitialAccess || len(f.Innocent) == 0 || f.Kind != finding.MailPhishing {
		t.Errorf("%+v", f)
	}
	sum := 0.0
	for _, p := range f.Parts {
		sum += p.Weight
		if p.Name == "" || p.Why == "" {
			t.Errorf("part %+v", p)
		}
	}
	if math.Abs(sum-f.Score) > 0.01 || f.Score != mostMass {
		t.Errorf("score %.2f, parts %.2f", f.Score, sum)
	}
}

// Every clue has words of its own and a weight.
func TestEveryClueHasAReason(t *testing.T) {
	seen := map[string]clue{}
	for c := range clues {
		why := (&letter{}).why(c)
		if other, twice := seen[why.name]; twice || why.name == "" || why.text == "" || strings.Contains(why.text, "{") || weights[c] == 0 {
			t.Errorf("clue %d: %+v, weight %.1f, like clue %d", c, why, weights[c], other)
		}
		seen[why.name] = c
	}
}

// newsletter is what a firm without signatures sends through another's servers: it looks
// much like mass mail, until it is known.
func newsletter(n int) made {
	return made{name: "Spring Offers", from: "news@garden-tools.example", envelope: "b@sender-service.example", auth: "none", subject: fmt.Sprintf("Win a gift card, part %d", n),
		text: "Congratulations, you have been selected. Claim your voucher. Unsubscribe at any time.", links: "https://garden-offers.example/c Claim now"}
}

func ordinary(n int) made {
	return made{name: "Garden Tools", from: "orders@garden-tools.example", auth: "pass", subject: "Order", text: "Your order was sent.", links: "https://garden-tools.example/o View order"}
}

func TestKnownSendersAreTrusted(t *testing.T) {
	const day = 24 // hours
	strange := newsletter(1).mail(40 * day)
	if got := len(investigate(t, strange)); got != 1 {
		t.Fatalf("%d findings without a history: the test would prove nothing", got)
	}
	history := []event.Mail{ordinary(1).mail(1), ordinary(2).mail(3 * day), ordinary(3).mail(9 * day)}
	if findings := investigate(t, append(history, strange)...); len(findings) > 0 {
		t.Errorf("three weeks of ordinary mail: %s", findings[0].Sentence)
	}
	late := []event.Mail{ordinary(1).mail(41 * day), ordinary(2).mail(43 * day), ordinary(3).mail(60 * day)}
	if len(investigate(t, append(late, strange)...)) != 1 {
		t.Error("what came later speaks for a mail")
	}
	week := []event.Mail{ordinary(1).mail(39*day - 72), ordinary(2).mail(39*day - 48), ordinary(3).mail(39 * day)}
	if len(investigate(t, append(week, strange)...)) != 1 {
		t.Error("a history of a week speaks for a mail")
	}
	answered := made{name: "Jane", from: "jane@shop.example", to: "orders@garden-tools.example", subject: "question", text: "Do you have rakes?"}
	if findings := investigate(t, answered.mail(1), strange); len(findings) > 0 {
		t.Errorf("somebody wrote there: %s", findings[0].Sentence)
	}
	forged := wave(1)
	forged.from, forged.name, forged.auth = "service@paypal.com", "PayPal", "fail"
	true1, true2, true3 := forged, forged, forged
	true1.auth, true2.auth, true3.auth = "pass", "pass", "pass"
	if len(investigate(t, true1.mail(1), true2.mail(3*day), true3.mail(9*day), forged.mail(40*day))) != 1 {
		t.Error("the history of a forged domain speaks for the forgery")
	}
}

// Low stays low until somebody answers.
func TestWhoWasAnsweredIsMedium(t *testing.T) {
	fraud := made{name: "Barr. John Smith", from: "john.smith@example.org", replyTo: "barrjohn771@gmail.com", auth: "pass", subject: "Business proposal",
		text: "I am a barrister. My late client left an inheritance of 12 million dollars and you are named beneficiary. Please get back to me for the fund transfer."}
	reply := made{name: "Jane", from: "jane@shop.example", to: "barrjohn771@gmail.com", subject: "Re: Business proposal", text: "Tell me more."}
	if f := investigate(t, fraud.mail(1)); len(f) != 1 || f[0].Severity != finding.Low {
		t.Fatalf("%+v", f)
	}
	f := investigate(t, fraud.mail(1), reply.mail(30))
	if len(f) != 1 || f[0].Severity != finding.Medium || f[0].Values(finding.Sender)[0] != "john.smith@example.org" {
		t.Errorf("%+v", f)
	}
	itself := made{name: "Barr. John Smith", from: "barrjohn771@gmail.com", to: "barrjohn771@gmail.com", subject: "hello", text: "Good morning."}
	if f := investigate(t, fraud.mail(1), itself.mail(30)); len(f) != 1 || f[0].Severity != finding.Low {
		t.Errorf("who writes to himself is answered: %+v", f)
	}
	own := made{name: "shop.example Mail Admin", from: "admin@hotel.example", auth: "pass", subject: "password expired", text: "Keep current password.", links: "https://keep.example/ Keep current password"}
	if f := investigate(t, own.mail(1)); len(f) != 1 || f[0].Severity != finding.Low {
		t.Errorf("%+v", f)
	}
}

// The campaign's own mails are no history: one that goes on for months stays what it is.
func TestACampaignDoesNotVouchForItself(t *testing.T) {
	var mails []event.Mail
	for i := range 30 {
		m := reward
		m.subject = fmt.Sprintf("Congratulations %d", i)
		mails = append(mails, m.mail(i*72))
	}
	findings := investigate(t, mails...)
	if len(findings) != 1 || findings[0].Measures["mails"] != int64(30) {
		t.Errorf("%d findings", len(findings))
	}
}

func TestTenOfADayAreAboveInfo(t *testing.T) {
	var mails []event.Mail
	for i, brand := range strings.Split("PayPal,Netflix,Costco,Sparkasse,Rabobank,Binance,Coinbase,Walmart,IKEA,Lidl,Revolut,Klarna,Zalando,HSBC", ",") {
		m := wave(i)
		m.name, m.links = brand+" Service", fmt.Sprintf("https://login%d.example/a Confirm now", i)
		m.from = fmt.Sprintf("service@origin%d.example", i)
		mails = append(mails, m.mail(1))
	}
	above, all := 0, investigate(t, mails...)
	for _, f := range all {
		if f.Severity > finding.Info {
			above++
		}
	}
	if above != readable || len(all) != 14 {
		t.Errorf("%d of %d are above info", above, len(all))
	}
}

// What the company itself sends is judged by other detectors.
func TestTheCompanysOwnMail(t *testing.T) {
	own := made{name: "shop.example IT Help Desk", from: "it@shop.example", to: "jane@shop.example", subject: "Password expires today", text: "Verify your password.", links: "https://sso-vendor.example/p Keep current password"}
	view := detect.View{Estate: entity.NewEstate(entity.Overrides{CompanyDomains: []string{"shop.example"}})}
	if f := detecttest.Investigate(t, Spec(), view, []event.Batch{{Mails: []event.Mail{own.mail(1)}}}); len(f) > 0 {
		t.Error(f[0].Sentence)
	}
}

func stream() []event.Batch {
	var mails []event.Mail
	for i := range 24 {
		mails = append(mails, wave(i%9).mail(i), newsletter(i).mail(i*9), ordinary(i).mail(i*30), reward.mail(i*20))
	}
	for i := range mails {
		mails[i].Ref.Offset = int64(i) * 4096
	}
	return []event.Batch{{Mails: mails}}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, stream())
	t.Run("with few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 60}, detect.View{}, stream())
	})
}

func TestHostileEventsAreHarmless(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	texts := []string{"", "@", "a@", "@b", "a@b@c", "PayPal", "<>", strings.Repeat("PayPal ", 5000), strings.Repeat("\u200b", 3000), "\xff\xfe", "회사@회사.한국", "http://", "http://[", "https://%00@%", "mailto:", "mailto:@",
		"http://" + strings.Repeat("a.", 3000), strings.Repeat("<a href=", 2000), "<a href='", "<img src=x alt=" + strings.Repeat("&#", 1000), "<!--", "</", "<", "spf=pass smtp.mailfrom=", "dkim=pass header.d=", strings.Repeat("9", 5000), "=?"}
	text := func() string { return texts[random.IntN(len(texts))] }
	many := func() []string { return slices.Repeat([]string{text(), text() + text()}, random.IntN(300)) }
	d := New(detect.Config{MaxKeys: 2000})
	for i := range 1000 {
		addresses := []event.Address{{Name: text(), Addr: text()}, {Name: text(), Addr: text()}}
		d.Observe(&event.Batch{Mails: []event.Mail{{
			Time: event.Time{Nanos: []int64{0, math.MinInt64, math.MaxInt64, 1_700_000_000_000_000_000}[random.IntN(4)]}, Ref: event.Ref{Offset: int64(i), Length: 1}, MessageID: text(),
			From: addresses[:random.IntN(3)], To: addresses, Cc: slices.Repeat(addresses, 50), ReplyTo: addresses[:random.IntN(2)], ReturnPath: text(), Subject: text(), Text: text() + text(), Links: many(), AuthResult: many(),
			Headers: []event.Header{{Name: text(), Value: text()}, {Name: "DKIM-Signature", Value: text()}, {Name: "X-Forefront-Antispam-Report", Value: text()}}, Hops: make([]event.Hop, random.IntN(2)),
			Parts: []event.Part{{Type: "text/html", Data: []byte(strings.Join(many(), ""))}, {Name: text() + ".htm"}},
		}}})
	}
	if _, err := d.Findings(detect.View{}); err != nil {
		t.Error(err)
	}
}

// A vast page costs no more than its bound.
func TestHostilePagesEnd(t *testing.T) {
	page := []byte(strings.Repeat(`<a href="http://x.example/`, 60_000) + strings.Repeat("<a href='h", 60_000) + strings.Repeat(`<!-- `, 60_000))
	began := time.Now()
	investigate(t, event.Mail{Parts: []event.Part{{Type: "text/html", Data: page}}, From: []event.Address{{Name: "PayPal", Addr: "a@b.example"}}, Links: slices.Repeat([]string{"http://x.example/"}, 2000), Ref: event.Ref{Length: 1}})
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

// A letter stays near a kilobyte and a half, a sender near two hundred bytes.
func TestMemory(t *testing.T) {
	const count = 20_000
	for name, c := range map[string]struct {
		most float64
		mail func(i int) made
	}{
		"letters": {1700, wave},
		"senders": {330, func(i int) made {
			m := ordinary(i)
			m.from, m.to = fmt.Sprintf("a@firm%d.example", i), fmt.Sprintf("jane@shop%d.example", i%7)
			m.links = ""
			return m
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d := New(detect.Config{})
			grown := detecttest.Growth(t, func() any {
				for i := range count {
					d.Observe(&event.Batch{Mails: []event.Mail{c.mail(i).mail(i)}})
				}
				return d
			})
			if each := grown / count; each > c.most {
				t.Errorf("%.0f bytes each", each)
			} else {
				t.Logf("%.0f bytes each", each)
			}
		})
	}
}
