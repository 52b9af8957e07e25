package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
	"dwell/notify"
)

//go:embed html/report.gohtml
var pageText string

//go:embed html/style.css
var styleText string

// page is what the template sees.
type page struct {
	Style     template.CSS
	Policy    string // content security policy
	Case      *casefile.Case
	Headline  string
	Incidents []incidentView
	Loose     []findingView
	RITA      []compared
	Read      int64
	Skipped   int64
	Damaged   int64
}

// incidentView is an incident with its findings and its drawing.
type incidentView struct {
	*casefile.Incident
	Answers  []answer
	Findings []findingView // that make the incident
	Beside   []findingView // lighter ones that stand beside it
	Chain    chain
	Moments  []namedMoment
}

// findingView is a finding with what its records are called.
type findingView struct {
	*finding.Finding
	Measures []measure
	Records  []record
}

type measure struct{ Name, Value string }

type record struct {
	Ref  string
	Path string
	At   string
}

// HTML writes the report as one self-contained page: no script, no network, no
// image, readable on paper.
func HTML(w io.Writer, c *casefile.Case) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"clock":   clock,
		"count":   humanize.Count,
		"size":    humanize.Bytes,
		"seconds": seconds,
		"bounded": count,
		"bytes":   bytes,
		"percent": func(p float64) string { return fmt.Sprintf("%.0f %%", p*100) },
		"title":   tacticTitle,
		"urgent":  urgent,
	}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("parse the report's template: %w", err)
	}
	if err := t.Execute(w, newPage(c)); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// urgent puts the duties that apply before those that may, those that do not last,
// and of each the earliest deadline first.
func urgent(notices []notify.Notice) []notify.Notice {
	rank := map[string]int{"yes": 0, "possible": 1, "no": 2}
	out := slices.Clone(notices)
	slices.SortStableFunc(out, func(a, b notify.Notice) int {
		if c := cmp.Compare(rank[a.Applies], rank[b.Applies]); c != 0 || a.Deadline.IsZero() && b.Deadline.IsZero() {
			return c
		}
		switch {
		case a.Deadline.IsZero():
			return 1
		case b.Deadline.IsZero():
			return -1
		}
		return a.Deadline.Compare(b.Deadline)
	})
	return out
}

func newPage(c *casefile.Case) page {
	sum := sha256.Sum256([]byte(styleText))
	p := page{
		Style:    template.CSS(styleText),
		Policy:   "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		Case:     c,
		Headline: headline(c),
		RITA:     besideRITA(c),
	}
	p.Read, p.Skipped, p.Damaged = records(c)
	files := map[event.FileID]string{}
	for i := range c.Evidence {
		files[c.Evidence[i].ID] = c.Evidence[i].Path
	}
	for i := range c.Incidents {
		inc := &c.Incidents[i]
		v := incidentView{Incident: inc, Answers: answers(c, inc), Chain: drawChain(c, inc), Moments: dwellMoments(inc)}
		for _, id := range inc.Incident.Findings {
			switch f := c.Finding(id); {
			case f == nil:
			case f.Severity >= finding.Medium:
				v.Findings = append(v.Findings, newFindingView(f, files))
			default:
				v.Beside = append(v.Beside, newFindingView(f, files))
			}
		}
		p.Incidents = append(p.Incidents, v)
	}
	for _, f := range loose(c) {
		p.Loose = append(p.Loose, newFindingView(&f, files))
	}
	return p
}

func newFindingView(f *finding.Finding, files map[event.FileID]string) findingView {
	v := findingView{Finding: f}
	for _, name := range slices.Sorted(maps.Keys(f.Measures)) {
		v.Measures = append(v.Measures, measure{name, measureValue(f.Measures[name])})
	}
	for _, r := range f.Refs {
		v.Records = append(v.Records, record{
			Ref:  r.String(),
			Path: files[r.File],
			At:   fmt.Sprintf("byte %s, %s", humanize.Count(r.Offset), humanize.Plural(r.Length, "byte")),
		})
	}
	return v
}

func measureValue(v any) string {
	switch v := v.(type) {
	case int64:
		return humanize.Count(v)
	case int:
		return humanize.Count(int64(v))
	}
	return fmt.Sprint(v)
}

// tacticTitle writes a tactic's short name for people: "Command and control".
func tacticTitle(t finding.Tactic) string {
	if title, ok := tacticTitles[t]; ok {
		return title
	}
	return string(t)
}

var tacticTitles = map[finding.Tactic]string{
	finding.InitialAccess:    "Initial access",
	finding.Execution:        "Execution",
	finding.Persistence:      "Persistence",
	finding.CredentialAccess: "Credential access",
	finding.Discovery:        "Discovery",
	finding.LateralMove:      "Lateral movement",
	finding.Collection:       "Collection",
	finding.CommandControl:   "Command and control",
	finding.Exfiltration:     "Exfiltration",
	finding.Impact:           "Impact",
}
