package extortion

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

var seoul = time.FixedZone("KST", 9*3600)

// start is Monday, 4 July 2016, 15:00 in Seoul.
var start = time.Date(2016, 7, 4, 15, 0, 0, 0, seoul)

// mailbox is made-up evidence.
type mailbox struct{ mails []event.Mail }

func (b *mailbox) add(from, to string, after time.Duration, text string) *event.Mail {
	n := int64(len(b.mails) + 1)
	at := event.At(start.Add(after), event.PrecisionSecond)
	b.mails = append(b.mails, event.Mail{
		Time: at, Ref: event.Ref{File: 1, Offset: n * 1000, Length: 900}, Mailbox: "ceo.mbox", MessageID: fmt.Sprintf("%d@example.net", n),
		From: []event.Address{{Addr: from}}, To: []event.Address{{Addr: to}}, Text: text,
		Headers: []event.Header{{Name: "Date", Value: at.String()}},
	})
	return &b.mails[n-1]
}

const (
	english = `We have hacked your company and downloaded your customer database, 10 million members with their personal data.
You must pay 30 BTC to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 within 48 hours. If you do not pay, we will publish everything and inform the media.`
	korean = `귀사의 서버를 해킹했고 회원정보 1천만 건을 확보하고 있다.
30억원 상당의 비트코인을 bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 로 보내라. 72시간 이내에 입금하지 않으면 개인정보를 모두 공개하겠다.`
	webcam = `I am a hacker and I have access to all your devices. I recorded a video of you through your webcam while you watched porn, masturbating.
Send me $1450 in bitcoin to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2. You have 48 hours to pay, otherwise I will send the video to all your contacts. Do not call the police.`
)

func TestTargetedDemandsAreHigh(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		amount finding.Amount
		wallet finding.WalletUse
		limit  time.Duration
	}{
		"English": {english, finding.Amount{Value: 30, Currency: "BTC", Raw: "30 BTC"},
			finding.WalletUse{Currency: "BTC", Address: "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", Form: "base58check"}, 48 * time.Hour},
		"Korean": {korean, finding.Amount{Value: 3e9, Currency: "KRW", Raw: "30억원"},
			finding.WalletUse{Currency: "BTC", Address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Form: "bech32"}, 72 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			var b mailbox
			b.add("nobody@example.net", "ceo@example.com", 0, c.text)
			findings := investigate(t, b.mails)
			if len(findings) != 1 {
				t.Fatalf("%d findings", len(findings))
			}
			f := findings[0]
			if f.Severity < finding.High || f.Demand.Class != targeted {
				t.Errorf("%s %s: %v", f.Severity, f.Demand.Class, f.Parts)
			}
			if !slices.Contains(f.Demand.Amounts, c.amount) {
				t.Errorf("amounts %v", f.Demand.Amounts)
			}
			if diff := cmp.Diff([]finding.WalletUse{c.wallet}, f.Demand.Wallets); diff != "" {
				t.Error(diff)
			}
			if got := f.Demand.Deadline.Sub(b.mails[0].Time); got != c.limit {
				t.Errorf("limit of %s, want %s", got, c.limit)
			}
			if !slices.Contains(f.Values(finding.Attacker), "nobody@example.net") || !slices.Contains(f.Values(finding.Victim), "ceo@example.com") {
				t.Errorf("entities %v", f.Entities)
			}
		})
	}
}

func TestMassSextortionWeighsFarLess(t *testing.T) {
	var b mailbox
	b.add("lee@example.com", "lee@example.com", 0, webcam)
	b.add("nobody@example.net", "ceo@example.com", time.Hour, english)
	b.mails[1].Text = strings.ReplaceAll(english, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
	findings := investigate(t, b.mails)
	if len(findings) != 2 || findings[0].Demand.Class != targeted || findings[1].Demand.Class != massSextortion {
		t.Fatalf("%+v", findings)
	}
	if findings[1].Severity > finding.Medium || findings[0].Severity < findings[1].Severity+2 {
		t.Errorf("%s and %s", findings[0].Severity, findings[1].Severity)
	}
	if len(findings[1].Values(finding.Attacker)) != 1 { // the wallet: the sender is forged
		t.Errorf("%v", findings[1].Entities)
	}
}

func TestANegotiationIsOneFindingWithItsTimeline(t *testing.T) {
	var b mailbox
	b.add("partner@example.net", "ceo@example.com", 0, "안녕하십니까. 우리는 귀사와 동반자 관계를 맺고 싶다.")
	for i := range 32 {
		b.add("partner@example.net", "ceo@example.com", time.Duration(i+1)*5*time.Hour, "답을 기다린다.")
	}
	last := b.add("partner@example.net", "ceo@example.com", 7*24*time.Hour, korean)
	b.mails = append(b.mails, *last) // a copy in another mailbox
	b.mails[len(b.mails)-1].Ref.File = 2
	b.mails[len(b.mails)-1].Mailbox = "director.mbox"
	findings := investigate(t, b.mails)
	if len(findings) != 1 {
		t.Fatalf("%d findings", len(findings))
	}
	f := findings[0]
	if len(f.Demand.Sent) != 34 || f.Severity != finding.Critical {
		t.Errorf("%d mails, %s", len(f.Demand.Sent), f.Severity)
	}
	if f.First != b.mails[0].Time || f.Last != last.Time {
		t.Errorf("from %s to %s", f.First, f.Last)
	}
}

// The timeline of one pursuit: the polite opening, the demand, mails that mean nothing
// without it, a higher sum, a later limit, and the threat carried out.
func TestTheStepsOfANegotiation(t *testing.T) {
	const day = 24 * time.Hour
	var b mailbox
	b.add("partner@example.net", "ceo@example.com", 0, "우리는 귀사와 동반자 관계를 맺고 싶다.")
	b.add("partner@example.net", "ceo@example.com", day, korean)
	b.add("partner@example.net", "ceo@example.com", 2*day, "값은 35억 원이다. 비트코인을 준비하라. 내일까지 답하라.")
	b.add("partner@example.net", "ceo@example.com", 3*day, "답을 기다린다.")
	b.add("partner@example.net", "ceo@example.com", 4*day, "좋다. 25억 원의 비트코인으로 끝내자. 7월 15일까지 기다리겠다.")
	b.add("partner@example.net", "ceo@example.com", 12*day, "시한이 지났다. 회원 자료를 인터넷에 공개했다. 다음은 언론이다. 비트코인을 보내라.")
	findings := investigate(t, b.mails)
	if len(findings) != 1 {
		t.Fatalf("%d findings", len(findings))
	}
	if last := b.mails[4].Time; findings[0].Demand.Deadline.Sub(last) < 6*day || len(findings[0].Demand.Amounts) != 3 {
		t.Errorf("until %s, amounts %v", findings[0].Demand.Deadline, findings[0].Demand.Amounts)
	}
	var got []string
	for _, s := range findings[0].Demand.Steps {
		got = append(got, s.At.Local().Format("01-02")+" "+s.What)
		if s.Ref == (event.Ref{}) {
			t.Errorf("%s has no record", s.What)
		}
	}
	want := []string{
		"07-05 asks for 30억원", `07-05 sets a limit ("72시간 이내")`, "07-05 claims to have taken data", "07-05 threatens publication",
		"07-06 raises the demand from 30억원 to 35억 원", `07-06 brings the limit forward ("내일까지")`,
		"07-08 lowers the demand from 35억 원 to 25억 원", `07-08 sets a new limit after the old one has passed ("7월 15일까지")`,
		"07-16 says that a threat was carried out",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Who shows a demand to colleagues, or answers it, quotes it and is no extortioner;
// the first who does tells when the company knew.
func TestPassingADemandOnIsNoDemand(t *testing.T) {
	var b mailbox
	b.add("nobody@example.net", "ceo@example.com", 0, korean)
	b.add("ceo@example.com", "security@example.com", 49*time.Hour, "이게 사실입니까?\n\n> "+korean)
	b.add("ceo@example.com", "nobody@example.net", 52*time.Hour, "시간을 더 주십시오.\n\n> "+korean)
	findings := investigate(t, b.mails)
	if len(findings) != 1 {
		t.Fatalf("%d findings", len(findings))
	}
	d := findings[0].Demand
	if len(d.Sent) != 1 || d.Known != b.mails[1].Time || d.KnownRef == nil || *d.KnownRef != b.mails[1].Ref {
		t.Errorf("%d mails, known at %s by %v", len(d.Sent), d.Known, d.KnownRef)
	}
	if got := d.Deadline.Sub(b.mails[0].Time); got != 72*time.Hour {
		t.Errorf("limit of %s", got)
	}
	if got := findings[0].Values(finding.Attacker); !slices.Contains(got, "nobody@example.net") || slices.Contains(got, "ceo@example.com") {
		t.Errorf("attackers %v", got)
	}
}

func TestOneWalletFromManySendersIsOneFinding(t *testing.T) {
	var b mailbox
	for i := range 5 {
		to := fmt.Sprintf("user%d@example.com", i)
		b.add(to, to, time.Duration(i)*time.Minute, webcam)
	}
	findings := investigate(t, b.mails)
	if len(findings) != 1 || len(findings[0].Demand.Sent) != 5 || len(findings[0].Values(finding.Victim)) != 5 {
		t.Fatalf("%+v", findings)
	}
}

func TestANoteOnAMachineIsHigh(t *testing.T) {
	b := mailbox{[]event.Mail{{Ref: event.Ref{File: 3, Length: 500}, Medium: event.MediumNote, Mailbox: "host7/desktop",
		Text: "All your files have been encrypted. To decrypt them write to helper@example.org or visit " + strings.Repeat("a2", 28) + ".onion with Tor Browser within 3 days."}}}
	findings := investigate(t, b.mails)
	if len(findings) != 1 || findings[0].Severity < finding.High || findings[0].Demand.Class != ransomNote {
		t.Fatalf("%+v", findings)
	}
	if diff := cmp.Diff([]string{strings.Repeat("a2", 28) + ".onion", "helper@example.org"}, findings[0].Demand.Contacts); diff != "" {
		t.Error(diff)
	}
}

func TestOrdinaryMailsAreNoDemands(t *testing.T) {
	for name, text := range map[string]string{
		"invoice":    "Dear customer, please pay the invoice of $1,450 within 14 days. We will send your order. Your company account is 12-34.",
		"newsletter": strings.Repeat("Bitcoin rose to $60,000. Hackers stole data of a company and published it; the price of the ransom was 5 BTC. ", 40),
		"patch":      "This patch fixes a leak. We will release it. If you do not want it, do not pull.",
		"advice":     "Never pay a ransom. The police advise companies whose files were encrypted to restore them from backups.",
		"Korean":     "회원 정보 시스템 점검 안내: 고객정보 보호를 위해 비밀번호를 변경하여 주십시오. 요금 30,000원은 7월 15일까지 납부하세요.",
	} {
		t.Run(name, func(t *testing.T) {
			var b mailbox
			b.add("billing@example.org", "lee@example.com", 0, text)
			for _, f := range investigate(t, b.mails) {
				if f.Severity >= finding.Medium {
					t.Errorf("%s: %v", f.Severity, f.Parts)
				}
			}
		})
	}
}

func TestCluesNameNobody(t *testing.T) {
	var b mailbox
	m := b.add("nobody@example.net", "ceo@example.com", 0, korean+"\n총적으로 말하여 이런 종류의 일이다.")
	m.Time = event.At(start.In(time.FixedZone("", 8*3600+1800)), event.PrecisionSecond)
	m.Client = "Example Mailer 6.0 [ko]"
	m.Hops = []event.Hop{{IP: netip.MustParseAddr("10.0.0.1")}, {IP: netip.MustParseAddr("198.51.100.7")}}
	m.Parts = []event.Part{{Type: "text/plain", Charset: "euc-kr"}}
	findings := investigate(t, b.mails)
	if len(findings) != 1 {
		t.Fatal(len(findings))
	}
	got := make(map[string]finding.Clue)
	for _, c := range findings[0].Clues {
		got[c.Class+" "+c.Value] = c
		if len(c.Refs) == 0 || c.Meaning == "" || c.Forgeability == "" {
			t.Errorf("%+v is incomplete", c)
		}
	}
	for _, want := range []string{"mail-date-offset +0830", "charset euc-kr", "client Example Mailer 6.0 [ko]", "relay 198.51.100.7", "wording 총적으로"} {
		if _, ok := got[want]; !ok {
			t.Errorf("no clue %q in %v", want, got)
		}
	}
	if _, ok := got["wording 류의"]; ok {
		t.Error("a word within another one was taken for a clue")
	}
	if !strings.Contains(got["mail-date-offset +0830"].Meaning, "North Korea") {
		t.Error("the offset of Pyongyang is not explained")
	}
}

func TestLaw(t *testing.T) {
	var b mailbox
	for i := range 60 { // more than the sightings that are kept
		b.add("partner@example.net", "ceo@example.com", time.Duration(i%7)*time.Hour, "답을 기다린다.")
	}
	for i := range 4 {
		b.add("partner@example.net", "ceo@example.com", 90*time.Hour+time.Duration(i)*time.Minute, korean)
		b.add("other@example.net", "ceo@example.com", time.Duration(i)*time.Hour, english)
		to := fmt.Sprintf("user%d@example.com", i)
		b.add(to, to, time.Duration(i)*time.Minute, webcam)
	}
	b.mails = append(b.mails, event.Mail{Ref: event.Ref{File: 4}, Medium: event.MediumNote, Text: "All your files are encrypted, pay us 1 BTC"})
	for i, text := range []string{"we stole your data, pay $500,000", "too much", "otherwise we will publish it"} {
		b.mails = append(b.mails, event.Mail{Ref: event.Ref{File: 5, Offset: int64(i), Length: 1}, Medium: event.MediumChat, Mailbox: "chat.json",
			MessageID: fmt.Sprintf("c/%d", i), From: []event.Address{{Name: []string{"gang", "victim"}[i%2]}}, Text: text})
	}
	stream := []event.Batch{{Mails: b.mails}}
	spec := Spec()
	spec.New = func(c detect.Config) detect.Detector { return newDetector(c, scanner) }
	detecttest.Law(t, spec, detect.Config{}, detect.View{}, stream)
	t.Run("with few keys", func(t *testing.T) {
		detecttest.Law(t, spec, detect.Config{MaxKeys: 50}, detect.View{}, stream)
	})
}

func TestHostileMailsAreHarmless(t *testing.T) {
	long := strings.Repeat("pay bitcoin we will publish \xff억 1 bc1 0x ", 20_000)
	b := mailbox{[]event.Mail{{}, {Text: long, Subject: long, MessageID: long, From: []event.Address{{Name: long, Addr: long}}, Links: []string{long},
		References: slices.Repeat([]string{"x"}, 1000), Time: event.Time{Nanos: 1<<63 - 1, Zone: event.ZoneStated}}}}
	investigate(t, b.mails)
}

func BenchmarkObserve(b *testing.B) {
	var box mailbox
	for i := range 1000 {
		text := strings.Repeat("Dear colleague, the meeting about the third quarter is on 14 May at 1 pm. Please bring the figures. ", 40)
		if i%100 == 0 {
			text = english
		}
		box.add(fmt.Sprintf("user%d@example.com", i%50), "lee@example.com", time.Duration(i)*time.Minute, text)
	}
	batch := event.Batch{Mails: box.mails}
	d := New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch)
	}
	b.ReportMetric(float64(len(box.mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
