package score

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"dwell/casefile"
	"dwell/event"
	"dwell/truth"
)

// record is one record of the attack. Several stages may list it.
type record struct {
	start, end int64 // bytes of the file, the end excluded
	time       event.Time
	stages     []int
}

// index finds the records of the attack that a reference of the case touches.
type index struct {
	files    map[event.FileID]*shelf
	shelves  []*shelf // of all files, those too that the case did not read
	ofStage  []int    // distinct records of each stage
	readable []int    // of them, those in files of the case
	evidence Evidence
}

// shelf is the records of one file in order of their first byte. Reach gives for
// each place the largest end up to it, so that a search may stop early though
// records can hold each other.
type shelf struct {
	records []record
	reach   []int64
}

func newIndex(c *casefile.Case, t *truth.Truth) *index {
	x := &index{
		files: map[event.FileID]*shelf{}, ofStage: make([]int, len(t.Stages)), readable: make([]int, len(t.Stages)),
		evidence: Evidence{Unread: []string{}},
	}
	paths := newPaths(c, t.Evidence)
	for path, list := range byFile(t.Stages) {
		shelf := newShelf(list)
		id, read := paths.find(path)
		x.evidence.Files++
		x.shelves = append(x.shelves, shelf)
		if read {
			x.files[id] = shelf
			x.evidence.Read++
		} else {
			x.evidence.Unread = append(x.evidence.Unread, path)
		}
		for _, r := range shelf.records {
			for _, stage := range r.stages {
				x.ofStage[stage]++
				if read {
					x.readable[stage]++
				}
			}
		}
	}
	slices.Sort(x.evidence.Unread)
	return x
}

// byFile sorts the records of all stages by the file that holds them.
func byFile(stages []truth.Stage) map[string][]record {
	out := map[string][]record{}
	for i := range stages {
		for _, r := range stages[i].Records {
			out[r.File] = append(out[r.File], record{
				start: r.Offset, end: end(r.Offset, r.Length), time: instant(r.Time), stages: []int{i},
			})
		}
	}
	return out
}

// end is the first byte behind a range. A range without length stands for the byte
// at its place; the numbers of a case are not to be trusted with a sum.
func end(offset, length int64) int64 {
	length = max(length, 1)
	if offset > math.MaxInt64-length {
		return math.MaxInt64
	}
	return offset + length
}

// newShelf orders the records and makes one of those that several stages list.
func newShelf(list []record) *shelf {
	slices.SortStableFunc(list, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	s := &shelf{}
	for _, r := range list {
		n := len(s.records)
		if n > 0 && s.records[n-1].start == r.start && s.records[n-1].end == r.end {
			if last := &s.records[n-1]; !slices.Contains(last.stages, r.stages[0]) {
				last.stages = append(last.stages, r.stages[0])
			}
			continue
		}
		reach := r.end
		if n > 0 {
			reach = max(reach, s.reach[n-1])
		}
		s.records, s.reach = append(s.records, r), append(s.reach, reach)
	}
	return s
}

// touched returns the records that overlap the reference.
func (x *index) touched(ref event.Ref) []*record {
	s := x.files[ref.File]
	if s == nil {
		return nil
	}
	var out []*record
	first, last := ref.Offset, end(ref.Offset, ref.Length)
	behind := sort.Search(len(s.records), func(i int) bool { return s.records[i].start >= last })
	for i := behind - 1; i >= 0 && s.reach[i] > first; i-- {
		if s.records[i].end > first {
			out = append(out, &s.records[i])
		}
	}
	return out
}
