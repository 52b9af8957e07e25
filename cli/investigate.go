package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"dwell/config"
	"dwell/detect"
	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/notify"
	"dwell/pipeline"
	"dwell/report"
)

// defaultConfig is read from the working directory when --config is not given.
const defaultConfig = "dwell.yaml"

// investigateOptions are the flags of `dwell investigate`.
type investigateOptions struct {
	out     string
	config  string
	failOn  string
	workers int
	rita    bool
	json    bool
	quiet   bool
}

func investigateCommand(env Env) *cobra.Command {
	var o investigateOptions
	cmd := &cobra.Command{
		Use:   "investigate EVIDENCE...",
		Short: "Read all evidence below the given paths and write the case",
		Long: `Read all evidence below the given paths, whatever its format, and write the case:
report.html (for people), case.json (for programs), timeline.jsonl (for Timesketch) and
manifest.json (custody).

What dwell infers about the environment (inside networks, company domains, time zone) is
stated in the report and can be overridden in dwell.yaml:

  inside: [10.0.0.0/8, 203.0.113.0/24]
  outside: [10.9.9.0/24]
  company_domains: [shop.example]
  time_zone: Asia/Seoul

Records that an extortioner shows are compared with your own member tables when you name
them (CSV files with a header; see docs/members.md):

  members: {tables: [active.csv, dormant.csv]}`,
		Example: `  dwell investigate /mnt/export -o case/
  dwell investigate zeek-logs/ mailboxes.zip postgresql.csv -o case/
  dwell investigate logs/ --fail-on high --quiet
  dwell investigate zeek-logs/ --rita`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, roots []string) error {
			return investigate(cmd.Context(), env, roots, o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", "case", "folder to write the case to")
	f.StringVar(&o.config, "config", "", "what to take for granted about the environment (default: dwell.yaml here, if there is one)")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 when a finding or incident is at least this severe: info, low, medium, high, critical")
	f.IntVar(&o.workers, "workers", 0, "goroutines that parse and detect (default: one per processor)")
	f.BoolVar(&o.rita, "rita", false, "also score every relation of the last 24 hours as RITA v5 does: rita.csv, and beside the findings")
	f.BoolVar(&o.json, "json", false, "print case.json to standard output instead of the summary")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress, no summary")
	return cmd
}

func investigate(ctx context.Context, env Env, roots []string, o investigateOptions) error {
	threshold, err := o.threshold()
	if err != nil {
		return &failure{code: exitUsage, err: err}
	}
	stated, err := stated(o.config)
	if err != nil {
		return &failure{code: exitUsage, err: err}
	}
	table, err := stated.Members.Load()
	if err != nil {
		return &failure{code: exitUsage, err: err}
	}
	if err := apart(o.out, roots); err != nil {
		return err
	}
	regimes, err := notify.Regimes()
	if err != nil {
		return &failure{code: exitInternal, err: err}
	}
	bar := newProgress(env, o.quiet)
	result, err := pipeline.Run(ctx, pipeline.Config{
		Roots:     roots,
		Readers:   readers.All(),
		Detectors: o.detectors(),
		Regimes:   regimes,
		Overrides: stated.Overrides,
		Detect:    detect.Config{Members: table},
		Workers:   o.workers,
		Progress:  bar.show,
	})
	bar.clear()
	if err != nil {
		return runFailure(err)
	}
	if err := writeCase(env, o.out, roots, result); err != nil {
		return &failure{code: exitInternal, err: err}
	}
	if err := o.render(env, result); err != nil {
		return &failure{code: exitInternal, err: err}
	}
	if code := o.verdict(result, threshold); code != exitDone {
		return &silent{code}
	}
	return nil
}

// detectors returns those that run.
func (o investigateOptions) detectors() []detect.Spec {
	all := detectors.All()
	if o.rita {
		all = append(all, detectors.RITA())
	}
	return all
}

// threshold returns the severity of --fail-on, nil when it was not given.
func (o investigateOptions) threshold() (*finding.Severity, error) {
	if o.failOn == "" {
		return nil, nil
	}
	s, err := finding.ParseSeverity(strings.ToLower(o.failOn))
	if err != nil {
		return nil, fmt.Errorf("--fail-on: %w", err)
	}
	return &s, nil
}

func (o investigateOptions) render(env Env, result *pipeline.Result) error {
	switch {
	case o.json:
		return result.Case.Write(env.Stdout)
	case o.quiet:
		return nil
	}
	if err := report.Summary(env.Stdout, result.Case, paletteFor(env, env.Stdout)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.Stdout, "\nThe case is in %s. Open %s; `dwell show --case %s ID` prints the records behind a finding.\n",
		filepath.Clean(o.out), filepath.Join(o.out, reportFile), filepath.Clean(o.out))
	for _, c := range result.Comparisons {
		fmt.Fprintf(env.Stdout, "What %s would say of %d relations is in %s.\n", strings.ToUpper(c.Product), len(c.Rows), filepath.Join(o.out, tableFile(c)))
	}
	return err
}

// verdict chooses the exit code: what was asked for with --fail-on counts most.
func (o investigateOptions) verdict(r *pipeline.Result, threshold *finding.Severity) int {
	if threshold != nil {
		for i := range r.Case.Findings {
			if r.Case.Findings[i].Severity >= *threshold {
				return exitFound
			}
		}
		for i := range r.Case.Incidents {
			if r.Case.Incidents[i].Severity >= *threshold {
				return exitFound
			}
		}
	}
	switch {
	case !r.Recognised():
		return exitUnrecognised
	case r.Incomplete() > 0:
		return exitPartly
	}
	return exitDone
}

// stated loads the configuration: the named file, or dwell.yaml if it exists.
func stated(path string) (config.Config, error) {
	if path != "" {
		return config.Load(path)
	}
	c, err := config.Load(defaultConfig)
	if errors.Is(err, fs.ErrNotExist) {
		return config.Config{}, nil
	}
	return c, err
}

// apart refuses to write the case into the evidence: evidence is not changed, and
// a second run would read the first one's case.
func apart(out string, roots []string) error {
	target, err := canonical(out)
	if err != nil {
		return &failure{code: exitUsage, err: fmt.Errorf("output folder %s: %w", out, err)}
	}
	for _, r := range roots {
		root, err := canonical(r)
		if err != nil {
			return &failure{code: exitUsage, err: fmt.Errorf("evidence %s: %w", r, err)}
		}
		rel, err := filepath.Rel(root, target)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return &failure{
				code: exitUsage,
				err:  fmt.Errorf("the output folder %s lies inside the evidence %s", out, r),
				hint: "choose a folder beside the evidence with -o",
			}
		}
	}
	return nil
}

// canonical returns the absolute path with the links of its existing part resolved.
func canonical(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rest := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		resolved, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return filepath.Join(resolved, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			return "", err
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}

// runFailure gives an error of the run its exit code.
func runFailure(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return &failure{code: exitUsage, err: err, hint: "check the paths given as evidence"}
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return &failure{code: exitUsage, err: err}
	}
	return &failure{code: exitInternal, err: err}
}
