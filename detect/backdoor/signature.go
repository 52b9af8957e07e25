package backdoor

import "dwell/detect/fold"

// signature is one user agent, JA3, JA4 or certificate subject, and where it was seen:
// when lowest and highest destination are the same there is only one.
type signature struct {
	Text         string
	Destinations [2]uint64
	Sources      [2]uint64
	Count        int64
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 200

func (s *signature) note(text string, source, destination uint64) {
	if s.Text == "" {
		s.Text = fold.Shorten(text, maxText)
	}
	s.widen([2]uint64{source, source}, [2]uint64{destination, destination})
	s.Count++
}

func (s *signature) widen(sources, destinations [2]uint64) {
	if s.Count == 0 {
		s.Sources, s.Destinations = sources, destinations
		return
	}
	s.Sources = [2]uint64{min(s.Sources[0], sources[0]), max(s.Sources[1], sources[1])}
	s.Destinations = [2]uint64{min(s.Destinations[0], destinations[0]), max(s.Destinations[1], destinations[1])}
}

func joinSignatures(into, from *signature) {
	into.widen(from.Sources, from.Destinations)
	into.Count += from.Count
}

// single reports whether only one destination ever saw the signature.
func (s *signature) single() bool { return s != nil && s.Destinations[0] == s.Destinations[1] }
