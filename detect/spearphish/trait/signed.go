package trait

import (
	"strings"
	"time"

	"dwell/entity"
	"dwell/event"
)

// signed says what the signature of the sender's own domain proves: whether the body is
// the one that was signed, and whether the signature can be what it says. "" when there
// is none, or when the body is not kept as it was sent.
//
// It is a habit like others and nothing by itself: lists and gateways change bodies, and
// some exports of mailboxes do, so what counts is that it is not as it was before. A
// signature that was copied from another mail does not fit the body that it comes with.
func (r *reading) signed() string {
	m := r.mail
	for i := len(m.Signatures) - 1; i >= 0; i-- { // the oldest first: it is the sender's own
		s := &m.Signatures[i]
		if s.Body == event.BodyUnknown || entity.Registered(s.Domain) != r.domain {
			continue
		}
		value := s.Body.String()
		if s.Body == event.BodyDisagrees && strings.EqualFold(m.Header("Content-Transfer-Encoding"), "8bit") {
			value += ", decoded" // signers send seven bits (RFC 6376, 5.3): somebody on the way converted it
		}
		return value + faults(m, s)
	}
	return ""
}

// skew is how far clocks may be apart.
const skew = time.Hour

// faults are what a verifier finds wrong with a signature before it asks for the key (RFC
// 6376, 3.5 and 5.4).
func faults(m *event.Mail, s *event.Signature) string {
	arrived := m.Delivered
	if arrived.IsZero() {
		arrived = m.Time
	}
	out := ""
	if !s.From {
		out += ", not over From"
	}
	if !s.Aligned {
		out += ", for another domain"
	}
	if s.Partial {
		out += ", of the beginning only"
	}
	if !s.Expires.IsZero() && !arrived.IsZero() && arrived.Sub(s.Expires) > skew {
		out += ", expired"
	}
	if !s.Signed.IsZero() && !arrived.IsZero() && s.Signed.Sub(arrived) > skew {
		out += ", later than the mail"
	}
	return out
}
