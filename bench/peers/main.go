// Command peers times dwell and what else can read Zeek logs on the same log, each as a
// whole process, one after the other in rounds, and prints ratios.
//
//	go run ./bench/peers
//
// RITA v5 itself needs a ClickHouse server and is not timed; its database engine is, by
// the grouping that RITA begins with. Everything but dwell only counts per pair: such a
// peer is a floor, the least that a tool of its kind must do before it can detect
// anything. The number of pairs is checked. Peers that are missing are named with the
// package that holds them; with -install those of Python and Go are fetched into a folder
// of their own.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dwell/bench/product"
)

func main() {
	o := options{}
	flag.IntVar(&o.rows, "rows", 2_000_000, "rows of the log")
	flag.IntVar(&o.runs, "runs", 5, "rounds; the median counts")
	flag.StringVar(&o.tools, "tools", filepath.Join(os.TempDir(), "dwell-peers"), "folder of the peers that -install fetches")
	install := flag.Bool("install", false, "fetch the peers of Python and Go into the folder of -tools first")
	flag.Parse()
	ctx := context.Background()
	if *install {
		if err := fetch(ctx, o.tools); err != nil {
			fail(err)
		}
	}
	if err := measure(ctx, o); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

type options struct {
	rows, runs int
	tools      string
}

func measure(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "dwell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	dwell, err := product.Build(ctx, dir)
	if err != nil {
		return err
	}
	logs, err := writeLogs(dir, o.rows)
	if err != nil {
		return err
	}
	fmt.Printf("%d rows, %d pairs of addresses, %d processors, %d rounds\n", o.rows, logs.pairs, runtime.NumCPU(), o.runs)
	for _, table := range []struct {
		name, path string
		peers      []peer
	}{
		{"Zeek TSV", logs.tsv, ofTSV(dwell, dir, o.tools)},
		{"Zeek JSON", logs.json, ofJSON(dwell, dir, o.tools)},
	} {
		size, err := os.Stat(table.path)
		if err != nil {
			return err
		}
		fmt.Printf("\n%s, %.0f MB\n", table.name, float64(size.Size())/1e6)
		if err := compare(ctx, table.peers, table.path, logs.pairs, o); err != nil {
			return err
		}
	}
	return nil
}
