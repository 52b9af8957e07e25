package exfil

import (
	"slices"

	"dwell/detect/fold"
)

// compare prepares what relations are compared with.
func (y *survey) compare() {
	y.shared = make(map[destination][]int64)
	y.mailers = make(map[fold.Addr]int)
	y.swarm = make(map[fold.Addr]int)
	for i := range y.relations.all {
		if r := &y.relations.all[i]; r.detail != nil {
			r.busiestDay = r.course.busiest()
			if c := r.conduct(); r.name == "" && (c == 0 || c == filePort) {
				y.swarm[r.src]++
			}
			if y.sources[r.to] > leastPeers {
				y.shared[r.to] = nil
			}
		}
	}
	for i := range y.relations.all {
		r := &y.relations.all[i]
		if all, ok := y.shared[r.to]; ok {
			y.shared[r.to] = append(all, r.bytesOut())
		}
	}
	for _, all := range y.shared {
		slices.Sort(all)
	}
	for _, p := range y.direct {
		if conductOf(portUse{transport: p.key.Transport, port: p.key.Port}) == mailPort {
			y.mailers[p.key.Src]++
		}
	}
}
