package incident

import (
	"dwell/internal/humanize"
	"time"
)

// class says what two findings may share. Stronger bonds come first.
type class uint8

const (
	byMessage class = iota
	byWallet
	byAttacker // an address or a name outside
	bySender   // a mailbox outside
	byAccount
	byHost
	byMailbox
	byFile
	byTable
)

var classNouns = [...]string{
	byMessage:  "the message",
	byWallet:   "the wallet",
	byAttacker: "the outside address",
	bySender:   "the sender",
	byAccount:  "the account",
	byHost:     "the machine",
	byMailbox:  "the mailbox",
	byFile:     "the file",
	byTable:    "the table",
}

// ours reports whether a thing of that class belongs to the company, so that two
// unrelated problems can meet at it.
func (c class) ours() bool { return c >= byAccount }

// The longest silence between two findings that share something and are still
// one story. Silence counts from the end of one to the beginning of the other, so
// that a back door which calls throughout holds everything on its machine
// together for as long as it runs.
//
// On the company's own things two weeks are allowed: an intruder who holds a way
// in uses it within days, and two weeks bridge a holiday; what befalls the same
// machine later is as likely a second problem. What belongs to the attacker is
// his for longer: servers and mail accounts of one campaign serve some weeks.
const (
	oursGap     = 14 * 24 * time.Hour
	attackerGap = 56 * 24 * time.Hour
)

func (c class) gap() time.Duration {
	if c.ours() {
		return oursGap
	}
	return attackerGap
}

// key is one thing that findings may share.
type key struct {
	class class
	value string
	// mass keeps mass blackmail apart: its mails are tied to each other by the
	// sender's side only, and to nothing else.
	mass bool
}

// level is how closely a finding concerns a thing.
type level uint8

const (
	passing  level = iota // stands in between: a resolver, a proxy
	touched               // was reached, read, written to
	presumed              // is the far end of what is suspicious: an attacker unless everybody uses it
	actor                 // is what the finding is about
)

// party is a thing that takes part in a finding.
type party struct {
	key
	level level
}

// shown is the value as it may stand in a sentence.
func (k key) shown() string { return humanize.Line(k.value) }
