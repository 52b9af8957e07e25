package finding

import "fmt"

// Scales collects what speaks for and against an intrusion while a detector
// weighs one claim. The zero Scales is empty and ready.
type Scales struct {
	Parts    []Part
	Innocent []string // innocent explanations considered
}

// Add puts one named weight (log10 likelihood ratio) on the scales, with the reason.
func (s *Scales) Add(name string, weight float64, format string, args ...any) {
	s.Parts = append(s.Parts, Part{Name: name, Weight: weight, Why: fmt.Sprintf(format, args...)})
}

// Excuse records an innocent explanation and what became of it.
func (s *Scales) Excuse(format string, args ...any) {
	s.Innocent = append(s.Innocent, fmt.Sprintf(format, args...))
}

// Total returns the sum of the weights.
func (s *Scales) Total() float64 {
	sum := 0.0
	for _, p := range s.Parts {
		sum += p.Weight
	}
	return sum
}
