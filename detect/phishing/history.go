package phishing

import (
	"cmp"
	"strings"

	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
)

// sender is what the ordinary mails of the evidence say about a domain, or about an
// address at a provider of free mail.
type sender struct {
	Days    []int32 // the first on which it wrote, since 1970
	Written []int32 // the first on which somebody wrote to it
}

const (
	// maxDays are kept: more say no more.
	maxDays = 4
	// knownDays over knownFor days make a sender known. A campaign of a week is not.
	knownDays, knownFor = 3, 14
	// maxWritten bounds the recipients of one mail that are noted.
	maxWritten = 16
)

func (s *sender) merge(o *sender) {
	for _, d := range o.Days {
		s.Days = fold.KeepFirst(s.Days, d, maxDays, cmp.Compare)
	}
	for _, d := range o.Written {
		s.Written = fold.KeepFirst(s.Written, d, 1, cmp.Compare)
	}
}

// known reports whether it had written ordinary mails on several days before.
func (s *sender) known(day int32) bool {
	return len(s.Days) >= knownDays && s.Days[knownDays-1] < day && s.Days[0] <= day-knownFor
}

// written reports whether somebody had written to it.
func (s *sender) written(day int32) bool { return len(s.Written) > 0 && s.Written[0] < day }

// senderKey is what a sender is known by.
func senderKey(address, domain string) uint64 {
	if isFree(domain) {
		return fold.HashString(strings.ToLower(address))
	}
	return fold.HashString(domain)
}

func isFree(domain string) bool { return entity.Freemail(domain) }

// ordinary notes a mail that speaks for its sender, and for those it is addressed to. The
// mails of a campaign do neither.
func (d *Detector) ordinary(m *event.Mail) {
	at := when(m)
	if at.IsZero() {
		return
	}
	author := d.sender(m.Author().Addr)
	if author != nil {
		author.Days = fold.KeepFirst(author.Days, dayOf(at), maxDays, cmp.Compare)
	}
	left := maxWritten
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for i := range list {
			if left--; left < 0 {
				return
			}
			if s := d.sender(list[i].Addr); s != nil && s != author { // newsletters are addressed to their own house
				s.Written = fold.KeepFirst(s.Written, dayOf(at), 1, cmp.Compare)
			}
		}
	}
}

func (d *Detector) sender(address string) *sender {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 {
		return nil
	}
	return d.state.Senders.At(senderKey(address, d.web.Registered(strings.ToLower(address[at+1:]))))
}

const day = 24 * 3600 * 1_000_000_000 // nanoseconds

func dayOf(t event.Time) int32 { return int32(t.Nanos / day) }
