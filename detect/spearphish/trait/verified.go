package trait

import (
	"strings"

	"dwell/event"
)

// Check is what the receiving server found out about the sender.
type Check uint8

// The results. Only the newest header counts: whatever stands below it a sender
// may have written himself.
const (
	Checked Check = 1 << iota
	Passed        // DMARC, or a signature and the envelope
	Failed        // DMARC, or the envelope without any signature
)

// String names the result.
func (c Check) String() string {
	switch {
	case c&Failed != 0:
		return "failed"
	case c&Passed != 0:
		return "passed"
	case c&Checked != 0:
		return "checked"
	}
	return ""
}

// Verified reads the receiver's own results.
func Verified(m *event.Mail) (c Check) {
	if len(m.AuthResult) == 0 {
		return 0
	}
	const longest = 2000
	text := strings.ToLower(cut(m.AuthResult[0], longest))
	result := func(method, value string) bool { return strings.Contains(text, method+"="+value) }
	switch {
	case result("dmarc", "pass"), result("dmarc", "bestguesspass"), result("compauth", "pass"):
		c |= Passed
	case result("dmarc", "fail"), result("compauth", "fail"):
		c |= Failed
	case result("dkim", "pass") && result("spf", "pass"):
		c |= Passed
	case (result("spf", "fail") || result("spf", "softfail")) && !result("dkim", "pass"):
		c |= Failed
	}
	if strings.Contains(text, "spf=") || strings.Contains(text, "dkim=") || strings.Contains(text, "dmarc=") {
		c |= Checked
	}
	return c
}
