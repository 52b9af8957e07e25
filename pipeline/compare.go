package pipeline

import (
	"maps"
	"slices"

	"dwell/detect"
	"dwell/finding"
)

// compare asks the detectors that judge as other products do, and adds their measures
// to the findings about the same relations.
func compare(f *fold, v detect.View, found []finding.Finding) []detect.Comparison {
	var out []detect.Comparison
	for _, d := range f.detectors {
		if other, ok := d.(detect.Comparer); ok {
			c := other.Compare(v)
			for i := range found {
				measure(&found[i], &c)
			}
			out = append(out, c)
		}
	}
	return out
}

// measure adds what the comparison says of the relation that the finding is about.
func measure(f *finding.Finding, c *detect.Comparison) {
	if !slices.Contains(c.Kinds, f.Kind) {
		return
	}
	for _, source := range append(f.Values(finding.Source), "") {
		for _, destination := range f.Values(finding.Destination) {
			if m := c.Measures[detect.Relation{Source: source, Destination: destination}]; m != nil {
				all := maps.Clone(m)
				maps.Copy(all, f.Measures) // the finding's own win
				f.Measures = all
				return
			}
		}
	}
}
