package pipeline

import (
	"cmp"
	"slices"

	"dwell/attribution"
	"dwell/casefile"
	"dwell/detect"
	"dwell/evidence"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/notify"
)

// conclude draws the conclusions from everything that was read: who is who, what
// was found, what other products would say of it, which of it is one story, and the
// answers.
func conclude(c Config, whole *fold, entries []evidence.Entry, refused []evidence.Unread) (*casefile.Case, []detect.Comparison, error) {
	coverage := whole.coverage.result()
	estate := whole.observer.Estate(c.Overrides)
	view := detect.View{Estate: estate, Span: coverage.Span}
	found, err := findings(whole, c.Detectors, view)
	if err != nil {
		return nil, nil, err
	}
	comparisons := compare(whole, view, found)
	files, unread := account(entries, refused)
	out := &casefile.Case{
		Schema:     casefile.Schema,
		Span:       coverage.Span,
		Sources:    sources(coverage),
		Evidence:   files,
		Unread:     unread,
		Inferences: estate.Inferences,
		Findings:   found,
	}
	for _, inc := range incident.Build(found, estate, coverage) {
		out.Incidents = append(out.Incidents, answer(inc, found, c.Regimes))
	}
	out.Complete()
	return out, comparisons, nil
}

// answer adds to an incident what was taken, who it may have been and whom to tell.
func answer(inc incident.Incident, all []finding.Finding, regimes []notify.Regime) casefile.Incident {
	var own []finding.Finding
	for _, f := range all {
		if slices.Contains(inc.Findings, f.ID) {
			own = append(own, f)
		}
	}
	im := impact.Assess(&inc, own)
	return casefile.Incident{
		Incident:    inc,
		Impact:      im,
		Attribution: attribution.Assess(&inc, own),
		Notices:     notify.Assess(regimes, &inc, im),
	}
}

func sources(c incident.Coverage) []casefile.Source {
	var out []casefile.Source
	for _, s := range c.Sources {
		out = append(out, casefile.Source{Kind: s.Kind, Events: s.Events, First: s.Span.First, Last: s.Span.Last})
	}
	return out
}

// account says what became of every file: read, or unread with the reason.
// Containers are neither; their members are.
func account(entries []evidence.Entry, refused []evidence.Unread) ([]casefile.File, []casefile.Unread) {
	var files []casefile.File
	var unread []casefile.Unread
	for i := range entries {
		e := &entries[i]
		switch {
		case e.Format != "":
			files = append(files, file(e))
		case e.Reason != "":
			unread = append(unread, casefile.Unread{Path: e.Path, Reason: e.Reason})
		case e.Failure != "": // a container that could not be gone through to its end
			unread = append(unread, casefile.Unread{Path: e.Path, Reason: "only in part: " + e.Failure})
		}
	}
	for _, u := range refused {
		unread = append(unread, casefile.Unread{Path: u.Path, Reason: u.Reason})
	}
	slices.SortFunc(unread, func(a, b casefile.Unread) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	return files, unread
}

func file(e *evidence.Entry) casefile.File {
	f := casefile.File{
		ID:      e.ID,
		Path:    e.Path,
		Format:  e.Format,
		Size:    e.Size,
		SHA256:  e.SHA256,
		Records: e.Tally.Records,
		Skipped: e.Tally.Skipped,
		Damaged: e.Tally.Damaged,
		Reasons: e.Tally.Reasons,
		First:   e.Tally.Span.First,
		Last:    e.Tally.Span.Last,
		Notes:   e.Tally.Notes,
	}
	if e.Failure != "" {
		f.Notes = append(slices.Clone(f.Notes), "reading ended early: "+e.Failure)
	}
	return f
}
