package zeek

import (
	"strings"
	"time"

	"dwell/simulate/format/zeek"
)

// Certificates in the simulation are valid for two years, and were made a while before
// anybody looks.
const (
	certificateAge  = 100 * 24 * time.Hour
	certificateLife = 2 * 365 * 24 * time.Hour
)

// certificate writes the certificate of a handshake, once a day, and the warning that
// the sensor raises when it does not hold.
func (z *Sensor) certificate(s *seen, h *zeek.SSL, at time.Time) {
	fingerprint := h.CertChainFPs[0]
	if z.day.first(fingerprint, at, 24*time.Hour) {
		made := z.first.Add(-certificateAge)
		c := zeek.X509{TS: z.Clock(at), Fingerprint: fingerprint, Version: 3, Serial: strings.ToUpper(fingerprint[:16]), Subject: h.Subject, Issuer: h.Issuer,
			NotValidBefore: made, NotValidAfter: made.Add(certificateLife), KeyAlg: "rsaEncryption", SigAlg: "sha256WithRSAEncryption", KeyType: "rsa",
			KeyLength: zeek.CountOf(2048), Exponent: "65537", HostCert: true}
		if name, _, _ := strings.Cut(strings.TrimPrefix(h.Subject, "CN="), ","); strings.Contains(name, ".") {
			c.SANDNS = []string{name}
		}
		z.line = z.day.x509.writer.Append(z.line[:0], &c)
		z.day.x509.record(s.Label, at, z.line)
	}
	if h.ValidationStatus != "ok" && z.day.first("warned of "+fingerprint+" at "+s.Dst.String(), at, time.Hour) {
		n := zeek.Notice{TS: z.Clock(at), UID: s.uid, ID: h.ID, Proto: "tcp", Note: "SSL::Invalid_Server_Cert",
			Msg: "SSL certificate validation failed with (" + h.ValidationStatus + ")", Sub: h.Subject,
			Src: s.Src, Dst: s.Dst, P: zeek.CountOf(uint64(s.DstPort)), Actions: []string{"Notice::ACTION_LOG"}, SuppressFor: zeek.IntervalOf(time.Hour)}
		z.line = z.day.notice.writer.Append(z.line[:0], &n)
		z.day.notice.record(s.Label, at, z.line)
	}
}

// first says whether something is to be written: it was not within the time that the
// sensor does not repeat it.
func (d *day) first(what string, at time.Time, rest time.Duration) bool {
	if last, ok := d.written[what]; ok && at.Sub(last) < rest {
		return false
	}
	d.written[what] = at
	return true
}
