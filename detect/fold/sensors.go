package fold

import "strings"

// maxSensors bounds the names that are kept; beyond it a name is hashed each time.
const maxSensors = 1 << 12

// Sensors numbers sensors by a hash of their names. It only saves hashing a name
// again for every event: it is no state, and the zero Sensors is ready.
type Sensors struct{ known map[string]uint32 }

// Number returns the sensor's number, the same on every run; 0 for no name.
func (s *Sensors) Number(name string) uint32 {
	if name == "" {
		return 0
	}
	if n, ok := s.known[name]; ok {
		return n
	}
	n := uint32(HashString(name)>>32) | 1
	if s.known == nil {
		s.known = make(map[string]uint32)
	}
	if len(s.known) < maxSensors {
		s.known[strings.Clone(name)] = n
	}
	return n
}
