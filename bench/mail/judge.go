package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"dwell/internal/impostor"
)

// judge is a program that gives mails a score.
type judge interface {
	name() string
	judge(ctx context.Context, t *trial) (verdict, error)
}

func judges(dir string, o options) []judge {
	return []judge{&dwell{dir: dir, rounds: o.rounds}, &rspamd{dir: dir}, &spamAssassin{dir: dir}}
}

// verdict is what one judge said: the higher a score, the worse.
type verdict struct {
	judge   string
	genuine []float64 // in the order of trial.genuine
	forged  []float64 // in the order of trial.forged
	rate    float64   // mails per second
	alarm   float64   // the score at which the judge itself warns of a mail
}

// shares of genuine mails that are taken for forged.
var falseShares = []float64{0.01, 0.002, 0.001}

// print writes which share of the forgeries stands above each share of the genuine.
func print(w io.Writer, t *trial, all []verdict) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(out, "\nfound at 1 / 0.2 / 0.1 % false")
	for _, v := range all {
		fmt.Fprintf(out, "\t%s", v.judge)
	}
	fmt.Fprintln(out)
	for _, level := range impostor.Levels() {
		fmt.Fprintf(out, "%s (%d)", level, len(v0(t, level)))
		for _, v := range all {
			scores := v.of(t, level)
			fmt.Fprint(out, "\t")
			for i, share := range falseShares {
				if i > 0 {
					fmt.Fprint(out, " / ")
				}
				fmt.Fprintf(out, "%.3f", above(scores, threshold(v.genuine, share)))
			}
		}
		fmt.Fprintln(out)
	}
	fmt.Fprint(out, "\nas it warns itself")
	for _, v := range all {
		fmt.Fprintf(out, "\t%s", v.judge)
	}
	fmt.Fprint(out, "\ngenuine taken for forged, in 1,000")
	for _, v := range all {
		fmt.Fprintf(out, "\t%.2f", 1000*above(v.genuine, v.alarm))
	}
	fmt.Fprintln(out)
	for _, level := range impostor.Levels() {
		fmt.Fprint(out, level)
		for _, v := range all {
			fmt.Fprintf(out, "\t%.3f", above(v.of(t, level), v.alarm))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprint(out, "mails per second, whole process")
	for _, v := range all {
		fmt.Fprintf(out, "\t%.0f", v.rate)
	}
	fmt.Fprintln(out)
	return out.Flush()
}

func v0(t *trial, level impostor.Level) []specimen {
	var out []specimen
	for _, f := range t.forged {
		if f.level == level {
			out = append(out, f)
		}
	}
	return out
}

// of returns the scores of the forgeries of a level.
func (v verdict) of(t *trial, level impostor.Level) []float64 {
	var out []float64
	for i, f := range t.forged {
		if f.level == level {
			out = append(out, v.forged[i])
		}
	}
	return out
}

// threshold is the least score that at most that share of the genuine mails reach.
func threshold(genuine []float64, share float64) float64 {
	sorted := slices.Clone(genuine)
	slices.Sort(sorted)
	allowed := int(share * float64(len(sorted)))
	if allowed >= len(sorted) {
		return math.Inf(-1)
	}
	return math.Nextafter(sorted[len(sorted)-1-allowed], math.Inf(1))
}

func above(scores []float64, least float64) float64 {
	n := 0
	for _, s := range scores {
		if s >= least {
			n++
		}
	}
	return float64(n) / float64(max(1, len(scores)))
}

// atOnce is how many mails a server is given at a time: one for each processor of the
// smallest machine that the figures are for.
const atOnce = 2

// inTurn gives a server the mails in order and returns its scores.
func inTurn(mails []specimen, score func([]byte) (float64, error)) ([]float64, error) {
	out := make([]float64, len(mails))
	var g errgroup.Group
	g.SetLimit(atOnce)
	for i, m := range mails {
		g.Go(func() error {
			s, err := score(m.raw)
			out[i] = s
			return err
		})
	}
	return out, g.Wait()
}

// arriving gives the genuine mails and then the forgeries, as a server gets them.
func (v *verdict) arriving(t *trial, score func([]byte) (float64, error)) (err error) {
	begin := time.Now()
	if v.genuine, err = inTurn(t.genuine, score); err != nil {
		return err
	}
	if v.forged, err = inTurn(t.forged, score); err != nil {
		return err
	}
	v.rate = float64(len(t.genuine)+len(t.forged)) / time.Since(begin).Seconds()
	return nil
}
