// Package product builds dwell as it is shipped and runs it as a process, for the
// commands that measure it from outside. Commands that use it run in the folder of the
// repository.
package product

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Build puts the program into a folder and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "dwell")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/dwell").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return program, nil
}

// Cost is what one investigation took.
type Cost struct {
	Wall, Busy time.Duration // on the clock; of all processors
	PeakMB     int64         // of memory, 0 where the system does not tell
}

// Investigate runs the program on a path and puts the case into a folder below dir.
func Investigate(ctx context.Context, program, path, dir string) (Cost, error) {
	cmd := exec.CommandContext(ctx, program, "investigate", path, "-o", filepath.Join(dir, "case"), "--quiet")
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return Cost{}, err
	}
	c := Cost{Wall: time.Since(start), Busy: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.PeakMB = usage.Maxrss / 1024
	}
	return c, nil
}
