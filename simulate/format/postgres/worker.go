package postgres

import "time"

// workers appends the lines of parallel workers, each of which writes those of its leader
// once more as a process of its own: without user, database and client, with numbers that
// begin at 1, and with the rows of its own share. (The leader's line has those of all.)
func (s *Session) workers(dst []byte, at time.Time, q *Statement) []byte {
	for i := range q.Workers {
		dst = s.worker(dst, at, q, &q.Workers[i])
	}
	return dst
}

func (s *Session) worker(dst []byte, at time.Time, q *Statement, w *Worker) []byte {
	part := *q
	part.Rows, part.Workers, part.Functions, part.Inner = w.Rows, nil, nil, nil
	p := &Session{settings: s.settings, client: s.client}
	p.init(s.server, s.settings, w.PID, w.Start)
	p.record.Kind, p.record.Leader, p.record.Application = ParallelWorker, s.record.PID, s.record.Application
	p.begin()
	dst = p.audit(dst, at, &part, false)
	p.end()
	return dst
}
