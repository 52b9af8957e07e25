package entity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// maxDomains bounds the mail domains that are remembered, about 200 bytes each.
	maxDomains = 1 << 15
	// ownShare of the mails that say whose they are must be a domain's for it to be
	// the company's.
	ownShare = 0.2
	// addressedShare is asked of a domain that no server noted: mail that is only
	// addressed to it may have come through a mailing list.
	addressedShare = 0.5
	// maxRecipients of one mail are looked at.
	maxRecipients = 64
)

// correspondence is what mailboxes say about the domains of owners and authors.
type correspondence struct {
	domains  *fold.Map[string, mailDomain]
	mails    int64 // of mailboxes
	owned    int64 // of these, the ones that say to whom they were delivered
	acted    int64 // things done in mailboxes, by logs of the service that keeps them
	sent     offsets
	sentSeen int64 // mails that never travelled: drafts and copies of what was sent
}

// mailDomain is one registered domain.
type mailDomain struct {
	Delivered int64 // mails that the delivering server left for it
	Addressed int64 // mails without such a note that are addressed to it
	Authored  int64
	Internal  int64 // written from and addressed to it
	Acted     int64 // things done in its mailboxes
	Boxes     addrSet
	Offsets   offsets // of the mails it authored
}

func newCorrespondence() *correspondence {
	return &correspondence{domains: fold.NewMap[string, mailDomain](maxDomains, fold.HashString)}
}

func (c *correspondence) at(domain string) *mailDomain {
	if d, ok := c.domains.Lookup(domain); ok {
		return d
	}
	return c.domains.At(strings.Clone(domain))
}

// mail folds one mail of a mailbox in.
func (c *correspondence) mail(m *event.Mail) {
	if m.Vantage != event.VantageServer || m.Medium != event.MediumMail {
		return
	}
	c.mails++
	author := domainOf(m.Author().Addr)
	owners, delivered := owners(m)
	if len(owners) > 0 {
		c.owned++
	}
	for _, owner := range owners {
		d := c.at(owner)
		if d == nil {
			continue
		}
		d.Boxes.add(uint8(fold.HashString(m.Mailbox) >> 56))
		if delivered {
			d.Delivered++
		} else {
			d.Addressed++
		}
		if owner == author {
			d.Internal++
		}
	}
	c.author(m, author)
}

func (c *correspondence) author(m *event.Mail, author string) {
	if author == "" {
		return
	}
	d := c.at(author)
	if d != nil {
		d.Authored++
		d.Offsets.add(m.Time)
	}
	if len(m.Hops) == 0 && m.Delivered.IsZero() {
		c.sentSeen++
		c.sent.add(m.Time)
	}
}

// transfer folds a step of a mail in: who it was delivered to has a mailbox at that
// server, and so has who submitted it.
func (c *correspondence) transfer(t *event.MailTransfer) {
	var domains []string
	switch t.Step {
	case event.MailDeliver:
		if t.Product == "m365" && !t.Client.IsValid() {
			domains = addDomain(domains, t.Sender) // a trace of what was sent, perhaps to others
			break
		}
		for _, r := range t.Recipients[:min(len(t.Recipients), maxRecipients)] {
			domains = addDomain(domains, r)
		}
	case event.MailSubmit:
		domains = addDomain(domains, t.Sender)
	}
	c.used(domains)
}

// action folds something done in a mailbox in.
func (c *correspondence) action(a *event.MailboxAction) {
	c.used(addDomain(nil, a.Account))
}

// used notes that a server keeps mailboxes of these domains.
func (c *correspondence) used(domains []string) {
	if len(domains) == 0 {
		return
	}
	c.acted++
	for _, domain := range domains {
		if d := c.at(domain); d != nil {
			d.Acted++
		}
	}
}

// owners returns the domains that a mail lay in the mailbox of: those that the
// delivering server noted, or else those that it is addressed to. Who is on a
// mailing list is not told by its address.
func owners(m *event.Mail) (domains []string, delivered bool) {
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"} {
		domains = addDomain(domains, strings.Trim(m.Header(name), "<> "))
	}
	if len(m.Hops) > 0 {
		domains = addDomain(domains, m.Hops[0].For)
	}
	if len(domains) > 0 {
		return domains, true
	}
	if m.Header("List-Id") != "" || m.Header("List-Post") != "" || m.Header("Mailing-List") != "" {
		return nil, false
	}
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for _, a := range list[:min(len(list), maxRecipients)] {
			domains = addDomain(domains, a.Addr)
		}
	}
	return domains, false
}

func addDomain(domains []string, address string) []string {
	d := domainOf(address)
	if d == "" || slices.Contains(domains, d) {
		return domains
	}
	return append(domains, d)
}

// domainOf returns the registered domain of a mail address, "" when there is none.
func domainOf(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 || len(address)-at-1 > maxName {
		return ""
	}
	domain := strings.ToLower(strings.TrimRight(address[at+1:], ".> "))
	if !strings.Contains(domain, ".") || domain[0] == '[' { // "localhost" is everybody's
		return ""
	}
	return Registered(domain)
}

func (c *correspondence) merge(o *correspondence) {
	c.mails += o.mails
	c.owned += o.owned
	c.acted += o.acted
	c.sentSeen += o.sentSeen
	c.sent.merge(&o.sent)
	c.domains.Merge(o.domains, func(into, from *mailDomain) {
		into.Delivered += from.Delivered
		into.Addressed += from.Addressed
		into.Authored += from.Authored
		into.Internal += from.Internal
		into.Acted += from.Acted
		into.Boxes.join(&from.Boxes)
		into.Offsets.merge(&from.Offsets)
	})
}

// owning is a domain with what speaks for its being the owners'.
type owning struct {
	domain string
	*mailDomain
}

func (o owning) mails() int64 { return o.Delivered + o.Addressed }

// company concludes which domains are the company's own.
func (c *correspondence) company() (domains []string, inferences []Inference) {
	var all []owning
	for domain, d := range c.domains.All() {
		if o := (owning{domain, d}); o.mails()+o.Acted > 0 {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b owning) int {
		return cmp.Or(cmp.Compare(b.mails(), a.mails()), cmp.Compare(b.Acted, a.Acted), cmp.Compare(a.domain, b.domain))
	})
	var provider *owning
	for i := range all {
		o := &all[i]
		switch {
		case !c.receives(o) && !c.acts(o):
		case freemail(o.domain):
			if provider == nil {
				provider = o
			}
		default:
			domains = append(domains, o.domain)
			inferences = append(inferences, Inference{Subject: subjectCompany, Value: o.domain, Why: c.why(o)})
		}
	}
	if len(domains) == 0 && provider != nil {
		inferences = append(inferences, Inference{Subject: subjectCompany, Value: "none",
			Why: fmt.Sprintf("private mailboxes: %d of %d mails lie in mailboxes of the provider %s", provider.mails(), c.owned, provider.domain)})
	}
	slices.Sort(domains)
	return domains, inferences
}

// receives reports whether the mails say that a domain is the owners'.
func (c *correspondence) receives(o *owning) bool {
	return o.mails() > 0 && float64(o.mails()) >= ownShare*float64(c.owned) && (o.Delivered > 0 || float64(o.Addressed) >= addressedShare*float64(c.owned))
}

// acts reports whether logs of the mail service say so.
func (c *correspondence) acts(o *owning) bool {
	return o.Acted > 0 && float64(o.Acted) >= ownShare*float64(c.acted)
}

func (c *correspondence) why(o *owning) string {
	if !c.receives(o) {
		return fmt.Sprintf("of %s that servers of mail logged, %d are about mailboxes of it", count(int(c.acted), "act"), o.Acted)
	}
	why := fmt.Sprintf("of %s that say whose they are, %d were delivered and %d are addressed to it", count(int(c.owned), "mail"), o.Delivered, o.Addressed)
	if boxes := o.Boxes.count(); boxes > 1 {
		why += fmt.Sprintf(", in %d mailboxes", boxes)
	}
	if o.Internal > 0 {
		why += fmt.Sprintf("; %d were written there as well", o.Internal)
	}
	return why
}
