package pst

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"dwell/event"
)

// seen knows which mails were read, so that one that was moved is not taken for one that
// was deleted as well. It takes some 40 bytes for each.
type seen struct {
	mu    sync.Mutex
	mails map[uint64]struct{}
}

func newSeen() *seen { return &seen{mails: make(map[uint64]struct{})} }

// add adds a mail, and reports whether it was known.
func (s *seen) add(m *event.Mail) bool {
	h := sha256.New()
	for _, part := range []string{m.MessageID, m.Subject, m.Author().Addr, m.Text} {
		fmt.Fprint(h, len(part), " ")
		_, _ = io.WriteString(h, part) // a hash takes everything
	}
	fmt.Fprint(h, m.Time.Nanos, " ", len(m.Parts))
	key := binary.LittleEndian.Uint64(h.Sum(nil))
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.mails[key]
	s.mails[key] = struct{}{}
	return known
}
