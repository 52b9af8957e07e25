package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"dwell/rehearsal"
	"dwell/report"
	"dwell/simulate"
	"dwell/truth"
)

// demoScenario is what `dwell demo` rehearses.
const demoScenario = "interpark-2016"

func demoCommand(env Env) *cobra.Command {
	var out string
	var seed uint64
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Rehearse a real breach from beginning to end: simulate, investigate, score",
		Long: `Rehearse the theft from a Korean online shop in 2016, with no set-up: its evidence is
simulated in the formats of real programs, then investigated like any other, then compared
with what really happened in the simulation.`,
		Example: "  dwell demo\n  dwell demo -o rehearsal --seed 7",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), env, out, seed) },
	}
	cmd.Flags().StringVarP(&out, "output", "o", "dwell-demo", "folder to make; it must not hold anything yet")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another seed gives another company and other details")
	return cmd
}

func demo(ctx context.Context, env Env, out string, seed uint64) error {
	made, err := simulation(ctx, env, simulate.Config{Scenario: demoScenario, Seed: seed, Out: out}, false)
	if err != nil {
		return err
	}
	bar := newProgress(env, false)
	r, err := rehearsal.Investigate(ctx, made, bar.show)
	bar.clear()
	if err != nil {
		return runFailure(err)
	}
	folder := filepath.Join(out, "case")
	if err := writeCase(env, folder, []string{made.Evidence}, r.Found); err != nil {
		return &failure{code: exitInternal, err: err}
	}
	palette := paletteFor(env, env.Stdout)
	if err := report.Summary(env.Stdout, r.Found.Case, palette); err != nil {
		return &failure{code: exitInternal, err: err}
	}
	fmt.Fprintln(env.Stdout)
	if err := report.Score(env.Stdout, &r.Score, palette); err != nil {
		return &failure{code: exitInternal, err: err}
	}
	_, err = fmt.Fprintf(env.Stdout, "\nThe report is %s; the evidence is in %s, what really happened in %s.\n",
		filepath.Join(folder, reportFile), made.Evidence, filepath.Join(out, truth.FileName))
	return err
}
