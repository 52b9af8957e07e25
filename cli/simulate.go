package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"dwell/internal/humanize"
	"dwell/simulate"
	"dwell/simulate/scenario"
	"dwell/truth"
)

// simulateOptions are the flags of `dwell simulate`.
type simulateOptions struct {
	out     string
	seed    uint64
	set     []string
	explain bool
	quiet   bool
}

func simulateCommand(env Env) *cobra.Command {
	var o simulateOptions
	cmd := &cobra.Command{
		Use:   "simulate [SCENARIO]",
		Short: "Make the evidence of a rehearsed breach, with the truth beside it",
		Long: `Make the evidence of a breach that never happened, to practise on and to measure with: a
company lives its life, somebody attacks it, and sensors write what they see in the
formats of the real programs. Records and inert text only: nothing in it runs.

The output folder gets evidence/ and truth.json, which says what really happened and
which records show it. The same scenario, seed and parameters give the same bytes.

Without a scenario, the scenarios are listed; --explain shows the steps and parameters of
one.`,
		Example: `  dwell simulate
  dwell simulate interpark-2016 --explain
  dwell simulate interpark-2016 -o rehearsal --set beacon_period=6h --set missing=web
  dwell investigate rehearsal/evidence -o case && dwell score case rehearsal/truth.json`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: scenario.Names(),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return listScenarios(env.Stdout)
			case o.explain:
				return explainScenario(env.Stdout, args[0])
			}
			return runSimulation(cmd.Context(), env, args[0], o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", "rehearsal", "folder to make; it must not hold anything yet")
	f.Uint64Var(&o.seed, "seed", 1, "another seed gives another company and other details")
	f.StringArrayVar(&o.set, "set", nil, "set a parameter, NAME=VALUE; may be given several times")
	f.BoolVar(&o.explain, "explain", false, "show the scenario instead of simulating it")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress, no summary")
	return cmd
}

func runSimulation(ctx context.Context, env Env, name string, o simulateOptions) error {
	parameters, err := settings(o.set)
	if err != nil {
		return &failure{code: exitUsage, err: err, hint: hintExplain(name)}
	}
	result, err := simulation(ctx, env, simulate.Config{Scenario: name, Seed: o.seed, Parameters: parameters, Out: o.out}, o.quiet)
	if err != nil {
		return err
	}
	if o.quiet {
		return nil
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %s records in %s, %d steps of an attack.\nThe truth is in %s. Next: `dwell investigate %s -o case`, then `dwell score case %s`.\n",
		name, humanize.Count(result.Records), result.Evidence, len(result.Truth.Stages), filepath.Join(o.out, truth.FileName), result.Evidence, filepath.Join(o.out, truth.FileName))
	return err
}

// simulation runs one and explains what went wrong.
func simulation(ctx context.Context, env Env, c simulate.Config, quiet bool) (*simulate.Result, error) {
	bar := newDays(env, quiet)
	c.Progress = bar.show
	result, err := simulate.Run(ctx, c)
	bar.clear()
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, simulate.ErrExists):
		return nil, &failure{code: exitUsage, err: err}
	case errors.Is(err, scenario.ErrUsage):
		return nil, &failure{code: exitUsage, err: err, hint: hintExplain(c.Scenario)}
	}
	return nil, &failure{code: exitInternal, err: err}
}

func hintExplain(name string) string {
	return "`dwell simulate` lists the scenarios, `dwell simulate " + humanize.Line(name) + " --explain` the parameters of this one"
}

// settings reads NAME=VALUE.
func settings(set []string) (map[string]string, error) {
	out := make(map[string]string, len(set))
	for _, s := range set {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return nil, fmt.Errorf("--set %s: want NAME=VALUE", s)
		}
		out[name] = value
	}
	return out, nil
}

func listScenarios(w io.Writer) error {
	for _, name := range scenario.Names() {
		s, err := scenario.Load(name)
		if err != nil {
			return &failure{code: exitInternal, err: err}
		}
		fmt.Fprintf(w, "%-18s %s\n", name, s.Title)
	}
	_, err := fmt.Fprintln(w, "\n`dwell simulate SCENARIO --explain` shows the steps and parameters of one.")
	return err
}

func explainScenario(w io.Writer, name string) error {
	s, err := scenario.Load(name)
	if err != nil {
		return &failure{code: exitUsage, err: err, hint: "`dwell simulate` lists the scenarios"}
	}
	fmt.Fprintf(w, "%s: %s\n\n%s\n\n%s to %s, %s\n\nSteps of the attack\n", s.Name, s.Title, strings.TrimSpace(s.About), s.Begin, s.End, s.Zone)
	for _, step := range s.Steps {
		fmt.Fprintf(w, "  %-16s  %-18s %s\n", step.At, step.Name, step.Do)
	}
	if len(s.Steps) == 0 {
		fmt.Fprintln(w, "  none")
	}
	fmt.Fprintln(w, "\nParameters (--set NAME=VALUE)")
	for _, p := range s.All() {
		fmt.Fprintf(w, "  %-16s %-12s %s%s\n", p.Name, p.Default, p.About, p.Range())
	}
	return nil
}

// days draws a bar of the days simulated on standard error.
type days struct{ bar *progressbar.ProgressBar }

func newDays(env Env, quiet bool) *days {
	if quiet || !isTerminal(env, env.Stderr) {
		return &days{}
	}
	return &days{progressbar.NewOptions(-1, progressbar.OptionSetWriter(env.Stderr), progressbar.OptionThrottle(redraw),
		progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(env.Getenv("NO_COLOR") == ""))}
}

func (d *days) show(done, all int, day time.Time) {
	if d.bar == nil {
		return
	}
	if d.bar.GetMax() != all {
		d.bar.ChangeMax(all)
	}
	d.bar.Describe("simulating " + day.Format(time.DateOnly))
	_ = d.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (d *days) clear() {
	if d.bar != nil {
		_ = d.bar.Clear()
	}
}
