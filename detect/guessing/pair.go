package guessing

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// maxAttempts bounds what one record may claim.
	maxAttempts = 1000
	// maxAccounts is how many accounts are counted exactly.
	maxAccounts = 128
	// maxGot is how many accounts are kept by name, of those that got in.
	maxGot      = 4
	maxName     = 64
	ringOfDays  = 64
	dayInNanos  = int64(24 * time.Hour)
	rdpPort     = 3389
	rdpLeast    = 500     // bytes of a client that got as far as to send a password
	rdpMost     = 15_000  // and was turned away
	rdpSession  = 100_000 // bytes that a screen sends
	rdpDuration = time.Minute
)

// pair is what one machine tried on another.
type pair struct {
	Failed  int64 // attempts
	Fitted  int64 // logons
	Unknown int64 // failures of accounts that do not exist
	Short   int64 // of Failed, connections from which the failure is concluded
	Daily   [ringOfDays]uint16
	Days    fold.Days   // with failures
	Tried   fold.Sketch // accounts that failed
	Entered fold.Sketch // accounts that did not
	Got     []string    // the smallest of the accounts that got in
	Tries   fold.Marks  // the failures
	Logons  fold.Marks  // the others, weighed by the attempts that they took
}

func (p *pair) merge(o *pair) {
	p.Failed += o.Failed
	p.Fitted += o.Fitted
	p.Unknown += o.Unknown
	p.Short += o.Short
	for i, n := range o.Daily {
		p.Daily[i] = sum(p.Daily[i], int64(n))
	}
	p.Days.Merge(&o.Days)
	p.Tried.Merge(&o.Tried, maxAccounts)
	p.Entered.Merge(&o.Entered, maxAccounts)
	for _, name := range o.Got {
		p.got(name)
	}
	p.Tries.Merge(&o.Tries)
	p.Logons.Merge(&o.Logons)
}

// sum adds and stays at the highest number, in whatever order.
func sum(a uint16, n int64) uint16 { return uint16(min(int64(a)+n, math.MaxUint16)) }

func (p *pair) got(name string) {
	p.Got = fold.KeepFirst(p.Got, name, maxGot, cmp.Compare[string])
}

func (p *pair) fail(t event.Time, ref event.Ref, attempts int64) {
	p.Failed += attempts
	p.Days.Add(t)
	if !t.IsZero() {
		day := &p.Daily[uint64(t.Nanos/dayInNanos)%ringOfDays]
		*day = sum(*day, attempts)
	}
	p.Tries.Add(fold.Mark{Time: t, Ref: ref, Weight: attempts})
}

func (p *pair) fit(t event.Time, ref event.Ref, attempts int64) {
	p.Fitted++
	p.Logons.Add(fold.Mark{Time: t, Ref: ref, Weight: attempts})
}

func (p *pair) logon(l *event.Logon) {
	attempts := min(max(int64(l.Attempts), 1), maxAttempts)
	account := strings.ToLower(fold.Shorten(l.Account, maxName))
	switch l.Success {
	case event.TruthYes:
		p.fit(l.Time, l.Ref, attempts)
		p.Failed += attempts - 1
		if account != "" {
			p.Entered.Add(fold.Scatter(fold.HashString(account)), maxAccounts)
			p.got(account)
		}
	case event.TruthNo:
		p.fail(l.Time, l.Ref, attempts)
		if account != "" {
			p.Tried.Add(fold.Scatter(fold.HashString(account)), maxAccounts)
		}
		if l.Failure == unknownAccount || strings.EqualFold(l.Failure, "NO_SUCH_USER") || l.Failure == "UserAccountNotFound" || l.Failure == "50034" {
			p.Unknown += attempts
		}
	}
}

// The answers of a Kerberos server that a guesser gets.
const (
	wrongPassword  = "KDC_ERR_PREAUTH_FAILED"
	unknownAccount = "KDC_ERR_C_PRINCIPAL_UNKNOWN"
	lockedAccount  = "KDC_ERR_CLIENT_REVOKED"
)

// tells reports whether a record says that a password or a name was tried.
func tells(l *event.Logon) bool {
	if !l.Src.IsValid() || l.Success == event.TruthUnknown {
		return false
	}
	if !l.Dst.IsValid() {
		return atService(l)
	}
	switch l.Method {
	case "kerberos-as":
		if strings.HasSuffix(l.Account, "$") {
			return false // machines log on by themselves
		}
		return l.Success == event.TruthYes || l.Failure == "" || slices.Contains([]string{wrongPassword, unknownAccount, lockedAccount}, l.Failure)
	case "kerberos-tgs", "kerberos", "rdp":
		return false
	case "ntlm":
		return l.Account != "" && !strings.HasSuffix(l.Account, "$")
	}
	return true
}

// atService reports whether a record of a mail service or of Microsoft Entra says so. There
// logons fail for a second factor and for old sessions as well.
func atService(l *event.Logon) bool {
	if l.Account == "" || l.Src.IsLoopback() {
		return false
	}
	switch l.Method {
	case "imap", "pop3", "smtp", "submission":
		return true
	case "m365":
		return l.Success == event.TruthYes ||
			slices.Contains([]string{"InvalidUserNameOrPassword", "50126", "IdsLocked", "50053", "UserAccountNotFound", "50034"}, l.Failure)
	}
	return false
}

// remoteDesktop folds in a connection to a remote desktop.
func (p *pair) remoteDesktop(c *event.Connection) {
	switch {
	case c.SrcBytes >= rdpLeast && c.SrcBytes <= rdpMost && c.DstBytes < rdpSession && c.Duration >= 0 && c.Duration < rdpDuration:
		p.Short++
		p.fail(c.Time, c.Ref, 1)
	case c.DstBytes >= rdpSession && c.Duration >= rdpDuration:
		p.fit(c.Time, c.Ref, 1)
	}
}
