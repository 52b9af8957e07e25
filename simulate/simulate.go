// Package simulate makes the evidence of a breach that never happened: a scenario's
// company lives its life day by day, somebody attacks it, and sensors write what
// they see of both, in the formats of the real programs, with the truth beside it
// for the score. Records and inert text only: nothing in it runs.
//
//	scenario   what happens when, and which parameters there are (YAML)
//	company    who and what there is
//	life       what everybody does all day
//	attack     what the attacker does
//	fact       what happens, as somebody who sees everything would tell it
//	letter     a mail as its author's program writes it
//	sensor     which part of it is seen, and becomes records
//	format/... records, as bytes
//
// The package and all below it must not import readers, detectors or anything else
// that judges evidence, and none of them may import it.
package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"dwell/internal/atomicfile"
	"dwell/simulate/attack"
	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
	"dwell/simulate/life"
	"dwell/simulate/scenario"
	"dwell/simulate/sensor"
	"dwell/truth"
)

// Evidence is the folder of the evidence below the output folder.
const Evidence = "evidence"

// Config says what to simulate.
type Config struct {
	Scenario   string
	Seed       uint64
	Names      uint64 // seed of the names alone; 0: that of the rest
	Parameters map[string]string
	Out        string                             // folder to be made
	Progress   func(done, all int, day time.Time) // may be nil
}

// Result is what was made.
type Result struct {
	Truth    *truth.Truth
	Records  int64
	Evidence string // folder
}

// ErrExists says that the output folder is there already.
var ErrExists = errors.New("the folder exists and is not empty")

// Run makes the evidence and the truth. The folder appears only when everything is
// written; on an error nothing is left behind.
func Run(ctx context.Context, c Config) (result *Result, err error) {
	s, err := scenario.Load(c.Scenario)
	if err != nil {
		return nil, err
	}
	plan, err := s.With(c.Parameters)
	if err != nil {
		return nil, err
	}
	work, err := prepare(c.Out)
	if err != nil {
		return nil, err
	}
	defer func() {
		if errors.Is(err, syscall.ENOSPC) { // one sentence will do: it hits all files at once
			err = fmt.Errorf("write %s: %w; what was written is removed again", c.Out, syscall.ENOSPC)
		}
		if err != nil {
			err = errors.Join(err, os.RemoveAll(work))
		}
	}()
	r, err := newRun(c, plan, work)
	if err != nil {
		return nil, err
	}
	defer r.folder.Abandon()
	if err := r.days(ctx, c.Progress); err != nil {
		return nil, err
	}
	t := r.tell()
	text, err := t.Encode()
	if err != nil {
		return nil, err
	}
	err = atomicfile.Write(filepath.Join(work, truth.FileName), func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := finish(work, c.Out); err != nil {
		return nil, err
	}
	return &Result{Truth: t, Records: r.folder.Records(), Evidence: filepath.Join(c.Out, Evidence)}, nil
}

// run is one simulation.
type run struct {
	config  Config
	plan    *scenario.Plan
	world   *life.World
	attack  *attack.Attack
	folder  *sensor.Folder
	sensors []sensor.Sensor
	mail    sensor.Sensor // begins before the others; nil: not in the evidence
	missing []truth.Missing
}

func newRun(c Config, plan *scenario.Plan, work string) (*run, error) {
	if c.Names == 0 {
		c.Names = c.Seed
	}
	v := plan.Values
	shop := company.New(company.Config{Seed: c.Seed, Names: c.Names, Zone: plan.Location, Employees: int(v.Int("employees")), Members: plan.Scaled, Holidays: plan.Days})
	r := &run{config: c, plan: plan, world: life.New(shop, plan.From, plan.To)}
	r.world.Serve(v["mail_server"])
	var err error
	if r.attack, err = attack.New(r.world, plan); err != nil {
		return nil, err
	}
	r.folder = &sensor.Folder{Root: filepath.Join(work, Evidence), Mark: r.attack.Record}
	if err := os.MkdirAll(r.folder.Root, 0o755); err != nil {
		return nil, fmt.Errorf("make the output folder: %w", err)
	}
	if err := r.install(); err != nil {
		r.folder.Abandon()
		return nil, err
	}
	return r, nil
}

// days lives one day after the other, and writes one while the next is lived. What
// a day begins and another ends is handed on.
func (r *run) days(ctx context.Context, progress func(done, all int, day time.Time)) error {
	lived, free := make(chan *fact.Day), make(chan *fact.Day, 2)
	free <- new(fact.Day)
	free <- new(fact.Day)
	stop := make(chan struct{})
	go func() {
		defer close(lived)
		var later fact.Day
		for day := r.plan.Mailed; day.Before(r.plan.To); day = day.AddDate(0, 0, 1) {
			select {
			case today := <-free:
				r.live(today, &later, day)
				select {
				case lived <- today:
				case <-stop:
					return
				}
			case <-stop:
				return
			}
		}
	}()
	defer close(stop)
	all, n := int(r.plan.To.Sub(r.plan.Mailed).Hours()/24), 0
	for today := range lived {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("simulate: %w", err)
		}
		if err := r.observe(today); err != nil {
			return err
		}
		n++
		if progress != nil {
			progress(n, all, today.Date)
		}
		free <- today
	}
	return r.close()
}

// live makes the facts of a day. Before the other evidence begins there is only mail.
func (r *run) live(today, later *fact.Day, date time.Time) {
	today.Reset(date)
	today.Join(later)
	if date.Before(r.plan.From) {
		r.world.Write(today)
		r.world.Remember(today)
	} else {
		r.world.Live(today)
		r.attack.Day(today)
		r.world.Post(today)
	}
	*later = today.Later()
	today.Sort()
}

// observe shows a day to all sensors, each on a goroutine of its own.
func (r *run) observe(today *fact.Day) error {
	sensors := r.sensors
	if today.Date.Before(r.plan.From) {
		sensors = nil
		if r.mail != nil {
			sensors = []sensor.Sensor{r.mail}
		}
	}
	failures := make([]error, len(sensors))
	var running sync.WaitGroup
	for i, s := range sensors {
		running.Go(func() { failures[i] = s.Observe(today) })
	}
	running.Wait()
	return errors.Join(failures...)
}

func (r *run) close() error {
	var failures []error
	for _, s := range r.sensors {
		failures = append(failures, s.Close())
	}
	return errors.Join(failures...)
}

// tell writes the answer sheet.
func (r *run) tell() *truth.Truth {
	t := &truth.Truth{Schema: truth.Schema, Scenario: r.plan.Name, Title: r.plan.Title, Seed: r.config.Seed, Parameters: r.parameters(), Zone: r.plan.Zone, Evidence: Evidence,
		First: r.plan.From, Last: r.plan.To, Company: truth.Company{Domains: []string{r.world.Domain}}, Missing: r.missing}
	for _, n := range r.world.Networks {
		t.Company.Inside = append(t.Company.Inside, n.String())
	}
	r.attack.Tell(t)
	return t
}

// parameters are those used, without that of logs which came later than the rehearsals
// whose answer sheets are kept and which nobody asked for.
func (r *run) parameters() map[string]string {
	out := maps.Clone(r.plan.Values)
	if !r.world.Served {
		delete(out, "mail_server")
	}
	return out
}

// source returns a random source for ids.
func (r *run) source(labels ...string) chance.Source { return r.world.Identifiers(labels...) }

// lacks reports whether a source is left out of the evidence, and notes it.
func (r *run) lacks(source string) bool {
	if !slices.Contains(r.plan.Values.List("missing"), source) {
		return false
	}
	r.missing = append(r.missing, truth.Missing{Source: source, Why: "left out of this rehearsal"})
	return true
}
