package spearphish

import "cmp"

// The number of values that are kept of each trait of an address. A value beyond is
// seen later than all that are kept; then the trait says nothing any more.
const (
	maxMails    = 6 // enough to tell the familiar from the new
	maxWritten  = 3
	maxNames    = 6
	maxClients  = 12
	maxOffsets  = 8
	maxRelays   = 12
	maxNetworks = 24
	maxPeers    = 16
	maxReplies  = 4
	maxEarly    = 3
	maxOdd      = 8
	maxAddress  = 12 // of a person
)

// account is what is known of one address.
type account struct {
	Address string // canonical
	Mails   firsts // from it, by identity
	Written firsts // to it, by identity
	Days    firsts // on which it wrote
	Names   firsts // persons under whose name it wrote; 0 for no name
	Clients firsts
	Offsets firsts
	Relays  firsts // registered domains of the first relay
	Nets    firsts // networks it wrote from
	Peers   firsts // addresses it wrote to
	Replies firsts // addresses to which it led replies
	Passed  firsts // key 1: an aligned signature or policy was verified
	Total   int64
	Early   []letter
	Odd     []letter // the first mail of each program and offset
}

func byID(l *letter) uint64 { return l.ID }

func bySignature(l *letter) uint64 { return l.Signature }

func (a *account) merge(o *account) {
	if a.Address == "" {
		a.Address = o.Address
	}
	a.Mails.merge(o.Mails, maxMails)
	a.Written.merge(o.Written, maxWritten)
	a.Days.merge(o.Days, maxMails)
	a.Names.merge(o.Names, maxNames)
	a.Clients.merge(o.Clients, maxClients)
	a.Offsets.merge(o.Offsets, maxOffsets)
	a.Relays.merge(o.Relays, maxRelays)
	a.Nets.merge(o.Nets, maxNetworks)
	a.Peers.merge(o.Peers, maxPeers)
	a.Replies.merge(o.Replies, maxReplies)
	a.Passed.merge(o.Passed, 1)
	a.Total += o.Total
	for _, l := range o.Early {
		a.Early = keep(a.Early, l, byID, maxEarly)
	}
	for _, l := range o.Odd {
		a.Odd = keep(a.Odd, l, bySignature, maxOdd)
	}
}

// Familiarity: so many mails on different days, or fewer when somebody here wrote
// to the address too.
const (
	familiarMails    = 5
	familiarDays     = 3
	familiarAnswered = 2
)

// familiar reports whether the address was a correspondent's before an instant.
func (a *account) familiar(at int64) bool {
	mails, written := a.Mails.before(at), a.Written.before(at)
	return mails >= familiarMails && a.Days.before(at) >= familiarDays ||
		mails >= familiarAnswered && written >= 1 || written >= familiarAnswered
}

// imitable reports whether readers know the address well enough for somebody to
// imitate it: it is familiar, or wrote many mails on few days.
func (a *account) imitable(at int64) bool {
	return a.familiar(at) || a.Mails.before(at) >= maxMails
}

// shared reports whether many people write from the address: a list, a service that
// sends in their names.
func (a *account) shared() bool {
	const many = 4
	return len(a.Names) >= many
}

// person is what is known of one name.
type person struct {
	Name     string // as it was written first
	Since    int64  // nanoseconds
	Accounts firsts // hashes of canonical addresses
}

func (p *person) merge(o *person) {
	if p.Name == "" || o.Name != "" && cmp.Or(cmp.Compare(o.Since, p.Since), cmp.Compare(o.Name, p.Name)) < 0 {
		p.Name, p.Since = o.Name, o.Since
	}
	p.Accounts.merge(o.Accounts, maxAddress)
}
