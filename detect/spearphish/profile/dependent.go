package profile

import (
	"iter"

	"dwell/detect/spearphish/trait"
)

// withDependent gives the traits of a mail that are counted, and those that depend
// on the program or relay once more together with it.
func withDependent(traits []trait.Trait) iter.Seq[trait.Trait] {
	return func(yield func(trait.Trait) bool) {
		given := givens(traits)
		for _, t := range traits {
			k := t.Kind()
			if k == trait.Release {
				continue
			}
			if !yield(t) {
				return
			}
			if g := k.Given(); g != 0 && !yield(t.Within(given[g])) {
				return
			}
		}
	}
}

// givens returns the traits that others depend on, by kind.
func givens(traits []trait.Trait) (out [trait.Kinds]trait.Trait) {
	for _, t := range traits {
		if k := t.Kind(); k == trait.Client || k == trait.Relay {
			out[k] = t
		}
	}
	return out
}
