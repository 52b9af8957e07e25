// Package cli is the command line: one file per command, each of which reads its
// flags, makes one call and renders the result once. It contains no detection
// logic.
//
// Rules of the terminal: results go to standard output; progress, hints and errors
// go to standard error. Colour and the progress bar appear only on a terminal,
// never with NO_COLOR or TERM=dumb. Text from evidence is made safe before it is
// printed (humanize.Line). The last line of a command says what to do next.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// Env is the world of a run.
type Env struct {
	Args    []string // without the program's name
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Version string
}

const about = `dwell reads the logs and mailboxes that a company already has and answers, offline:
is somebody inside, since when, how, what was taken, whose data and how many people,
who may it be, whom must we tell by when. Every statement names the records behind it.

Evidence is only read, never changed or executed, and nothing leaves the machine.

Exit codes: 0 done; 1 found something at or above --fail-on; 2 wrong usage;
3 finished, but some evidence could not be read; 4 nothing recognised; 70 internal
error; 130 interrupted.`

const examples = `  # investigate a folder of mixed logs and mailboxes
  dwell investigate evidence/ -o case/

  # print the original records behind a finding
  dwell show F-1a2b3c4d5e

  # prove later that the case still rests on the same evidence
  dwell verify case/`

// Run executes one command line and returns the exit code.
func Run(ctx context.Context, env Env) int {
	root := &cobra.Command{
		Use:     "dwell",
		Short:   "Investigate a breach from the logs and mailboxes you have",
		Long:    about,
		Example: examples,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetArgs(env.Args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.AddCommand(demoCommand(env), investigateCommand(env), showCommand(env), verifyCommand(env), simulateCommand(env), scoreCommand(env), formatsCommand(env))
	err := fang.Execute(ctx, root,
		fang.WithVersion(env.Version),
		fang.WithErrorHandler(func(_ io.Writer, _ fang.Styles, err error) { explain(env, err) }))
	return codeOf(err)
}

// explain prints an error and, where there is one, what to do about it.
func explain(env Env, err error) {
	if errors.As(err, new(*silent)) {
		return
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(env.Stderr, "dwell: interrupted; no case was written")
		return
	}
	fmt.Fprintf(env.Stderr, "dwell: %v\n", err)
	var f *failure
	switch {
	case errors.As(err, &f) && f.hint != "":
		fmt.Fprintf(env.Stderr, "       %s\n", f.hint)
	case !errors.As(err, &f):
		fmt.Fprintln(env.Stderr, "       `dwell --help` and `dwell COMMAND --help` show the usage")
	}
}
