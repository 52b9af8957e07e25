package suricata

import (
	"crypto/sha1" // the fingerprint that Suricata writes
	"encoding/base64"

	"github.com/go-faster/jx"

	"dwell/evidence/escape"
)

// maxChain bounds the certificates of one handshake; five are many.
const maxChain = 16

// chainIDs returns the fingerprints of the certificates that a server showed, its own
// first. Where Suricata is set to write whole certificates instead, they are computed.
func (p *parser) chainIDs() []string {
	r := p.record
	if r.has(fieldChain) && r.cells[fieldChain][0] == '[' {
		r.beginList()
		r.value.ResetBytes(r.cells[fieldChain])
		_ = r.value.Arr(r.certificate) // what was read before an odd element counts
		if ids := r.endList(); ids != nil {
			return ids
		}
	}
	if id := r.lower(fieldFingerprint); id != "" {
		return p.single(id)
	}
	if r.has(fieldCertificate) {
		r.beginList()
		r.appendFingerprint(r.cells[fieldCertificate])
		return r.endList()
	}
	return nil
}

// appendCertificate reads one certificate of a chain.
func (r *record) appendCertificate(d *jx.Decoder) error {
	if d.Next() != jx.String || len(r.lists)-r.first >= maxChain {
		return d.Skip()
	}
	raw, err := d.Raw()
	if err == nil {
		r.appendFingerprint(raw)
	}
	return err
}

// appendFingerprint adds the fingerprint of a certificate in base64 to the list being
// made: pairs of digits with colons between.
func (r *record) appendFingerprint(raw []byte) {
	if len(raw) < 2 || raw[0] != '"' {
		return
	}
	var err error
	r.second, err = base64.StdEncoding.AppendDecode(r.second[:0], raw[1:len(raw)-1])
	if err != nil || len(r.second) == 0 {
		return
	}
	r.scratch = r.scratch[:0]
	for i, c := range sha1.Sum(r.second) {
		if i > 0 {
			r.scratch = append(r.scratch, ':')
		}
		r.scratch = append(r.scratch, escape.Digits[c>>4], escape.Digits[c&15])
	}
	r.lists = append(r.lists, r.names.Get(r.scratch))
}
