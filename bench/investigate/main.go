// Command investigate measures the whole job as a process: it builds dwell,
// generates Zeek conn logs, investigates each and prints records per second and
// peak memory.
//
//	go run ./bench/investigate
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"dwell/bench/product"
	"dwell/internal/genconn"
)

func main() {
	rows := flag.Int("rows", 2_000_000, "rows of the smaller log; the larger one has four times as many")
	runs := flag.Int("runs", 3, "runs of each; the fastest counts")
	flag.Parse()
	if err := measure(context.Background(), *rows, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, rows, runs int) error {
	dir, err := os.MkdirTemp("", "dwell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	dwell, err := product.Build(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Printf("%d processors\n%-34s %12s %10s %14s %12s\n", runtime.NumCPU(), "log", "MB", "seconds", "records/s", "peak MB")
	for _, l := range []struct {
		name   string
		config genconn.Config
	}{
		{"pairs repeat", genconn.Repeating(rows)},
		{"pairs repeat, four times as long", genconn.Repeating(4 * rows)},
		{"nearly every row a new pair", genconn.Scattered(rows)},
	} {
		if err := one(ctx, dwell, dir, l.name, l.config, runs); err != nil {
			return err
		}
	}
	return nil
}

func one(ctx context.Context, dwell, dir, name string, c genconn.Config, runs int) error {
	path := filepath.Join(dir, "conn.log")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := genconn.Write(f, c); err != nil {
		return err
	}
	size, err := f.Seek(0, 1)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	best, peak := time.Duration(1<<62), int64(0)
	for range runs {
		cost, err := product.Investigate(ctx, dwell, path, dir)
		if err != nil {
			return fmt.Errorf("investigate %s: %w", name, err)
		}
		best, peak = min(best, cost.Wall), max(peak, cost.PeakMB)
	}
	fmt.Printf("%-34s %12.0f %10.2f %14.0f %12d\n", name, float64(size)/1e6, best.Seconds(), float64(c.Rows)/best.Seconds(), peak)
	return nil
}
