package spearphish

import (
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/finding"
)

const (
	// A profile judges from so many mails on so many days on.
	leastMails = 20
	leastDays  = 3
	// leastUnusual is the weight from which a mail of a known address is reported, mostly
	// as info: about one genuine mail in a hundred reaches it.
	leastUnusual = 0.0
)

// weighUnusual puts a mail from a known address that does not fit its habits on the
// scales.
func (y *survey) weighUnusual(s *suspicion) *finding.Scales {
	out := &finding.Scales{}
	l, a := s.letter, s.author
	out.Add("true address", weightTrueAddress, "the address is the true one; people get new programs and travel")
	s.weighHabits(out)
	if l.Auth&trait.Failed != 0 {
		if a.Passed.before(l.At) > 0 {
			out.Add("failed authentication", weightAuthChanged, "authentication failed, which earlier mails of the address passed")
		} else {
			out.Add("failed authentication", weightAuthFailed, "the receiving server could not authenticate the sender")
		}
	}
	weighAccount(s, out)
	if y.answers(l) {
		out.Add("known thread", weightThread, "it answers a mail of this evidence")
	}
	y.weighLetter(l, a, a, out)
	out.Excuse("a new program, a journey, a changed provider: possible, each happens to everybody now and then; %d later mails came with the same program and relay", s.later)
	return out
}

// weighAccount weighs who else may have written: the account's owner from elsewhere, or
// others who share it.
func weighAccount(s *suspicion, out *finding.Scales) {
	j := s.judgement
	if s.letter.Auth&trait.Passed != 0 {
		switch {
		case !j.Transport:
			out.Add("authenticated", weightUsualWay, "the receiving server verified the sender's domain, and the way is the usual one")
			out.Excuse("a new program or telephone of the true sender: the mail came from the true account")
		case !j.Novel(trait.Relay):
			out.Add("authenticated", weightTravel, "the receiving server verified the sender's domain, and the relay is the usual one")
			out.Excuse("a journey of the true sender: the mail came through the true account")
		default:
			out.Add("authenticated", weightAligned, "the receiving server verified that the mail is of the sender's domain")
			out.Excuse("a new provider of the true sender: the domain's own signature or policy was verified")
		}
	}
	if alike.Function(s.letter.Name, s.letter.Address) {
		out.Add("address of a function", weightFunction, "the address bears no person's name; several people may use it")
		out.Excuse("a mailbox that several people share: the address bears no person's name")
	}
}
