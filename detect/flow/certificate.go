package flow

import (
	"cmp"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// maxCertificates bounds the certificates that are kept. What it drops costs a
// subject or a clue, never a relation.
const maxCertificates = 1 << 16

// Certificates are those that sensors logged by themselves, for handshakes that only
// name them. Its fields are exported for snapshots only.
type Certificates struct {
	ByID *fold.Map[uint64, Certificate] // by hash of the sensor's id

	longest int // bytes of a name
}

// Certificate is whose it is and who vouches for it.
type Certificate struct{ Subject, Issuer string }

// NewCertificates returns an empty table. Of names at most longest bytes are kept.
func NewCertificates(longest int) *Certificates {
	return &Certificates{ByID: fold.NewMap[uint64, Certificate](maxCertificates, func(h uint64) uint64 { return h }), longest: longest}
}

// Observe folds one certificate in.
func (t *Certificates) Observe(c *event.Certificate) {
	if c.ID == "" {
		return
	}
	if into := t.ByID.At(fold.HashString(c.ID)); into != nil {
		into.join(&Certificate{fold.Shorten(c.Subject, t.longest), fold.Shorten(c.Issuer, t.longest)})
	}
}

// Merge folds o in.
func (t *Certificates) Merge(o *Certificates) { t.ByID.Merge(o.ByID, (*Certificate).join) }

// join keeps the smaller of two different certificates with one id.
func (c *Certificate) join(o *Certificate) {
	none := Certificate{}
	if *o != none && (*c == none || o.compare(c) < 0) {
		*c = *o
	}
}

func (c *Certificate) compare(o *Certificate) int {
	return cmp.Or(cmp.Compare(c.Subject+c.Issuer, o.Subject+o.Issuer), cmp.Compare(c.Subject, o.Subject))
}

// Vouching is what handshakes say about who vouches for a server's certificate.
type Vouching struct {
	SelfSigned int64
	Unvouched  int64  // other chains that the sensor could not verify
	Vouched    int64  // chains that it could
	Chain      uint64 // lowest hash of a certificate's id
}

// Note folds one handshake in and reports whether its certificate is self-signed.
func (v *Vouching) Note(s *event.TLSSession) (selfSigned bool) {
	selfSigned = known.SelfSigned(s.Subject, s.Issuer, s.Validation)
	switch {
	case selfSigned:
		v.SelfSigned++
	case s.Validation == "ok":
		v.Vouched++
	case known.Unvouched(s.Validation):
		v.Unvouched++
	}
	if len(s.ChainIDs) > 0 { // the first certificate is the server's own
		fold.Lowest(&v.Chain, fold.HashString(s.ChainIDs[0]))
	}
	return selfSigned
}

// Merge folds o in.
func (v *Vouching) Merge(o *Vouching) {
	v.SelfSigned += o.SelfSigned
	v.Unvouched += o.Unvouched
	v.Vouched += o.Vouched
	fold.Lowest(&v.Chain, o.Chain)
}

// Of returns the subject of a server's certificate, "" when the table does not know
// it, and whether nobody but the server vouches for it.
func (t *Certificates) Of(v *Vouching) (subject string, selfSigned bool) {
	selfSigned = v.SelfSigned > 0
	if c := t.ByID.Get(v.Chain); c != nil && v.Chain != 0 {
		subject = c.Subject
		selfSigned = selfSigned || v.Vouched == 0 && c.Subject != "" && c.Subject == c.Issuer
	}
	return subject, selfSigned
}
