package extortion

import (
	"slices"
	"strings"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/deadline"
	"dwell/detect/extortion/money"
	"dwell/detect/extortion/people"
	"dwell/detect/extortion/wallet"
	"dwell/detect/fold"
	"dwell/detect/origin"
	"dwell/entity/members"
	"dwell/event"
	"dwell/finding"
)

// The bounds of one letter.
const (
	maxWallets    = 16
	maxAmounts    = 16
	maxContacts   = 16
	maxRecipients = 16
	maxThread     = 16
	maxRaw        = 120 // bytes of a quoted piece
)

// letter is what is kept of one message that may be part of an extortion.
type letter struct {
	Ref       event.Ref
	Time      event.Time
	Medium    event.Medium
	Mailbox   string
	MessageID string
	ID        uint64
	Thread    []uint64 // hashes of the identifiers of the thread, its own first
	Name      string   // of the author; the party in a chat
	From      string
	To        []string
	Subject   string
	Size      int  // of the text in bytes, without links
	Bulk      bool // a list or a mass mailer says so itself
	Parties   int  // who speak in a chat
	Own       bool // the sender is one of the recipients, as in faked self-sent mail

	Cues     cue.Set
	Wallets  []wallet.Address
	Amounts  []finding.Amount
	Limits   []deadline.Limit
	Contacts []contact
	Shown    *people.Shown // records about people, nil for none
	Compared bool          // with a member table
	Traces   []origin.Trace
}

func newLetter(m *event.Mail, text string, set cue.Set, table *members.Table) letter {
	l := letter{
		Ref: m.Ref, Time: m.Time, Medium: m.Medium, Mailbox: m.Mailbox, MessageID: short(m.MessageID), ID: identity(m),
		Name: short(m.Author().Name), From: address(m.Author().Addr), Subject: short(m.Subject),
		Size: prose(text), Bulk: bulk(m), Cues: set, Traces: origin.Of(m),
	}
	if m.Medium == event.MediumChat {
		l.Parties = 1 + len(m.To)
	}
	l.addRecipients(m)
	l.addThread(m)
	context := set.Any(cue.Coin, cue.Pay) || m.Medium != event.MediumMail
	// A line of links: what a link hides is part of the demand.
	searched := text + "\n" + strings.Join(m.Links, "\n")
	for _, c := range m.Codes { // and what a picture shows to a telephone
		searched += "\n" + c.Text
	}
	l.addWallets(wallet.Find(searched, context))
	l.addWallets(concealed(m))
	plain := wallet.Plain(text)
	l.Limits = deadline.Find(plain, m.Time)
	for i := range l.Limits {
		l.Limits[i].Raw = short(l.Limits[i].Raw)
	}
	l.addAmounts(plain)
	shown, addresses := records(m, text, table)
	l.Shown, l.Compared = shown, table != nil
	l.Contacts = contacts(searched, l.From, append(addresses, l.To...))
	return l
}

func (l *letter) addRecipients(m *event.Mail) {
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for _, a := range list {
			to := address(a.Addr)
			if to == "" || slices.Contains(l.To, to) || len(l.To) >= maxRecipients {
				continue
			}
			l.To = append(l.To, to)
			l.Own = l.Own || to == l.From
		}
	}
}

func (l *letter) addThread(m *event.Mail) {
	ids := append([]string{m.MessageID, m.InReplyTo}, m.References...)
	for _, id := range ids {
		if id != "" && len(l.Thread) < maxThread {
			l.Thread = append(l.Thread, fold.HashString(id))
		}
	}
}

func (l *letter) addWallets(list []wallet.Address) {
	for _, w := range list {
		if len(l.Wallets) < maxWallets && !slices.ContainsFunc(l.Wallets, w.Same) {
			l.Wallets = append(l.Wallets, w)
		}
	}
}

// concealed finds wallets where a reader does not see them: in attributes and hidden
// text of pages. Only those with a checksum: markup is full of hexadecimal digits.
func concealed(m *event.Mail) []wallet.Address {
	var out []wallet.Address
	for i := range m.Parts {
		if p := &m.Parts[i]; p.Type == "text/html" {
			page := p.Data[:min(len(p.Data), maxText)]
			out = append(out, wallet.Find(string(page), false)...)
		}
	}
	return out
}

// addAmounts keeps the sums of the text. In a talk figures without a currency count;
// the talk says which one (see demand.amounts).
func (l *letter) addAmounts(text string) {
	find := money.Find
	if l.Medium == event.MediumChat {
		find = money.FindSpoken
	}
	for _, s := range find(text) {
		a := finding.Amount{Value: s.Value, Currency: s.Currency, Raw: short(s.Raw)}
		same := func(o finding.Amount) bool { return o.Value == a.Value && o.Currency == a.Currency }
		if len(l.Amounts) < maxAmounts && !slices.ContainsFunc(l.Amounts, same) {
			l.Amounts = append(l.Amounts, a)
		}
	}
}

// prose is the size of a text without links and other words too long to read.
func prose(text string) int {
	const longest = 60
	size := 0
	for word := range strings.FieldsSeq(text) {
		if len(word) <= longest {
			size += len(word) + 1
		}
	}
	return size
}

// bulk reports whether the mail says of itself that it went to many.
func bulk(m *event.Mail) bool {
	for i := range m.Headers {
		switch strings.ToLower(m.Headers[i].Name) {
		case "list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list":
			return true
		}
	}
	return false
}

// short cuts text at a rune so that a hostile field costs little.
func short(s string) string { return fold.Shorten(s, maxRaw) }
