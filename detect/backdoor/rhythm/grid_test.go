package rhythm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// cell is one kind of client on the grid.
type cell struct {
	name   string
	client client
	days   float64
	recall float64 // least share that must be found; of benign kinds 0
	period float64 // true mean wait, 0 when not asked for
}

// falseAlarms is the largest share of any benign kind that may be called regular.
const falseAlarms = 0.001

func within24Hours() []cell {
	var all []cell
	for _, j := range []float64{0, 0.1, 0.3, 0.5} {
		for _, p := range []float64{60, 600, 3600} {
			name := fmt.Sprintf("%v s, jitter %.0f %%", p, 100*j)
			all = append(all, cell{name, sleeping(p, j), 1, 0.99, p * (1 - j/2)},
				cell{name + " both ways, 24 calls", first(around(p, j), 24), 2, 0.99, p},
				cell{name + " Gaussian, 24 calls", first(gaussian(p, j/2), 24), 2, 0.99, p},
				cell{name + ", bursts", repeated(sleeping(p, j), min(4, p/20)), 1, 0.99, 0})
		}
		lost := fmt.Sprintf("20 min, jitter %.0f %%, 30 %% of 48 lost", 100*j)
		all = append(all, cell{lost, missing(first(sleeping(1200, j), 48), 0.3), 2, 0.95, 0},
			cell{lost + ", both ways", missing(first(around(1200, j), 48), 0.3), 2, 0.85, 0},
			cell{lost + ", both ways, 48 seen", first(missing(around(1200, j), 0.3), 48), 2, 0.95, 0})
	}
	return append(all,
		cell{"2 s, jitter 20 %", sleeping(2, 0.2), 0.01, 0.99, 0},
		cell{"30 min, jitter 90 %, 48 calls", first(sleeping(1800, 0.9), 48), 2, 0.95, 0},
		cell{"30 min, jitter 90 % both ways, 48 calls", first(around(1800, 0.9), 48), 4, 0.95, 0},
		cell{"1 min, jitter 90 % both ways, 48 calls", first(around(60, 0.9), 48), 4, 0.95, 0},
		cell{"10 min, jitter 20 %, POST a second after GET", answered(sleeping(600, 0.2), 1), 1, 0.99, 540},
		cell{"512 s, jitter 50 % both ways, between two levels", around(512, 0.5), 24, 0.99, 512},
		cell{"32 s, jitter 90 % both ways, between two levels", around(32, 0.9), 1.5, 0.99, 0},
		cell{"1 h, retries over 40 s", repeated(sleeping(3600, 0.2), 40), 1, 0.99, 0},
	)
}

func lowAndSlow() []cell {
	var all []cell
	for _, hours := range []float64{6, 8, 12, 24, 36, 48, 72} {
		for _, j := range []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5} {
			p, name := hours*3600, fmt.Sprintf("%v h, jitter %.0f %%", hours, 100*j)
			all = append(all, cell{name, sleeping(p, j), 62, 0.99, p * (1 - j/2)},
				cell{name + " both ways", around(p, j), 62, 0.99, p})
		}
	}
	return append(all,
		cell{"24 h, jitter 30 %, 30 % lost", missing(sleeping(day, 0.3), 0.3), 62, 0.99, 0},
		cell{"48 h, Gaussian 20 %", gaussian(2*day, 0.2), 62, 0.99, 2 * day})
}

func schedules() []cell {
	browse := officeHours(browsing(4, 4, 60))
	return []cell{
		{"daily 03:17 +- 5 min", scheduled(day, 11820, 300), 62, 0.99, day},
		{"daily 03:17 +- 5 min, 30 % lost", missing(scheduled(day, 11820, 300), 0.3), 62, 0.99, day},
		{"daily 03:17 +- 5 min, 70 % lost", missing(scheduled(day, 11820, 300), 0.7), 62, 0.95, 0},
		{"daily 11:17 +- 5 min, weekdays only", officeHours(scheduled(day, 40620, 300)), 62, 0.99, day},
		{"daily 11:17 +- 5 min among browsing", together(scheduled(day, 40620, 300), officeHours(memoryless(8*3600))), 62, 0.95, 0},
		{"hourly :05 +- 5 min", scheduled(3600, 300, 300), 3, 0.99, 3600},
		{"hourly :05 +- 1 min, office hours", officeHours(scheduled(3600, 300, 60)), 14, 0.99, 3600},
		{"hourly :05 +- 1 min among browsing", together(scheduled(3600, 300, 60), browse), 14, 0.95, 0},
		{"hourly :05 +- 1 min, 60 % lost", missing(scheduled(3600, 300, 60), 0.6), 7, 0.99, 0},
		{"weekly, Tuesday 02:00 +- 5 min, 20 weeks", scheduled(7*day, 439200, 300), 140, 0.99, 7 * day},
		{"60 s for an hour, each 12 h", spells(12*3600, 3600, 60), 14, 0.99, 0},
		{"30 s for ten minutes, each 6 h", spells(6*3600, 600, 30), 14, 0.99, 0},
		{"two schedules, 6 h and 8 h", together(scheduled(6*3600, 700, 120), scheduled(8*3600, 4000, 120)), 31, 0.99, 0},
		{"two schedules, 1 h and 24 h", together(scheduled(3600, 700, 30), scheduled(day, 8000, 120)), 14, 0.99, 0},
		{"two implants, 5 and 7 min, jitter 20 %", together(sleeping(300, 0.2), sleeping(420, 0.2)), 1, 0.95, 0},
		{"1 min implant among browsing", together(sleeping(60, 0.2), browse), 1, 0.95, 0},
		{"5 min in office hours, one week", officeHours(sleeping(300, 0.3)), 7, 0.99, 255},
		{"1 h in office hours, two weeks", officeHours(sleeping(3600, 0.2)), 14, 0.99, 0},
		{"2 h in office hours, four weeks", officeHours(sleeping(7200, 0.2)), 28, 0.95, 0},
		{"10 min, jitter 30 %, laptop", laptop(sleeping(600, 0.3)), 7, 0.99, 510},
		{"10 min, jitter 30 %, laptop, 30 % lost", missing(laptop(sleeping(600, 0.3)), 0.3), 7, 0.95, 0},
		{"30 min, jitter 50 %, laptop", laptop(sleeping(1800, 0.5)), 14, 0.99, 0},
	}
}

func benign() []cell {
	c := []cell{
		{name: "memoryless, 1 s", client: memoryless(1), days: 0.02},
		{name: "memoryless, 5 s", client: memoryless(5), days: 0.2},
		{name: "memoryless, 20 s", client: memoryless(20), days: 1},
		{name: "memoryless, 1 min", client: memoryless(60), days: 1},
		{name: "memoryless, 6 min", client: memoryless(360), days: 1},
		{name: "memoryless, 1 h", client: memoryless(3600), days: 1},
		{name: "memoryless, 6 h", client: memoryless(6 * 3600), days: 62},
		{name: "memoryless, 1 day", client: memoryless(day), days: 62},
		{name: "memoryless, 3 days", client: memoryless(3 * day), days: 62},
		{name: "memoryless, 512 s, between two levels", client: memoryless(512), days: 24},
		{name: "memoryless, 32 s, between two levels", client: memoryless(32), days: 1.5},
		{name: "memoryless in office hours", client: officeHours(memoryless(600)), days: 7},
		{name: "memoryless in office hours, 62 days", client: officeHours(memoryless(7200)), days: 62},
		{name: "memoryless with bursts", client: repeated(memoryless(600), 10), days: 1},
		{name: "memoryless with retries", client: retrying(900), days: 1},
		{name: "memoryless with retries, seldom", client: retrying(6 * 3600), days: 30},
		{name: "memoryless on a laptop", client: laptop(memoryless(600)), days: 7},
		{name: "following the sun, 10 min", client: diurnal(600), days: 3},
		{name: "following the sun, 2 h", client: diurnal(7200), days: 62},
		{name: "modulated, 10 s and 1 h", client: modulated(10, 3600, 1800), days: 3},
		{name: "modulated, 1 min and 4 h", client: modulated(60, 4*3600, 7200), days: 14},
		{name: "modulated in office hours", client: officeHours(modulated(30, 1800, 900)), days: 14},
		{name: "browsing", client: browsing(6, 6, 40), days: 1},
		{name: "browsing much", client: browsing(40, 8, 20), days: 1},
		{name: "browsing for two months", client: officeHours(browsing(3, 6, 60)), days: 62},
		{name: "browsing in office hours", client: officeHours(browsing(20, 6, 60)), days: 7},
		{name: "reading mail for two months", client: mailReader(2400), days: 62},
		{name: "a portal in the morning", client: officeHours(mailReader(5 * 3600)), days: 62},
		{name: "two people", client: together(officeHours(browsing(10, 5, 60)), mailReader(1800)), days: 14},
		{name: "browsing and memoryless", client: together(browsing(10, 5, 40), memoryless(1800)), days: 2},
		{name: "Weibull 0.5", client: weibull(600, 0.5), days: 3},
	}
	for _, n := range []int{12, 24, 34, 48, 100, 300} {
		for _, sigma := range []float64{1, 1.5, 2} {
			c = append(c, cell{name: fmt.Sprintf("log-normal %v, %d calls", sigma, n), client: first(logNormal(600, sigma), n), days: 60})
		}
		for _, alpha := range []float64{1, 1.5, 2} {
			c = append(c, cell{name: fmt.Sprintf("Lomax %v, %d calls", alpha, n), client: first(pareto(600, alpha, true), n), days: 600})
		}
	}
	return c
}

// limits are benign kinds, and implants, beyond what a rhythm can tell apart (see the
// package comment); the grid prints them.
func limits() []cell {
	return []cell{
		{name: "Pareto 1.5 after 5 s, 200 calls", client: first(pareto(5, 1.5, false), 200), days: 10},
		{name: "Pareto 1.5 after 5 s, 400 calls", client: first(pareto(5, 1.5, false), 400), days: 10},
		{name: "Pareto 1.5 after 60 s, 34 calls", client: first(pareto(60, 1.5, false), 34), days: 10},
		{name: "Pareto 1.2 after 60 s", client: first(pareto(60, 1.2, false), 200), days: 30},
		{name: "log-normal 0.8, 100 calls", client: first(logNormal(600, 0.8), 100), days: 60},
		{name: "log-normal 0.8, 34 calls", client: first(logNormal(600, 0.8), 34), days: 10},
		{name: "log-normal 0.9, 34 calls", client: first(logNormal(600, 0.9), 34), days: 10},
		{name: "log-normal 0.7, 100 calls", client: first(logNormal(600, 0.7), 100), days: 60},
		{name: "20 min, jitter 60 % both ways, 20 % of 40 lost", client: missing(first(around(1200, 0.6), 40), 0.2), days: 2},
		{name: "20 min, Gaussian 40 %, 24 calls", client: first(gaussian(1200, 0.4), 24), days: 2},
		{name: "log-normal 1 in office hours", client: mailReader(1200), days: 5},
	}
}

// result is what came of many simulated clients of a cell.
type result struct {
	regular float64
	off     float64 // share of those found whose period is off by more than 5 %
	spread  float64 // median of the period's error
	how     map[string]int
}

func (c *cell) run(runs int, seed uint64) result {
	r := rand.New(rand.NewPCG(seed, 2))
	res := result{how: map[string]int{}}
	found, off := 0, 0
	var errors []float64
	for range runs {
		v, ok := judge(times(c.client(r, c.days)), 0)
		if !ok || !v.Regular() {
			continue
		}
		found++
		kind := "spacing"
		if v.Schedule.Cycle > 0 {
			kind = fmt.Sprintf("cycle %v", v.Schedule.Cycle)
		}
		res.how[kind]++
		if c.period > 0 {
			e := math.Abs(v.Period/c.period - 1)
			errors = append(errors, e)
			if e > 0.05 {
				off++
			}
		}
	}
	slices.Sort(errors)
	if len(errors) > 0 {
		res.spread = errors[len(errors)/2]
		res.off = float64(off) / float64(len(errors))
	}
	res.regular = float64(found) / float64(runs)
	return res
}

// TestGrid prints the whole grid with many clients per cell:
//
//	DWELL_GRID=1 go test ./detect/backdoor/rhythm -run Grid -v
//
// DWELL_SEED draws other clients: the thresholds were chosen on those of seed 1.
func TestGrid(t *testing.T) {
	if os.Getenv("DWELL_GRID") == "" {
		t.Skip("takes minutes; set DWELL_GRID=1")
	}
	t.Parallel()
	seed := uint64(1)
	if other := os.Getenv("DWELL_SEED"); other != "" {
		n, err := strconv.ParseUint(other, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	for _, part := range []struct {
		name  string
		cells []cell
		runs  int
	}{{"24 hours", within24Hours(), 1000}, {"62 days", lowAndSlow(), 1000}, {"schedules", schedules(), 500}, {"benign", benign(), 3000}, {"limits", limits(), 3000}} {
		t.Run(part.name, func(t *testing.T) {
			if only := os.Getenv("DWELL_GRID"); only != "1" {
				part.cells = slices.DeleteFunc(part.cells, func(c cell) bool { return !strings.Contains(c.name, only) })
			}
			results := make([]result, len(part.cells))
			var running sync.WaitGroup
			for half := range 2 {
				running.Go(func() {
					for i := half; i < len(results); i += 2 {
						results[i] = part.cells[i].run(part.runs, seed)
					}
				})
			}
			running.Wait()
			for i, c := range part.cells {
				res := results[i]
				verdict := ""
				if part.name != "limits" && res.regular < c.recall || part.name == "benign" && res.regular > falseAlarms {
					verdict = "  <-- fails"
				}
				t.Logf("%-45s regular %.4f  period off %.3f (median %.3f) %v%s", c.name, res.regular, res.off, res.spread, res.how, verdict)
			}
		})
	}
}
