package attack

import (
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// aware is what the company does when it understands that it is being extorted: the
// one who was asked shows the demand to colleagues. It is no step of the attack, and
// nobody attacks with it.
func (a *Attack) aware(d *fact.Day) {
	at := a.plan.Awareness
	if at == nil || !on(d, *at) {
		return
	}
	for _, p := range a.parts {
		c, ok := p.action.(*demand)
		if !ok {
			continue
		}
		asked := c.mail(0, c.First)
		from := c.to
		for i, r := range []company.Role{company.Administrator, company.Handler} {
			to := a.world.Part(r)
			d.Mails = append(d.Mails, fact.Mail{Sent: at.Add(0), Client: from.Client, From: from.Person, To: []fact.Person{to.Person}, Subject: "FW: " + asked.Subject,
				Text: to.Hangul + "님,\n\n지난주부터 이런 메일이 계속 옵니다. 사실인지 확인해 주시고 바로 연락 주세요. 내일 경찰에 신고하려고 합니다.\n\n" + from.Hangul + "\n", ID: 1<<42 + uint64(i), Answers: &asked,
				Hops:  []fact.Hop{a.world.Taken(from.Host, from.Machine, time.Second)},
				Boxes: []fact.Box{{Owner: from.Person.Address, Sent: true}, {Owner: to.Person.Address}}})
		}
	}
}
