package rhythm

// farWindows is the longest stretch of empty windows over which a wait is still
// measured in a sample.
const farWindows = 64

// perWindow is how many of the median wait a window should hold: it cuts off waits
// longer than itself, and of shorter ones the more the longer they are, which would
// look like a rhythm.
const perWindow = 16

// segments returns the runs of ticks between which no window is missing, from the
// coarsest level that holds enough of them in windows long enough. Where none is, as
// may be when the windows of one hold a few too many ticks and those of the next a
// few too few, it is the level whose windows are longest for its waits. The runs are
// valid until the next call.
func (j *Judge) segments(c *Times) (runs [][]uint32, sampled bool) {
	if c.Levels == nil {
		j.ticks = c.All.unpack(j.ticks[:0])
		j.runs = append(j.runs[:0], j.ticks)
		return j.runs, false
	}
	best, longest := len(c.Levels)-1, 0.0
	for i := range c.Levels {
		j.open(c, i)
		held := j.held(i)
		if held >= perWindow {
			return j.runs, true
		}
		if held > longest {
			best, longest = i, held
		}
	}
	j.open(c, best)
	return j.runs, true
}

// open brings the runs of a level into memory.
func (j *Judge) open(c *Times, level int) {
	s := sample{Limit: c.Levels[level].Limit}
	j.ticks = s.shrink(level, c.Levels[level].At.unpack(j.ticks[:0]))
	j.runs = s.runs(level, j.ticks, j.runs[:0])
}

// held returns how many of the median wait a window of the level holds; 0 when there
// are too few waits, and enough on the coarsest level, which has nothing above it.
func (j *Judge) held(level int) float64 {
	j.waits = burst{window: 1}.waits(j.waits[:0], j.runs)
	switch {
	case len(j.waits) < minLevel:
		return 0
	case level == 0:
		return perWindow
	}
	j.sorter.sort(j.waits)
	return float64(uint32(1)<<levelBits[level]) / float64(j.waits[len(j.waits)/2])
}

// runs cuts the ticks where a window in between was not kept, and appends the pieces.
func (s *sample) runs(level int, at []uint32, runs [][]uint32) [][]uint32 {
	start, bits := 0, levelBits[level]
	for i := 1; i <= len(at); i++ {
		if i == len(at) || !s.joined(at[i-1]>>bits, at[i]>>bits) {
			runs = append(runs, at[start:i])
			start = i
		}
	}
	return runs
}

// joined reports whether every window from a to b is kept, so that the wait from
// one to the other is a true one.
func (s *sample) joined(a, b uint32) bool {
	if s.Limit == 0 {
		return true
	}
	if b-a > farWindows {
		return false
	}
	for w := a + 1; w < b; w++ {
		if !s.keeps(w) {
			return false
		}
	}
	return true
}
