package dnstunnel

import (
	"fmt"
	"slices"

	"dwell/finding"
	"dwell/internal/humanize"
)

// theftFrom is how many bytes the names must have room for to be told as a theft too:
// commands and their results stay below, a table of customers does not.
const theftFrom = 1 << 20

// weightTheft is how much less sure it is that data went out than that the names were
// a tunnel.
const weightTheft = -0.3

// carriedAway reports whether the volume says that the tunnel was not for control alone:
// much went out, and no less than came in.
func (c *candidate) carriedAway(f *finding.Finding) bool {
	out := c.out()
	return f.Severity >= finding.Medium && out >= theftFrom && out >= c.counts.Carried
}

// theft words the same tunnel as exfiltration. How much of what fits was data is not
// known, so the bounds go from nothing to all.
func (y *survey) theft(c *candidate, tunnel *finding.Finding) (finding.Finding, error) {
	s := finding.Scales{Parts: slices.Clone(tunnel.Parts), Innocent: slices.Clone(tunnel.Innocent)}
	s.Add("theft or control", weightTheft, "control alone fills names too, if less")
	return finding.New(finding.Finding{
		Kind:      finding.ExfilVolume,
		Technique: alternative,
		Tactic:    finding.Exfiltration,
		First:     c.span.First,
		Last:      c.span.Last,
		Title:     fmt.Sprintf("Up to %s may have left in DNS names below %s", humanize.Bytes(c.out()), c.below()),
		Sentence: fmt.Sprintf("The distinct names below %s have room for %s, more than their answers have; how much of it was data is not known. %s",
			c.below(), humanize.Bytes(c.out()), y.whoAsked(c)),
		Entities: c.entities(),
		Measures: map[string]any{"bytes_out": c.out(), "bytes_out_low": int64(0), "information_characters": tunnel.Measures["information_characters"]},
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     c.refs(),
	}, exfilVariant)
}
