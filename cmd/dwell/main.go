// Command dwell investigates a breach from the logs and mailboxes that a company
// already has. See `dwell --help`.
package main

import (
	"context"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"dwell/cli"
)

// softMemory is where the garbage collector begins to work harder, so that the
// process stays within 4 GiB: what it keeps of a large case is about half of what
// it would let grow between two collections.
const softMemory = 3 << 30

// version is set by release builds with -ldflags "-X main.version=v1.2.3".
var version string

func main() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 { // GOMEMLIMIT wins
		debug.SetMemoryLimit(softMemory)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() { // a second interrupt kills at once
		<-ctx.Done()
		stop()
	}()
	code := cli.Run(ctx, cli.Env{
		Args:    os.Args[1:],
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Getenv:  os.Getenv,
		Version: buildVersion(),
	})
	os.Exit(code)
}

// buildVersion returns the release version, else the revision that was built.
func buildVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = "-" + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = "-modified"
		}
	}
	return "devel" + revision + modified
}
