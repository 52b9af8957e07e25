package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"

	"dwell/internal/atomicfile"
	"dwell/rehearsal"
	"dwell/report"
	"dwell/simulate/scenario"
)

// manyOptions are the flags of `dwell score --many`.
type manyOptions struct {
	many bool
	grid string
	out  string
}

// scoreMany rehearses a grid and writes its curves.
func scoreMany(ctx context.Context, env Env, o manyOptions, asJSON bool) error {
	grid, err := loadGrid(o.grid)
	if err != nil {
		return &failure{code: exitUsage, err: err}
	}
	work, err := os.MkdirTemp("", "dwell-many-")
	if err != nil {
		return &failure{code: exitInternal, err: err}
	}
	defer os.RemoveAll(work)
	bar := newCells(env)
	outcomes, err := rehearsal.Many(ctx, grid, work, bar.show)
	bar.clear()
	if err != nil {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, scenario.ErrUsage):
			return &failure{code: exitUsage, err: err}
		}
		return runFailure(err)
	}
	write := func(w io.Writer) error {
		if asJSON {
			return writeJSON(w, outcomes)
		}
		return renderCurves(w, outcomes)
	}
	if o.out == "" {
		err = write(env.Stdout)
	} else {
		err = atomicfile.Write(o.out, write)
	}
	if err != nil {
		return &failure{code: exitInternal, err: err}
	}
	return nil
}

// loadGrid reads a grid from a file, or the one of the documentation.
func loadGrid(path string) (*rehearsal.Grid, error) {
	if path == "" {
		return rehearsal.Standard()
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read grid: %w", err)
	}
	return rehearsal.ParseGrid(b)
}

func renderCurves(w io.Writer, outcomes []rehearsal.Outcome) error {
	if _, err := fmt.Fprintln(w, "# At which stealth each stage stops being seen"); err != nil {
		return err
	}
	for i := range outcomes {
		o := &outcomes[i]
		if _, err := fmt.Fprintf(w, "\n## %s along %s\n\n%d rehearsals; parameters: %s.\n\n", o.Sweep.Scenario, o.Sweep.Parameter, len(o.Runs), o.Sweep.Describe()); err != nil {
			return err
		}
		if err := report.Curve(w, &o.Curve); err != nil {
			return err
		}
	}
	return nil
}

// cells draws a bar of the rehearsals on standard error.
type cells struct{ bar *progressbar.ProgressBar }

func newCells(env Env) *cells {
	if !isTerminal(env, env.Stderr) {
		return &cells{}
	}
	return &cells{progressbar.NewOptions(-1, progressbar.OptionSetWriter(env.Stderr), progressbar.OptionThrottle(redraw),
		progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(env.Getenv("NO_COLOR") == ""))}
}

func (c *cells) show(done, all int, what string) {
	if c.bar == nil {
		return
	}
	if c.bar.GetMax() != all {
		c.bar.ChangeMax(all)
	}
	c.bar.Describe(what)
	_ = c.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (c *cells) clear() {
	if c.bar != nil {
		_ = c.bar.Clear()
	}
}
