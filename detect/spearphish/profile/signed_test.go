package profile

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dwell/detect/spearphish/alike"
	"dwell/entity"
	"dwell/event"
)

// An impostor who has one true mail copies its signature too: the field looks right, but
// the body is another one. What the hash of the body is worth shows beside an impostor
// whose copy nobody checks.
func TestSharedCopiedSignatures(t *testing.T) {
	s := newStage(t)
	shares := make(map[bool][]float64)
	for _, checked := range []bool{false, true} {
		random := rand.New(rand.NewPCG(7, 7))
		f := make(figures)
		everybody, past := New(), make(map[string][]*event.Mail)
		for _, m := range s.stream {
			sender := addressOf(m)
			own, one := past[sender], reduced(m, sender)
			j, _ := everybody.Judge(one)
			if slices.Contains(s.senders, sender) && len(m.Hops) > 0 {
				if signed := lastSigned(own, sender); signed != nil {
					f[genuine] = append(f[genuine], j.Total)
					forged := moved(withSignature(spliced(*own[len(own)-1-random.IntN(30)], s.near(m, random), false), signed, checked), m)
					strange, _ := everybody.Judge(reduced(&forged, sender))
					f[copied] = append(f[copied], strange.Total)
				}
			}
			past[sender] = append(own, m)
			everybody.Learn(one, &j)
		}
		shares[checked] = f.found()[copied]
		t.Logf("body checked %v: %d forgeries, found %s", checked, len(f[copied]), row(shares[checked], nil))
	}
	for i := range falseAlarms {
		if shares[true][i] < shares[false][i] {
			t.Errorf("at %g false alarms the check finds fewer: %.3f, %.3f without", falseAlarms[i], shares[true][i], shares[false][i])
		}
	}
}

// lastSigned is the last mail of a sender with fifty and more that the own domain signed.
func lastSigned(own []*event.Mail, sender string) *event.Mail {
	const warmUp = 50
	if len(own) < warmUp {
		return nil
	}
	_, domain := alike.Split(sender)
	for _, m := range slices.Backward(own) {
		for _, s := range m.Signatures {
			if entity.Registered(s.Domain) == entity.Registered(domain) {
				return m
			}
		}
	}
	return nil
}

// withSignature puts the signatures of another mail into a forgery. They do not fit its
// body; checked says whether anybody looked.
func withSignature(m event.Mail, from *event.Mail, checked bool) event.Mail {
	m.Signatures = nil
	for _, h := range from.Headers {
		if strings.EqualFold(h.Name, "dkim-signature") {
			m.Headers = append(m.Headers[:len(m.Headers):len(m.Headers)], h)
		}
	}
	if checked {
		for _, s := range from.Signatures {
			s.Body = event.BodyDisagrees
			m.Signatures = append(m.Signatures, s)
		}
	}
	return m
}
