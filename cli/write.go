package cli

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"dwell/detect"
	detectors "dwell/detect/list"
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
	if err := removeStale(folder, r); err != nil {
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
	for _, c := range r.Comparisons {
		if err := atomicfile.Write(filepath.Join(folder, tableFile(c)), func(w io.Writer) error { return writeTable(w, c) }); err != nil {
			return err
		}
	}
	return nil
}

// removeStale removes the tables of an earlier case in the folder that this one does not
// write: they speak of other evidence. Where there was no case nothing is dwell's.
func removeStale(folder string, r *pipeline.Result) error {
	switch _, err := os.Stat(filepath.Join(folder, caseFile)); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look for an earlier case: %w", err)
	}
	for _, optional := range []detect.Spec{detectors.RITA()} {
		written := slices.ContainsFunc(r.Comparisons, func(c detect.Comparison) bool { return c.Product == optional.Name })
		if written {
			continue
		}
		stale := filepath.Join(folder, tableFile(detect.Comparison{Product: optional.Name}))
		if err := os.Remove(stale); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the table of an earlier case: %w", err)
		}
	}
	return nil
}

// tableFile is the file of what another product would say.
func tableFile(c detect.Comparison) string { return c.Product + ".csv" }

// writeTable writes what another product would say of every relation it judges.
func writeTable(w io.Writer, c detect.Comparison) error {
	table := csv.NewWriter(w)
	if err := table.Write(c.Columns); err != nil {
		return err
	}
	return table.WriteAll(c.Rows) // flushes
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
