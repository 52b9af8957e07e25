package flowlog

import "sync"

// maxNames bounds the names that are kept; the few sensors of a file fit easily.
const maxNames = 1 << 12

// Names makes one string of all that are alike. It may be used by several goroutines.
type Names struct {
	mu   sync.RWMutex
	seen map[string]string
}

// Get returns the name as a string.
func (n *Names) Get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	n.mu.RLock()
	s, ok := n.seen[string(b)]
	n.mu.RUnlock()
	if ok {
		return s
	}
	s = string(b)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seen == nil {
		n.seen = make(map[string]string)
	}
	if len(n.seen) < maxNames {
		n.seen[s] = s
	}
	return s
}
