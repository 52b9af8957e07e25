package entity

import (
	"cmp"
	"container/heap"
)

// A sensor sees the traffic of the inside hosts, so every connection has at least
// one inside end: the inside networks are a vertex cover of the graph. Private
// networks take part in it at no cost; among public ones the greedy cover
// (Chvatal 1979) takes the network that explains most of the edges that are
// still unexplained, until what is left is noise.

const (
	// leastEdges and leastShare are what a public network must explain to be
	// inside when other inside networks are known already: fewer are transit,
	// spoofed addresses or damaged records.
	leastEdges = 2
	leastShare = 0.001
)

// candidate is a public network that might explain edges.
type candidate struct {
	node    *node
	gain    int
	sibling bool // lies in the range of a network that is inside
}

// candidates is a heap: siblings first, then the one that explains most; among
// equals the one that starts connections, as clients do, then the lowest.
type candidates []candidate

func (c candidates) Len() int      { return len(c) }
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c candidates) Less(i, j int) bool {
	a, b := c[i], c[j]
	if a.sibling != b.sibling {
		return a.sibling
	}
	return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(b.node.started-b.node.received, a.node.started-a.node.received),
		cmp.Compare(a.node.net, b.node.net)) < 0
}

// Push and Pop serve container/heap.
func (c *candidates) Push(x any) { *c = append(*c, x.(candidate)) }

// Pop removes the last.
func (c *candidates) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// cover is the greedy search.
type cover struct {
	graph    *graph
	gain     map[*node]int // edges that the network would explain
	siblings map[network][]*node
	queue    candidates
	found    bool // some network is inside
}

// cover marks the public networks that are inside.
func (g *graph) cover() {
	c := &cover{graph: g, gain: make(map[*node]int), siblings: make(map[network][]*node)}
	for _, n := range g.nodes {
		c.found = c.found || n.inside
		if n.known() {
			continue
		}
		for _, other := range n.neighbours {
			if !g.index[other].inside {
				c.gain[n]++
			}
		}
		if c.gain[n] > 0 {
			c.queue = append(c.queue, candidate{node: n, gain: c.gain[n]})
			c.siblings[n.net.site()] = append(c.siblings[n.net.site()], n)
		}
	}
	heap.Init(&c.queue)
	for _, n := range g.nodes {
		if n.inside && !n.net.private() {
			c.prefer(n)
		}
	}
	c.run()
}

func (c *cover) run() {
	least := max(leastEdges, int(leastShare*float64(c.graph.edges)))
	for c.queue.Len() > 0 {
		best := heap.Pop(&c.queue).(candidate)
		now := c.gain[best.node]
		switch {
		case best.node.inside || now == 0:
		case now < best.gain:
			best.gain = now
			heap.Push(&c.queue, best)
		case now >= least || best.sibling || !c.found:
			c.take(best.node)
		default:
			return
		}
	}
}

// take puts the network inside: its edges are explained.
func (c *cover) take(n *node) {
	n.inside, c.found = true, true
	for _, other := range n.neighbours {
		if m := c.graph.index[other]; c.gain[m] > 0 {
			c.gain[m]--
		}
	}
	c.prefer(n)
}

// prefer moves the other networks of the same range to the front.
func (c *cover) prefer(n *node) {
	for _, m := range c.siblings[n.net.site()] {
		if !m.known() && c.gain[m] > 0 {
			heap.Push(&c.queue, candidate{node: m, gain: c.gain[m], sibling: true})
		}
	}
	delete(c.siblings, n.net.site())
}
