package incident

import (
	"fmt"
	"strings"

	"dwell/finding"
	"dwell/internal/humanize"
)

// shownKeys bounds how many shared things a reason names.
const shownKeys = 4

// reason is the sentence that says why two findings are one story.
func (g *graph) reason(t tie) string {
	if t.assumed != "" {
		return t.assumed
	}
	a, b := g.views[t.a], g.views[t.b]
	if move, to := lateralStep(a, b, t.keys); move != nil {
		return "Somebody moved from " + list(clean(move.Values(finding.Source))) + " to the machine " + to +
			", which the other finding concerns; " + between(a, b) + "."
	}
	var shared []string
	for _, k := range t.keys[:min(shownKeys, len(t.keys))] {
		shared = append(shared, classNouns[k.class]+" "+k.shown())
	}
	what := list(shared)
	if more := len(t.keys) - shownKeys; more > 0 {
		what += fmt.Sprintf(" (and %d more)", more)
	}
	return "Both concern " + what + "; " + between(a, b) + "."
}

// lateralStep returns the movement of the two findings and the machine at its far
// end which the other finding concerns; nil when that is not what ties them.
func lateralStep(a, b *view, keys []key) (move *view, to string) {
	move, other := a, b
	if move.Tactic != finding.LateralMove {
		move, other = b, a
	}
	if move.Tactic != finding.LateralMove || other.Tactic == finding.LateralMove {
		return nil, ""
	}
	for _, k := range keys {
		if k.class == byHost && contains(move.Finding, finding.Destination, k.value) {
			return move, k.shown()
		}
	}
	return nil, ""
}

func contains(f *finding.Finding, role finding.Role, value string) bool {
	for _, e := range f.Entities {
		if e.Role == role && strings.EqualFold(e.Value, value) {
			return true
		}
	}
	return false
}

// between says how far apart in time two findings are.
func between(a, b *view) string {
	switch gap := a.gapTo(b); {
	case !a.timed || !b.timed:
		return "the time of one is not known"
	case gap == 0:
		return "they overlap in time"
	default:
		return humanize.Duration(gap) + " lie between them"
	}
}

// list writes names as a person does: "a, b and c".
func list(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// clean makes names from the evidence safe for one line.
func clean(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = humanize.Line(n)
	}
	return out
}
