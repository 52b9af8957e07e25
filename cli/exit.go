package cli

import (
	"context"
	"errors"
)

// The exit codes; `dwell --help` documents them.
const (
	exitDone         = 0
	exitFound        = 1   // only with --fail-on
	exitUsage        = 2   // wrong arguments, a path that does not exist
	exitPartly       = 3   // finished, but some evidence could not be read
	exitUnrecognised = 4   // nothing of a format that dwell reads
	exitInternal     = 70  // a fault in dwell, a full disk (EX_SOFTWARE of sysexits.h)
	exitInterrupted  = 130 // 128 + SIGINT, as shells count
)

// failure is an error with the exit code that it deserves. An error without one
// comes from the parsing of the command line.
type failure struct {
	code int
	err  error
	hint string // what the person can do; "" nothing to say
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// silent is a failure whose words have been said already.
type silent struct{ code int }

func (s *silent) Error() string { return "" }

// codeOf returns the exit code for what a command returned.
func codeOf(err error) int {
	var s *silent
	var f *failure
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &s):
		return s.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &f):
		return f.code
	}
	return exitUsage
}
