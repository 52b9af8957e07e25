package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"dwell/casefile"
	"dwell/event"
	"dwell/evidence"
	readers "dwell/evidence/list"
	"dwell/internal/humanize"
)

func showCommand(env Env) *cobra.Command {
	var folder string
	var roots []string
	var raw bool
	cmd := &cobra.Command{
		Use:   "show ID...",
		Short: "Print the original records behind a finding, an incident or a reference",
		Long: `Print the original records behind a finding (F-...), an incident (I-...) or a single
reference (FILE:OFFSET+LENGTH), with the file, the position and the file's SHA-256.

The evidence is looked for where it lay when the case was made; --evidence names another place.`,
		Example: `  dwell show F-1a2b3c4d5e
  dwell show --case /cases/shop 3fa9c2d1e0b4:48213+187
  dwell show --raw 3fa9c2d1e0b4:48213+187 > message.eml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, ids []string) error {
			c, err := openCase(folder)
			if err != nil {
				return err
			}
			if roots == nil {
				roots = c.manifest.Roots
			}
			s := shower{env: env, content: c.content, roots: roots, raw: raw}
			for _, id := range ids {
				if err := s.show(cmd.Context(), id); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&folder, "case", "case", "folder of the case")
	cmd.Flags().StringSliceVar(&roots, "evidence", nil, "where the evidence lies now, in the order given to investigate")
	cmd.Flags().BoolVar(&raw, "raw", false, "print the bytes of the records and nothing else")
	return cmd
}

// openedCase is a case folder that was read.
type openedCase struct {
	content  *casefile.Case
	manifest evidence.Manifest
}

func openCase(folder string) (*openedCase, error) {
	hint := "`dwell investigate EVIDENCE -o " + folder + "` makes a case"
	f, err := os.Open(filepath.Join(folder, caseFile))
	if err != nil {
		return nil, &failure{code: exitUsage, err: fmt.Errorf("open the case: %w", err), hint: hint}
	}
	defer f.Close()
	content, err := casefile.Read(f)
	if err != nil {
		return nil, &failure{code: exitUsage, err: fmt.Errorf("%s: %w", f.Name(), err), hint: hint}
	}
	manifest, err := readManifest(folder)
	if err != nil {
		return nil, err
	}
	return &openedCase{content, manifest}, nil
}

func readManifest(folder string) (evidence.Manifest, error) {
	path := filepath.Join(folder, manifestFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return evidence.Manifest{}, &failure{code: exitUsage, err: fmt.Errorf("open the custody manifest: %w", err)}
	}
	var m evidence.Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return evidence.Manifest{}, &failure{code: exitUsage, err: fmt.Errorf("read %s: %w", path, err)}
	}
	return m, nil
}

// shower prints records of one case.
type shower struct {
	env     Env
	content *casefile.Case
	roots   []string
	raw     bool
}

func (s *shower) show(ctx context.Context, id string) error {
	switch {
	case strings.HasPrefix(id, "F-"):
		return s.finding(ctx, id)
	case strings.HasPrefix(id, "I-"):
		return s.incident(ctx, id)
	}
	ref, err := event.ParseRef(id)
	if err != nil {
		return &failure{code: exitUsage, err: fmt.Errorf("%q is no finding (F-...), no incident (I-...) and no %w", id, err)}
	}
	return s.record(ctx, ref)
}

func (s *shower) incident(ctx context.Context, id string) error {
	for i := range s.content.Incidents {
		inc := &s.content.Incidents[i]
		if inc.ID != id {
			continue
		}
		s.printf("%s  %s\n%s\n\n", inc.ID, inc.Severity, humanize.Line(inc.Summary))
		for _, f := range inc.Findings {
			if err := s.finding(ctx, f); err != nil {
				return err
			}
		}
		return nil
	}
	return &failure{code: exitUsage, err: fmt.Errorf("the case has no incident %s", id)}
}

func (s *shower) finding(ctx context.Context, id string) error {
	f := s.content.Finding(id)
	if f == nil {
		return &failure{code: exitUsage, err: fmt.Errorf("the case has no finding %s", id)}
	}
	s.printf("%s  %s  %s\n%s\n\n", f.ID, f.Severity, f.Kind, humanize.Line(f.Sentence))
	for _, ref := range f.Refs {
		if err := s.record(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

// record prints one record: where it stands, then its bytes.
func (s *shower) record(ctx context.Context, ref event.Ref) error {
	file := s.content.File(ref.File.String())
	if file == nil {
		return &failure{code: exitUsage, err: fmt.Errorf("the case has no evidence file %s", ref.File)}
	}
	rows, _ := readerOf(file.Format).(evidence.RowReader)
	data, err := s.bytes(ctx, file, ref, rows)
	if err != nil {
		return &failure{code: exitPartly, err: err, hint: "if the evidence has moved, name its place with --evidence"}
	}
	if s.raw {
		_, err := s.env.Stdout.Write(data)
		return err
	}
	where := humanize.Plural(ref.Length, "byte") + " at byte " + humanize.Count(ref.Offset)
	if rows != nil {
		where = "row " + humanize.Count(ref.Offset) + ", counted from 0"
	}
	s.printf("%s  %s, %s, SHA-256 of the file %s\n", ref, file.Path, where, file.SHA256)
	for line := range strings.Lines(string(data)) {
		s.printf("  %s\n", printable(strings.TrimRight(line, "\r\n")))
	}
	s.printf("\n")
	return nil
}

// bytes returns the record itself, or a text of it where records have no bytes of their
// own, or none that anybody could read.
func (s *shower) bytes(ctx context.Context, file *casefile.File, ref event.Ref, rows evidence.RowReader) ([]byte, error) {
	if records, ok := readerOf(file.Format).(evidence.RecordReader); ok && !s.raw {
		content, err := evidence.Open(ctx, s.roots, file.Path, file.Size)
		if err != nil {
			return nil, err
		}
		defer content.Close()
		return records.Record(content, content.Size, ref.Offset)
	}
	if rows == nil {
		return evidence.Slice(ctx, s.roots, file.Path, ref.Offset, ref.Length)
	}
	content, err := evidence.Slice(ctx, s.roots, file.Path, 0, file.Size)
	if err != nil {
		return nil, err
	}
	return rows.Row(content, ref.Offset)
}

// readerOf returns the reader of a format, nil when there is none.
func readerOf(format string) evidence.Reader {
	for _, r := range readers.All() {
		if r.Format().Name == format {
			return r
		}
	}
	return nil
}

// printable returns a line of evidence as a terminal may show it: tabs stay, bytes
// that are not UTF-8 and characters that a terminal obeys become escapes.
func printable(line string) string {
	fields := strings.Split(line, "\t")
	for i, f := range fields {
		if strings.ToValidUTF8(f, "") != f {
			f = strings.Trim(strconv.QuoteToASCII(f), `"`)
		}
		fields[i] = humanize.Line(f)
	}
	return strings.Join(fields, "\t")
}

func (s *shower) printf(format string, args ...any) {
	if !s.raw {
		fmt.Fprintf(s.env.Stdout, format, args...)
	}
}
