package zeek

import "time"

// SSL is a line of ssl.log: the handshake of a TLS session.
type SSL struct {
	TS  time.Time
	UID string
	ID
	Version      string // TLSv12, TLSv13
	Cipher       string // TLS_AES_128_GCM_SHA256
	Curve        string // x25519
	ServerName   string
	Resumed      bool
	LastAlert    string
	NextProtocol string // h2
	Established  bool
	SSLHistory   string // CsxknGIti of TLS 1.2, CsiI of TLS 1.3

	// CertChainFPs and ClientCertChainFPs are the SHA-256 of the certificates. TLS 1.3
	// hides them, so both are unset; of a server that showed its own and asked for
	// none, the second is empty.
	CertChainFPs, ClientCertChainFPs []string

	// The next four are written when Options.CertificateSubjects asks for them.
	Subject, Issuer, ClientSubject, ClientIssuer string

	SNIMatchesCert   Bool
	ValidationStatus string // ok, "self signed certificate"
	JA3, JA3S        string // written when Options.JA3 asks for them

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// SSLWriter writes ssl.log.
type SSLWriter struct{ stream }

// NewSSLWriter returns a writer of ssl.log.
func NewSSLWriter(o Options) *SSLWriter {
	columns := connectionColumns + "version string, cipher string, curve string, server_name string, resumed bool, " +
		"last_alert string, next_protocol string, established bool, ssl_history string, " +
		"cert_chain_fps vector[string], client_cert_chain_fps vector[string], "
	if o.CertificateSubjects {
		columns += "subject string, issuer string, client_subject string, client_issuer string, "
	}
	columns += "sni_matches_cert bool, validation_status string"
	if o.JA3 {
		columns += ", ja3 string, ja3s string"
	}
	return &SSLWriter{newStream("ssl", columns, o)}
}

// Append appends the line of a record.
func (w *SSLWriter) Append(dst []byte, s *SSL) []byte {
	r := w.begin(dst, s.TS, s.WriteTS)
	r.text(s.UID)
	r.id(&s.ID)
	r.text(s.Version)
	r.text(s.Cipher)
	r.text(s.Curve)
	r.text(s.ServerName)
	r.flag(s.Resumed)
	r.text(s.LastAlert)
	r.text(s.NextProtocol)
	r.flag(s.Established)
	r.text(s.SSLHistory)
	r.texts(s.CertChainFPs)
	r.texts(s.ClientCertChainFPs)
	if w.options.CertificateSubjects {
		r.text(s.Subject)
		r.text(s.Issuer)
		r.text(s.ClientSubject)
		r.text(s.ClientIssuer)
	}
	r.truth(s.SNIMatchesCert)
	r.text(s.ValidationStatus)
	if w.options.JA3 {
		r.text(s.JA3)
		r.text(s.JA3S)
	}
	return r.end()
}
