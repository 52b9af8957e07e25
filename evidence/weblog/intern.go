package weblog

// interner keeps one string for the same bytes: methods, hosts, referrers and user
// agents, which repeat.
type interner struct{ words map[string]string }

const (
	// maxWords bounds the words that are kept; beyond it all are forgotten.
	maxWords = 1 << 14
	// maxWord bounds one word: what is longer hardly comes again.
	maxWord = 512
)

func newInterner() interner { return interner{make(map[string]string)} }

// get returns b as a string.
func (n *interner) get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := n.words[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(b) > maxWord {
		return s
	}
	if len(n.words) >= maxWords {
		clear(n.words)
	}
	n.words[s] = s
	return s
}
