package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// sample is one run of one peer.
type sample struct {
	wall, cpu float64 // seconds
	peak      float64 // MB
}

// compare runs the peers in rounds and prints the medians; ratios are taken within a
// round, so that a machine that slows down slows both.
func compare(ctx context.Context, all []peer, log string, pairs int, o options) error {
	peers, missing := present(ctx, all)
	samples := make([][]sample, len(peers))
	failed := make([]error, len(peers))
	for range o.runs {
		for i, p := range peers {
			if failed[i] != nil {
				continue
			}
			var s sample
			if s, failed[i] = p.run(ctx, log, pairs); failed[i] == nil {
				samples[i] = append(samples[i], s)
			}
		}
	}
	if failed[0] != nil {
		return failed[0]
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "peer\tseconds\trows/s\tCPU s\tpeak MB\ttime of dwell\tCPU of dwell")
	for i, p := range peers {
		if failed[i] != nil {
			fmt.Fprintf(out, "%s\tfailed: %v\n", p.name, failed[i])
			continue
		}
		ratio, work := make([]float64, len(samples[i])), make([]float64, len(samples[i]))
		for round := range ratio {
			ratio[round] = samples[i][round].wall / samples[0][round].wall
			work[round] = samples[i][round].cpu / samples[0][round].cpu
		}
		wall := middle(samples[i], func(s sample) float64 { return s.wall })
		fmt.Fprintf(out, "%s\t%.2f\t%.0f\t%.2f\t%.0f\t%.2f x\t%.2f x\n", p.name, wall, float64(o.rows)/wall,
			middle(samples[i], func(s sample) float64 { return s.cpu }), middle(samples[i], func(s sample) float64 { return s.peak }), median(ratio), median(work))
	}
	for _, p := range missing {
		fmt.Fprintf(out, "%s\tnot here: %s\n", p.name, p.from)
	}
	return out.Flush()
}

// present parts the peers that can run here from those that cannot.
func present(ctx context.Context, all []peer) (here, missing []peer) {
	for _, p := range all {
		_, err := exec.LookPath(p.program)
		if err == nil && p.module != "" {
			err = exec.CommandContext(ctx, p.program, "-c", "import "+p.module).Run()
		}
		if err != nil {
			missing = append(missing, p)
		} else {
			here = append(here, p)
		}
	}
	return here, missing
}

// longest is how long a peer may take for one run.
const longest = 3 * time.Minute

// run runs the peer once and checks the number of pairs that it prints.
func (p peer) run(ctx context.Context, log string, pairs int) (sample, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	program, args := p.program, p.args(log)
	if args[0] == "sh" {
		program, args = args[0], args[1:]
	}
	cmd := exec.CommandContext(ctx, program, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start).Seconds()}
	if err != nil {
		return s, fmt.Errorf("%w: %s", err, lastLine(stderr.String()))
	}
	if got := lastLine(stdout.String()); p.counts && got != strconv.Itoa(pairs) {
		return s, fmt.Errorf("found %q pairs, there are %d", got, pairs)
	}
	s.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.peak = float64(usage.Maxrss) / 1024
	}
	return s, nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

func middle(all []sample, of func(sample) float64) float64 {
	values := make([]float64, len(all))
	for i, s := range all {
		values[i] = of(s)
	}
	return median(values)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
