package account

import (
	"cmp"
	"net/netip"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// channel is where a use of an account was logged: what names of software mean differs.
type channel uint8

const (
	byLogon  channel = iota // at the service of identities
	byAccess                // to the mailbox
	byServer                // to a mail server: SMTP, IMAP
	byMail                  // in the headers of a mail
	channels
)

// placeKey is from where and with what an account was used.
type placeKey struct {
	Account uint64
	Network uint64 // 0 unknown
	Client  uint64 // 0 unknown
	Channel channel
}

// hash leads with the account's, so that sampling keeps or drops all places of one.
func (k placeKey) hash() uint64 {
	return led(k.Account, fold.Mix(k.Network^uint64(k.Channel), k.Client))
}

// led returns a hash of which the upper half is the account's.
func led(account, rest uint64) uint64 { return account&^0xffffffff | rest>>32 }

// place is what was done there.
type place struct {
	Address     fold.Addr // the smallest address seen, so that the network can be named
	Software    string    // family
	First, Last int64     // of uses that succeeded; nanoseconds
	Days        fold.Days
	Hours       [24]uint32 // UTC
	Uses        int64
	Failed      int64 // logons
	Read        int64 // items
	Synced      int64 // folders
	Deleted     int64 // items
	Sent        int64 // mails
	Throttled   int64 // records after which the log left items out
	Marks       fold.Marks
	Failures    fold.Marks
}

// use is one use of an account.
type use struct {
	account string // canonical
	address netip.Addr
	client  string
	channel channel
	at      event.Time
	ref     event.Ref
	weight  int64 // how telling the record is
	steady  bool  // programs do that at all hours
	program bool  // nothing tells from where: the software stands for the network
}

func (p *place) use(u *use) {
	p.note(u)
	at := u.at.Nanos
	if p.Uses == 0 || at < p.First {
		p.First = at
	}
	if p.Uses == 0 || at > p.Last {
		p.Last = at
	}
	p.Uses++
	p.Days.Add(u.at)
	if !u.steady {
		p.Hours[hourOf(at)]++
	}
	p.Marks.Add(fold.Mark{Time: u.at, Ref: u.ref, Weight: u.weight})
}

func (p *place) note(u *use) {
	if a := fold.AddrOf(u.address); u.address.IsValid() && (p.Address == (fold.Addr{}) || compareAddr(a, p.Address) < 0) {
		p.Address = a
	}
	if p.Software == "" {
		p.Software = strings.Clone(u.client)
	}
}

func compareAddr(a, b fold.Addr) int { return a.IP().Compare(b.IP()) }

const hourNanos = 3600 * 1_000_000_000

func hourOf(nanos int64) int { return int(((nanos/hourNanos)%24 + 24) % 24) }

func (p *place) merge(o *place) {
	if o.Address != (fold.Addr{}) && (p.Address == (fold.Addr{}) || compareAddr(o.Address, p.Address) < 0) {
		p.Address = o.Address
	}
	p.Software = cmp.Or(p.Software, o.Software)
	if o.Uses > 0 {
		if p.Uses == 0 || o.First < p.First {
			p.First = o.First
		}
		if p.Uses == 0 || o.Last > p.Last {
			p.Last = o.Last
		}
	}
	p.Days.Merge(&o.Days)
	for h, n := range o.Hours {
		p.Hours[h] += n
	}
	p.Uses += o.Uses
	p.Failed += o.Failed
	p.Read += o.Read
	p.Synced += o.Synced
	p.Deleted += o.Deleted
	p.Sent += o.Sent
	p.Throttled += o.Throttled
	p.Marks.Merge(&o.Marks)
	p.Failures.Merge(&o.Failures)
}

// joint is what failed from one network.
type joint struct {
	Refused fold.Sketch // accounts at which passwords failed
	Failed  int64
	Days    fold.Days // on which they were
}

const maxRefused = 64

func (j *joint) merge(o *joint) {
	j.Refused.Merge(&o.Refused, maxRefused)
	j.Failed += o.Failed
	j.Days.Merge(&o.Days)
}

// lately reports whether passwords failed on the day of an instant or the day before: a
// network of homes holds somebody's hijacked machine at one time, and a colleague at another.
func (j *joint) lately(at int64) bool {
	var days fold.Days
	for _, back := range []int64{0, dayNanos} {
		days.Add(event.UTC(at-back, event.PrecisionSecond))
	}
	for i := range days {
		if days[i]&j.Days[i] != 0 {
			return true
		}
	}
	return false
}
