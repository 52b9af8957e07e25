package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"dwell/report"
	"dwell/score"
	"dwell/truth"
)

func scoreCommand(env Env) *cobra.Command {
	var asJSON bool
	var many manyOptions
	cmd := &cobra.Command{
		Use:   "score CASE TRUTH.json",
		Short: "Compare a case with the truth of a rehearsal",
		Long: `Compare a case with the truth that a simulation wrote beside its evidence: which stages
were found, missed or could not be seen; who was blamed wrongly; how far times and counts
are off and whether the truth lies between their bounds; what was claimed or written into
a notice that nobody knows.

With --many and without arguments a whole grid of rehearsals is simulated, investigated and
scored, and the curve is drawn: at which stealth each stage stops being seen, and after how
many days of evidence it is seen. The grid of the documentation takes some minutes; --grid
reads another (a YAML file with seeds and sweeps, see rehearsal/grid.yaml).

Exit code 0: compared, however good or bad the case is; 2: the case or the truth cannot
be read.`,
		Example: "  dwell score case/ rehearsal/truth.json\n  dwell score case/ rehearsal/truth.json --json\n  dwell score --many -o docs/curve.md",
		Args: func(cmd *cobra.Command, args []string) error {
			if many.many {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.ExactArgs(2)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if many.many {
				return scoreMany(cmd.Context(), env, many, asJSON)
			}
			folder, path := args[0], args[1]
			c, err := openCase(folder)
			if err != nil {
				return err
			}
			t, err := truth.Load(path)
			if err != nil {
				return &failure{code: exitUsage, err: err, hint: "a simulation writes the truth beside its evidence, as " + truth.FileName}
			}
			s := score.Compare(c.content, t)
			if err := renderScore(env, folder, &s, asJSON); err != nil {
				return &failure{code: exitInternal, err: err}
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "print JSON instead of the table")
	f.BoolVar(&many.many, "many", false, "rehearse a grid and draw its curves instead of scoring one case")
	f.StringVar(&many.grid, "grid", "", "with --many: the grid (default: that of the documentation)")
	f.StringVarP(&many.out, "output", "o", "", "with --many: file to write to (default: standard output)")
	return cmd
}

func renderScore(env Env, folder string, s *score.Score, asJSON bool) error {
	if asJSON {
		return writeJSON(env.Stdout, s)
	}
	if err := report.Score(env.Stdout, s, paletteFor(env, env.Stdout)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(env.Stdout, "\n`dwell show --case %s ID` prints the records behind a finding.\n", filepath.Clean(folder))
	return err
}
