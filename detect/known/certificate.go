package known

import "strings"

// SelfSigned reports whether nobody but the holder vouches for a certificate: by
// the sensor's verdict, or because subject and issuer are the same. The
// verdicts are those of OpenSSL, which Zeek quotes.
func SelfSigned(subject, issuer, validation string) bool {
	if strings.Contains(validation, "self signed") || strings.Contains(validation, "self-signed") {
		return true
	}
	return validation != "ok" && subject != "" && subject == issuer
}

// Unvouched reports whether the sensor could not build a chain to an authority
// that it trusts, for any other reason than a certificate out of date: those of ordinary
// servers run out, and in a capture whose clock is wrong none has begun.
func Unvouched(validation string) bool {
	return validation != "" && validation != "ok" &&
		!strings.Contains(validation, "expired") && !strings.Contains(validation, "not yet valid")
}
