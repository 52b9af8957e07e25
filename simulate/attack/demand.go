package attack

import (
	"fmt"
	"net/netip"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// demand is the extortion: a first mail with the sum, the wallet and the time
// limit, and many more until the company gives way or goes to the police.
type demand struct {
	*Attack
	*part
	to     *company.Employee
	from   fact.Person
	mails  int
	won    int64
	hours  int64
	wallet string
	zone   *time.Location
	phrase string
	// farewell is a planted one, in another language.
	farewell string
	until    time.Time
}

func newDemand(a *Attack, s *part, t scenario.Task) (action, error) {
	to, err := a.employee(t.With["to"])
	if err != nil {
		return nil, err
	}
	stranger := a.world.NewName("demand")
	c := &demand{Attack: a, part: s, to: to, from: fact.Person{Name: "shop data", Address: stranger.Address}, mails: int(max(1, t.With.Int("mails"))), won: t.With.Int("won"), hours: t.With.Int("hours"),
		wallet: wallet(a.world.Identifiers("wallet")), zone: a.zone(t.With["zone"]), phrase: t.With["phrase"], farewell: a.flagged("wording"), until: t.Until}
	s.against(c.from.Address)
	s.boxes = []string{to.Person.Address}
	s.tell("impact", "T1657", []string{"mail"}, "Mails to %s demand %d won in Bitcoin.", to.Name, c.won)
	a.demands = &truth.Extortion{Amounts: []truth.Amount{{Value: float64(c.won), Currency: "KRW"}}, Wallets: []string{c.wallet}, Deadlines: []string{t.At.Add(time.Duration(c.hours) * time.Hour).UTC().Format(time.RFC3339)},
		First: t.At, Last: t.At, Mails: c.mails}
	return c, nil
}

// day adds the mails of a day: the first at its time, the others spread over the
// rest, some of them in one day and none in others.
func (c *demand) day(d *fact.Day) {
	r := c.source(c.part) // the same numbers every day: all times are known from the beginning
	at := c.First
	apart := c.until.Sub(c.First) / time.Duration(c.mails)
	for i := range c.mails {
		kind := r.IntN(3)
		if on(d, at) {
			m := c.mail(i, at)
			if i > 0 {
				m.Text = c.reminder(i, kind)
			}
			d.Mails = append(d.Mails, m)
			c.demands.Last = at
		}
		at = at.Add(r.Between(apart/4, apart*7/4))
		if at.After(c.until) {
			at = c.until
		}
	}
}

// mail is one of the mails, with the words of the first.
func (c *demand) mail(i int, at time.Time) fact.Mail {
	return fact.Mail{Label: c.label, Sent: at.In(c.zone), Client: "naver", From: c.from, To: []fact.Person{c.to.Person}, Subject: c.subject(i), Text: c.first(), ID: 1<<41 + uint64(i),
		Hops: c.hops(), Verdict: &fact.Verdict{SPF: "pass", DKIM: "pass", DMARC: "pass", Domain: "naver.com"}, Boxes: []fact.Box{{Owner: c.to.Person.Address}}}
}

func (c *demand) subject(i int) string {
	if i == 0 {
		return "귀사의 회원 정보에 관하여"
	}
	return "Re: 귀사의 회원 정보에 관하여"
}

func (c *demand) first() string {
	return fmt.Sprintf("우리는 귀사의 회원 %d명의 개인정보를 모두 가지고 있습니다. 이름, 생년월일, 전화번호, 주소까지 다 있습니다.\n증거로 일부를 아래에 적습니다.\n\n%s\n"+
		"%d억원 상당의 비트코인을 다음 지갑으로 보내십시오.\n%s\n\n%d시간 안에 입금하지 않거나 경찰에 신고하면 모든 자료를 인터넷에 공개하겠습니다.\n",
		c.records(), c.proof(), c.won/100_000_000, c.wallet, c.hours)
}

func (c *demand) reminder(i, kind int) string {
	last := ""
	if i == c.mails-1 && c.phrase != "" {
		last = c.phrase + " 이번이 마지막 경고입니다.\n"
	}
	return []string{
		fmt.Sprintf("아직 입금이 확인되지 않았습니다. %d억원을 %s 로 보내지 않으면 개인정보를 공개합니다.\n", c.won/100_000_000, c.wallet),
		"언론사와 고객들에게 자료를 보낼 준비가 되었습니다. 답장하십시오. 회원 정보가 공개되면 회사는 끝입니다.\n",
		fmt.Sprintf("시간이 얼마 남지 않았습니다. 비트코인을 보내십시오. 지갑: %s\n신고하면 즉시 공개합니다.\n", c.wallet),
	}[kind] + last + c.farewell
}

// records is the number that the extortioner names: what was taken.
func (c *demand) records() int64 {
	if c.data == nil {
		return c.world.Members.Active
	}
	return c.data.Records
}

// proof is three invented members, masked as extortioners do.
func (c *demand) proof() string {
	out := ""
	for id := range int64(3) {
		m := c.world.Member(1 + id*977)
		out += fmt.Sprintf("%s / %s / %s\n", m.Name, m.Birth.Format("2006-01-02"), m.Phone)
	}
	return out
}

// hops are those of a provider's web mail, reached through a machine elsewhere.
func (c *demand) hops() []fact.Hop {
	p := c.world.Internet.Providers[0]
	hops := c.world.FromProvider(p)
	hops[0].Address = netip.AddrFrom4([4]byte{203, 0, 113, 201})
	return hops
}
