package spearphish

import (
	"dwell/detect/fold"
	"dwell/finding"
)

func (y *survey) weighRelations(s *suspicion, out *finding.Scales) {
	a, l, t := s.author, s.letter, s.target
	switch {
	case a.Written.before(l.At) > 0:
		out.Add("known address", weightWritten, "somebody in this evidence had written to the address before")
		out.Excuse("a known second address: somebody wrote to it before")
	case len(a.Written) > 0:
		out.Add("answered", weightWrittenTo, "somebody wrote to the address later")
	default:
		out.Excuse("a known second address: nobody in this evidence ever wrote to it")
	}
	if a.Total >= steadyMails && len(a.Days) >= maxMails {
		out.Add("steady use", weightSteady, "the address went on to be used for %d mails", a.Total)
	}
	if y.answers(l) {
		out.Add("known thread", weightThread, "it answers a mail of this evidence")
	}
	if p, ok := y.state.Persons.Lookup(l.Person); ok && s.named && y.bearers(p, l.At) >= commonName {
		out.Add("common name", weightCommonName, "%d familiar addresses bear this name", y.bearers(p, l.At))
		out.Excuse("another person of the same name: several are known here")
	} else if s.named {
		out.Excuse("another person of the same name: only one is known here")
	}
	if t.Mails.before(l.At) == 0 {
		out.Add("habits unknown", weightNeverWrote, "no mail of the known address is in the evidence before this one")
	}
	switch peers := y.peers(l, t); {
	case peers > 0:
		out.Add("familiar to the reader", weightPeer, "the imitated correspondent wrote to the same reader before")
	case len(t.Peers) < maxPeers && len(t.Peers) > 0 && len(l.To) > 0:
		out.Add("stranger to the reader", weightNoPeer, "the imitated correspondent never wrote to this reader")
	}
}

// answers reports whether the letter answers a mail of the evidence that it did not
// come with itself.
func (y *survey) answers(l *letter) bool {
	own := fold.HashString(l.Address)
	for _, id := range l.Thread {
		if m, ok := y.state.Messages.Lookup(id); ok && m.Author != own {
			return true
		}
	}
	return false
}

// bearers counts the familiar addresses of one name.
func (y *survey) bearers(p *person, at int64) int {
	n := 0
	for _, f := range p.Accounts {
		if t, ok := y.state.Accounts.Lookup(f.Key); ok && t.familiar(at) {
			n++
		}
	}
	return n
}

// peers counts the recipients of the letter to whom the correspondent wrote before.
func (y *survey) peers(l *letter, t *account) int {
	n := 0
	for _, to := range l.To {
		if t.Peers.has(fold.HashString(to), l.At) {
			n++
		}
	}
	return n
}
