package suricata

import "time"

// TLS is an event of type tls: a handshake.
type TLS struct {
	Event
	TLSHandshake
}

// TLSHandshake is the object tls of several events. TLS 1.3 hides the certificate.
type TLSHandshake struct {
	Subject, IssuerDN   string // "C=US, O=Example, CN=www.example.org"
	SessionResumed      bool
	Serial              string // pairs of upper-case digits with colons
	Fingerprint         string // SHA-1, pairs of lower-case digits with colons
	SNI                 string
	Version             string    // "TLS 1.2", TLSv1
	NotBefore, NotAfter time.Time // written in UTC
	JA3, JA3S           JA3       // if the sensor is set to compute them
}

// JA3 is the fingerprint of a handshake.
type JA3 struct {
	Hash, String string
}

// AppendTLS appends an event of type tls.
func (w *Writer) AppendTLS(dst []byte, t *TLS) []byte {
	dst = w.begin(dst, &t.Event, "tls")
	dst = t.appendCommon(dst)
	dst = t.TLSHandshake.append(dst)
	return w.end(dst)
}

func (t *TLSHandshake) append(dst []byte) []byte {
	dst = append(dst, `,"tls":{`...)
	dst = appendText(dst, "subject", t.Subject)
	dst = appendText(dst, "issuerdn", t.IssuerDN)
	dst = appendTrue(dst, "session_resumed", t.SessionResumed)
	dst = appendText(dst, "serial", t.Serial)
	dst = appendText(dst, "fingerprint", t.Fingerprint)
	dst = appendText(dst, "sni", t.SNI)
	dst = appendText(dst, "version", t.Version)
	dst = appendValidity(dst, "notbefore", t.NotBefore)
	dst = appendValidity(dst, "notafter", t.NotAfter)
	dst = t.JA3.append(dst, "ja3")
	dst = t.JA3S.append(dst, "ja3s")
	return append(dst, '}')
}

// appendValidity appends a date of a certificate, without fraction and zone.
func appendValidity(dst []byte, key string, t time.Time) []byte {
	if t.IsZero() {
		return dst
	}
	dst = append(appendKey(dst, key), '"')
	return append(appendDate(dst, t.UTC()), '"')
}

func (j *JA3) append(dst []byte, key string) []byte {
	if j.Hash == "" {
		return dst
	}
	dst = append(appendKey(dst, key), '{')
	dst = appendText(dst, "hash", j.Hash)
	dst = appendText(dst, "string", j.String)
	return append(dst, '}')
}
