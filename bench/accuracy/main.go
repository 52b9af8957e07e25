// Command accuracy compares verdicts: it lets many clients call home, or browse, or call at
// random, for a day or two months, investigates each kind and prints what dwell says of
// them beside RITA v5's score (package detect/rita) of the same connections.
//
//	go run ./bench/accuracy
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"dwell/detect"
	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/finding"
	"dwell/notify"
	"dwell/pipeline"
)

func main() {
	clients := flag.Int("clients", 40, "clients of each kind; from 50 on RITA adds 0.15 for rare destinations")
	flag.Parse()
	if err := measure(context.Background(), *clients); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, clients int) error {
	dir, err := os.MkdirTemp("", "dwell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%d clients of each kind\tRITA scored\tbeacon\tthreat\tthreat >= 0.6\tdwell found\tlow\tmedium\thigh+\tmedian p\n", clients)
	for i, c := range cases() {
		path := filepath.Join(dir, "conn.log")
		if err := os.WriteFile(path, c.log(clients, uint64(i)), 0o644); err != nil {
			return err
		}
		v, err := judge(ctx, path)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Fprintf(out, "%s\t%s\n", c.name, v.row())
	}
	return out.Flush()
}

// verdict is what both say of the clients of one kind.
type verdict struct {
	scored, high   int // by RITA; high: a threat of 0.6 or more
	beacon, threat float64
	found          int // by dwell
	severities     [finding.Critical + 1]int
	probabilities  []float64
}

// judge investigates the log. Of several findings about a client the gravest counts.
func judge(ctx context.Context, path string) (verdict, error) {
	regimes, err := notify.Regimes()
	if err != nil {
		return verdict{}, err
	}
	r, err := pipeline.Run(ctx, pipeline.Config{
		Roots: []string{path}, Readers: readers.All(), Detectors: append(detectors.All(), detectors.RITA()), Regimes: regimes,
		Detect: detect.Config{},
	})
	if err != nil {
		return verdict{}, err
	}
	var v verdict
	v.rita(r.Comparisons[0])
	v.dwell(r.Case.Findings)
	return v, nil
}

func (v *verdict) rita(c detect.Comparison) {
	for _, m := range c.Measures {
		score, ok := m["rita_score"].(float64)
		if !ok {
			continue
		}
		threat, _ := m["rita_threat"].(float64)
		v.scored++
		v.beacon += score
		v.threat += threat
		if threat >= 0.6 {
			v.high++
		}
	}
}

func (v *verdict) dwell(all []finding.Finding) {
	gravest := map[string]finding.Severity{}
	for i := range all {
		f := &all[i]
		source := strings.Join(f.Values(finding.Source), " ")
		if f.Kind != finding.Beacon {
			continue
		}
		if f.PValue != nil {
			v.probabilities = append(v.probabilities, *f.PValue)
		}
		gravest[source] = max(gravest[source], f.Severity)
	}
	v.found = len(gravest)
	for _, s := range gravest {
		v.severities[s]++
	}
}

func (v *verdict) row() string {
	beacon, threat := "-", "-"
	if v.scored > 0 {
		beacon = fmt.Sprintf("%.3f", v.beacon/float64(v.scored))
		threat = fmt.Sprintf("%.2f", v.threat/float64(v.scored))
	}
	p := "-"
	if n := len(v.probabilities); n > 0 {
		slices.SortFunc(v.probabilities, cmp.Compare)
		p = fmt.Sprintf("1e%.0f", math.Log10(v.probabilities[n/2]))
	}
	s := v.severities
	return fmt.Sprintf("%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s", v.scored, beacon, threat, v.high, v.found, s[finding.Low], s[finding.Medium], s[finding.High]+s[finding.Critical], p)
}
