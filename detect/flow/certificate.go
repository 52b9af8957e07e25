package flow

import (
	"cmp"
	"slices"
	"strings"

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

// Certificate is whose it is, who vouches for it, and for which names.
type Certificate struct {
	Subject, Issuer string
	Names           string // lower case, sorted, with a space between; "" when there are too many to keep
}

// maxNames is how many bytes of the names of one certificate are kept: a few dozen
// names. Of a certificate with more it can't be said what it does not fit.
const maxNames = 1000

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
		into.join(&Certificate{fold.Shorten(c.Subject, t.longest), fold.Shorten(c.Issuer, t.longest), joinNames(c.Names)})
	}
}

// joinNames brings the names of a certificate into one text.
func joinNames(names []string) string {
	all := make([]string, 0, len(names))
	length := 0
	for _, n := range names {
		if length += len(n) + 1; length > maxNames {
			return ""
		}
		all = append(all, strings.ToLower(n))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
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
	return cmp.Or(cmp.Compare(c.Subject+c.Issuer, o.Subject+o.Issuer), cmp.Compare(c.Subject, o.Subject), cmp.Compare(c.Names, o.Names))
}

// Vouching is what handshakes say about who vouches for a server's certificate. It
// counts none: the handshake of a connection that is still open is logged again and again.
type Vouching struct {
	SelfSigned bool
	Unvouched  bool   // another chain that the sensor could not verify
	Vouched    bool   // one that it could
	Chain      uint64 // lowest hash of a certificate's id
}

// Note folds one handshake in and reports whether its certificate is self-signed.
func (v *Vouching) Note(s *event.TLSSession) (selfSigned bool) {
	selfSigned = known.SelfSigned(s.Subject, s.Issuer, s.Validation)
	switch {
	case selfSigned:
		v.SelfSigned = true
	case s.Validation == "ok":
		v.Vouched = true
	case known.Unvouched(s.Validation):
		v.Unvouched = true
	}
	if len(s.ChainIDs) > 0 { // the first certificate is the server's own
		fold.Lowest(&v.Chain, fold.HashString(s.ChainIDs[0]))
	}
	return selfSigned
}

// Merge folds o in.
func (v *Vouching) Merge(o *Vouching) {
	v.SelfSigned = v.SelfSigned || o.SelfSigned
	v.Unvouched = v.Unvouched || o.Unvouched
	v.Vouched = v.Vouched || o.Vouched
	fold.Lowest(&v.Chain, o.Chain)
}

// Of returns the subject of a server's certificate, "" when the table does not know
// it, and whether nobody but the server vouches for it.
func (t *Certificates) Of(v *Vouching) (subject string, selfSigned bool) {
	selfSigned = v.SelfSigned
	if c := t.ByID.Get(v.Chain); c != nil && v.Chain != 0 {
		subject = c.Subject
		selfSigned = selfSigned || !v.Vouched && c.Subject != "" && c.Subject == c.Issuer
	}
	return subject, selfSigned
}

// Fits reports whether a server's certificate was issued for the name, as far as the
// table knows the names in it.
func (t *Certificates) Fits(v *Vouching, name string) event.Truth {
	c := t.ByID.Get(v.Chain)
	if c == nil || v.Chain == 0 || c.Names == "" || name == "" {
		return event.TruthUnknown
	}
	_, parent, _ := strings.Cut(name, ".")
	for n := range strings.SplitSeq(c.Names, " ") {
		if n == name || parent != "" && n == "*."+parent { // a wildcard stands for one label (RFC 6125, section 6.4.3)
			return event.TruthYes
		}
	}
	return event.TruthNo
}
