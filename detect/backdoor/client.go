package backdoor

import (
	"dwell/detect/known"
	"dwell/event"
	"dwell/finding"
)

// weighClient weighs what the two programs that talk say about themselves.
func (y *survey) weighClient(id *identity, s *finding.Scales) {
	said := id.talk()
	if said.Program != "" {
		s.Add("identity: known program", weightProgram, "the handshake has the published fingerprint of %s", said.Program)
		s.Excuse("fingerprint: other programs that use the same library have the same one")
	}
	if agent := y.state.Signatures.Get(said.Agent); agent != nil && said.Agent != 0 {
		if program, ok := known.Script(agent.Text); ok {
			s.Add("identity: script", weightScript, "asked by %s (%q), which nobody surfs with", program, agent.Text)
		}
	}
	if len(y.around) < manyDestinations {
		return
	}
	for _, h := range []uint64{said.Agent, said.Fingerprint, said.Fingerprint4} {
		if sig := y.state.Signatures.Get(h); h != 0 && sig.single() {
			s.Add("identity: rare client", weightRareAgent, "client signature %q went to no other destination", sig.Text)
			break
		}
	}
}

// misfit reports whether the server's certificate was issued for other names than the
// one that it answered to.
func (y *survey) misfit(id *identity) bool {
	said := id.talk()
	return said.Proxied == 0 && id != nil && id.Name != "" && y.state.Certificates.Fits(&said.Vouching, id.Name) == event.TruthNo
}
