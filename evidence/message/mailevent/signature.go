package mailevent

import (
	"time"

	"dwell/event"
	"dwell/evidence/message/dkim"
	"dwell/evidence/message/header"
)

// signature keeps what a DKIM-Signature field says. Nothing is known of the body yet.
func (b *Builder) signature(f *header.Field) {
	s, ok := dkim.Parse(f.Value)
	if !ok || len(b.signatures) >= maxSignatures {
		return
	}
	b.signatures = append(b.signatures, s)
	b.Mail.Signatures = append(b.Mail.Signatures, event.Signature{
		Domain: s.Domain, Selector: s.Selector, Aligned: s.Aligned(), From: s.From, Partial: s.Length >= 0,
		Signed: instant(s.Signed), Expires: instant(s.Expires),
	})
}

func instant(seconds int64) event.Time {
	const last = 1 << 33 // the year 2242; later ones do not fit into nanoseconds
	if seconds <= 0 || seconds >= last {
		return event.Time{}
	}
	return event.UTC(seconds*int64(time.Second), event.PrecisionSecond)
}

// Signed reports whether the mail has signatures whose hash of the body can be compared.
func (b *Builder) Signed() bool { return len(b.signatures) > 0 }

// CheckBody compares the signatures with the body as it was sent: raw, behind the empty
// line that ends the header. Several forms may be given of a body that the mailbox may
// have changed in a way that can't be undone for sure; the best result counts.
func (b *Builder) CheckBody(h *dkim.Hasher, bodies ...[]byte) {
	for i := range b.signatures {
		s := &b.signatures[i]
		if j := b.alike(i); j >= 0 {
			b.Mail.Signatures[i].Body = b.Mail.Signatures[j].Body
			continue
		}
		for _, body := range bodies {
			if v := checks[h.Check(s, body)]; b.Mail.Signatures[i].Body == event.BodyUnknown || v < b.Mail.Signatures[i].Body {
				b.Mail.Signatures[i].Body = v
			}
			if b.Mail.Signatures[i].Body == event.BodyAgrees {
				break
			}
		}
	}
}

// checks are the verdicts in the words of events.
var checks = [...]event.BodyCheck{dkim.NotKnown: event.BodyUnknown, dkim.Agrees: event.BodyAgrees, dkim.Disagrees: event.BodyDisagrees}

// alike is an earlier signature that says the same of the body, -1 for none: senders and
// their providers sign the same mail.
func (b *Builder) alike(i int) int {
	for j := range b.signatures[:i] {
		if b.signatures[j].SameBody(&b.signatures[i]) {
			return j
		}
	}
	return -1
}
