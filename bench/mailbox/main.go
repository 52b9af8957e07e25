// Command mailbox measures the whole job on mail as a process: it builds dwell, writes
// mailboxes of a company (package genmail), each four times as large as the one before,
// investigates each and prints mails per second of wall clock and of processor time, and
// peak memory.
//
//	go run ./bench/mailbox -mails 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"dwell/internal/genmail"
)

func main() {
	mails := flag.Int("mails", 160_000, "mails of the largest mailbox")
	flag.Parse()
	if err := measure(context.Background(), *mails); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, largest int) error {
	dir, err := os.MkdirTemp("", "dwell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	dwell := filepath.Join(dir, "dwell")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", dwell, "./cmd/dwell").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	fmt.Printf("%d processors\n%10s %8s %9s %9s %18s %9s\n", runtime.NumCPU(), "mails", "MB", "seconds", "mails/s", "mails/s and core", "peak MB")
	for _, n := range []int{largest / 16, largest / 4, largest} {
		if err := one(ctx, dwell, dir, n); err != nil {
			return err
		}
	}
	return nil
}

func one(ctx context.Context, dwell, dir string, n int) error {
	path := filepath.Join(dir, "company.mbox")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := genmail.Write(f, genmail.Usual(n)); err != nil {
		return err
	}
	size, err := f.Seek(0, 1)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, dwell, "investigate", path, "-o", filepath.Join(dir, "case"), "--quiet")
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("investigate %d mails: %w", n, err)
	}
	wall := time.Since(start)
	var peak int64
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = usage.Maxrss / 1024
	}
	busy := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	fmt.Printf("%10d %8.0f %9.2f %9.0f %18.0f %9d\n", n, float64(size)/1e6, wall.Seconds(), float64(n)/wall.Seconds(), float64(n)/busy.Seconds(), peak)
	return nil
}
