// Package acceptance runs the whole job on real evidence with known answers, and
// on evidence that is meant to hurt. The real evidence is third-party data that
// lies beside the checkout; without it these tests say that they skip.
package acceptance_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/casefile"
	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/internal/testkit"
	"dwell/notify"
	"dwell/pipeline"
)

// investigate runs the whole job on the paths.
func investigate(t *testing.T, paths ...string) *pipeline.Result {
	t.Helper()
	regimes, err := notify.Regimes()
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Run(context.Background(), pipeline.Config{
		Roots: paths, Readers: readers.All(), Detectors: detectors.All(), Regimes: regimes,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// shared investigates a folder of the real evidence.
func shared(t *testing.T, name string) *casefile.Case {
	t.Helper()
	return investigate(t, testkit.Shared(t, name)).Case
}

// holdsAll reports whether the finding's entities have all these values.
func holdsAll(f *finding.Finding, values []string) bool {
	for _, v := range values {
		if !slices.ContainsFunc(f.Entities, func(e finding.Entity) bool { return e.Value == v || strings.HasPrefix(e.Value, v+":") }) {
			return false
		}
	}
	return true
}

// describe lists the findings, for messages.
func describe(c *casefile.Case) string {
	var b strings.Builder
	for _, f := range c.Findings {
		b.WriteString("  " + f.Severity.String() + " " + string(f.Kind) + " " + f.Sentence + "\n")
	}
	return b.String()
}

// file returns the evidence entry with that path.
func file(t *testing.T, c *casefile.Case, path string) *casefile.File {
	t.Helper()
	for i := range c.Evidence {
		if c.Evidence[i].Path == filepath.ToSlash(path) {
			return &c.Evidence[i]
		}
	}
	t.Fatalf("%s is not among the evidence that was read; unread: %v", path, c.Unread)
	return nil
}
