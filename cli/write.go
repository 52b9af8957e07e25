package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dwell/evidence"
	"dwell/internal/atomicfile"
	"dwell/pipeline"
	"dwell/report"
)

// The files of a case.
const (
	reportFile   = "report.html"
	caseFile     = "case.json"
	timelineFile = "timeline.jsonl"
	manifestFile = "manifest.json"
)

// writeCase writes the files of the case into the folder, each wholly or not at all.
func writeCase(env Env, folder string, roots []string, r *pipeline.Result) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the case folder: %w", err)
	}
	manifest, err := newManifest(env, roots, r)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{caseFile, r.Case.Write},
		{timelineFile, func(w io.Writer) error { return report.Timeline(w, r.Case) }},
		{manifestFile, func(w io.Writer) error { return writeJSON(w, manifest) }},
		{reportFile, func(w io.Writer) error { return report.HTML(w, r.Case) }},
	} {
		if err := atomicfile.Write(filepath.Join(folder, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

func newManifest(env Env, roots []string, r *pipeline.Result) (evidence.Manifest, error) {
	var absolute []string
	for _, root := range roots {
		abs, err := filepath.Abs(root)
		if err != nil {
			return evidence.Manifest{}, fmt.Errorf("locate %s: %w", root, err)
		}
		absolute = append(absolute, abs)
	}
	return evidence.NewManifest(env.Version, env.Args, absolute, r.Entries, r.Unread), nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
