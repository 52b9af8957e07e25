package cue

// pattern is one phrase.
type pattern struct {
	text string
	cue  Cue
	open bool // the last word may go on
}

// automaton is the machine of Aho and Corasick as a full table: one step for each
// byte of the text. Bytes that no pattern has share one column.
type automaton struct {
	column   [256]uint8
	columns  int
	next     []uint16 // state*columns+column
	matches  [][]uint16
	patterns []pattern
}

// newAutomaton builds the machine. There are fewer than 65,536 states: the phrases
// have some ten thousand bytes.
func newAutomaton(list []pattern) *automaton {
	a := &automaton{patterns: list, columns: 1}
	for _, p := range list {
		for i := range len(p.text) {
			if c := p.text[i]; a.column[c] == 0 {
				a.column[c] = uint8(a.columns)
				a.columns++
			}
		}
	}
	a.grow()
	for i, p := range list {
		a.insert(p.text, uint16(i))
	}
	a.link()
	return a
}

func (a *automaton) grow() uint16 {
	a.next = append(a.next, make([]uint16, a.columns)...)
	a.matches = append(a.matches, nil)
	return uint16(len(a.matches) - 1)
}

func (a *automaton) insert(text string, id uint16) {
	state := uint16(0)
	for i := range len(text) {
		at := int(state)*a.columns + int(a.column[text[i]])
		if a.next[at] == 0 {
			fresh := a.grow()
			a.next[at] = fresh
		}
		state = a.next[at]
	}
	a.matches[state] = append(a.matches[state], id)
}

// link turns the tree into the machine, breadth first: where a state has no
// successor it gets that of its longest proper suffix.
func (a *automaton) link() {
	fail := make([]uint16, len(a.matches))
	var queue []uint16
	for c := range a.columns {
		if s := a.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		a.matches[state] = append(a.matches[state], a.matches[fail[state]]...)
		for c := range a.columns {
			at, back := int(state)*a.columns+c, a.next[int(fail[state])*a.columns+c]
			if s := a.next[at]; s != 0 {
				fail[s] = back
				queue = append(queue, s)
			} else {
				a.next[at] = back
			}
		}
	}
}

// run calls found for every match, in order of its end.
func (a *automaton) run(data []byte, found func(end int, p *pattern)) {
	state := 0
	for i := range len(data) {
		state = int(a.next[state*a.columns+int(a.column[data[i]])])
		for _, id := range a.matches[state] {
			found(i+1, &a.patterns[id])
		}
	}
}
