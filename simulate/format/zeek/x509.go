package zeek

import (
	"net/netip"
	"time"
)

// X509 is a line of x509.log: a certificate, once a day and sensor. As installed, a
// sensor writes those of hosts only, not those of authorities
// (policy/protocols/ssl/log-hostcerts-only).
//
// Zeek before version 8 takes the dates of a certificate for local time: a sensor in
// Seoul writes them nine hours early (github.com/zeek/zeek/issues/4521). Who simulates
// such a sensor shifts NotValidBefore and NotValidAfter.
type X509 struct {
	TS                       time.Time
	Fingerprint              string // SHA-256, as in SSL.CertChainFPs
	Version                  uint64 // 3
	Serial, Subject, Issuer  string
	NotValidBefore           time.Time
	NotValidAfter            time.Time
	KeyAlg, SigAlg           string // rsaEncryption, sha256WithRSAEncryption
	KeyType                  string // rsa, ecdsa
	KeyLength                Count
	Exponent                 string // of RSA: 65537
	Curve                    string // of ECDSA: prime256v1
	SANDNS, SANURI, SANEmail []string
	SANIP                    []netip.Addr
	BasicConstraintsCA       Bool
	BasicConstraintsPathLen  Count
	HostCert, ClientCert     bool

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// X509Writer writes x509.log.
type X509Writer struct{ stream }

// NewX509Writer returns a writer of x509.log.
func NewX509Writer(o Options) *X509Writer {
	return &X509Writer{newStream("x509", "ts time, fingerprint string, certificate.version count, certificate.serial string, "+
		"certificate.subject string, certificate.issuer string, "+
		"certificate.not_valid_before time, certificate.not_valid_after time, "+
		"certificate.key_alg string, certificate.sig_alg string, certificate.key_type string, "+
		"certificate.key_length count, certificate.exponent string, certificate.curve string, "+
		"san.dns vector[string], san.uri vector[string], san.email vector[string], san.ip vector[addr], "+
		"basic_constraints.ca bool, basic_constraints.path_len count, host_cert bool, client_cert bool", o)}
}

// Append appends the line of a record.
func (w *X509Writer) Append(dst []byte, x *X509) []byte {
	r := w.begin(dst, x.TS, x.WriteTS)
	r.text(x.Fingerprint)
	r.number(x.Version)
	r.text(x.Serial)
	r.text(x.Subject)
	r.text(x.Issuer)
	r.time(x.NotValidBefore)
	r.time(x.NotValidAfter)
	r.text(x.KeyAlg)
	r.text(x.SigAlg)
	r.text(x.KeyType)
	r.count(x.KeyLength)
	r.text(x.Exponent)
	r.text(x.Curve)
	r.texts(x.SANDNS)
	r.texts(x.SANURI)
	r.texts(x.SANEmail)
	r.addresses(x.SANIP)
	r.truth(x.BasicConstraintsCA)
	r.count(x.BasicConstraintsPathLen)
	r.flag(x.HostCert)
	r.flag(x.ClientCert)
	return r.end()
}
