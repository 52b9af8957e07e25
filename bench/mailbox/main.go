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
	"path/filepath"
	"runtime"

	"dwell/bench/product"
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
	dwell, err := product.Build(ctx, dir)
	if err != nil {
		return err
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
	cost, err := product.Investigate(ctx, dwell, path, dir)
	if err != nil {
		return fmt.Errorf("investigate %d mails: %w", n, err)
	}
	fmt.Printf("%10d %8.0f %9.2f %9.0f %18.0f %9d\n", n, float64(size)/1e6, cost.Wall.Seconds(), float64(n)/cost.Wall.Seconds(), float64(n)/cost.Busy.Seconds(), cost.PeakMB)
	return nil
}
