package postgres

import (
	"strconv"
	"time"
)

// Process is a process of the server without a client, such as the checkpointer.
type Process struct{ process }

// Process returns a process of a kind such as Checkpointer. The numbers of its lines begin
// with it: the checkpointer of a server is one process until the server ends.
func (s *Server) Process(pid int, start time.Time, kind string) *Process {
	p := &Process{}
	p.init(s, s.settings, pid, start)
	p.record.Kind = kind
	return p
}

// Append appends a record of severity LOG, as the other methods do for messages that
// have a form of their own.
func (p *Process) Append(dst []byte, at time.Time, message string) []byte {
	p.text = append(p.text[:0], message...)
	return p.emit(dst, at, Log)
}

// Begin begins a transaction; writes gives it a transaction id.
func (p *Process) Begin(writes bool) {
	p.begin()
	if writes {
		p.write()
	}
}

// End ends the process.
func (p *Process) End() { p.end() }

// AppendCheckpointStarting appends the line on the beginning of a checkpoint; flags
// are its reasons: "time", "wal", "immediate force wait", "shutdown immediate".
func (p *Process) AppendCheckpointStarting(dst []byte, at time.Time, flags string) []byte {
	p.text = append(append(p.text[:0], "checkpoint starting: "...), flags...)
	return p.emit(dst, at, Log)
}

// Checkpoint is what the server says of a checkpoint that is complete.
type Checkpoint struct {
	Buffers                  int // written
	SharedBuffers            int // of the server, 16384 by default
	Added, Removed, Recycled int // WAL files
	Write, Sync, Total       time.Duration
	SyncFiles                int
	Longest, Average         time.Duration // of the files' synchronisation
	Distance, Estimate       int           // kB
}

// AppendCheckpointComplete appends the line on the end of a checkpoint.
func (p *Process) AppendCheckpointComplete(dst []byte, at time.Time, c *Checkpoint) []byte {
	p.text = append(p.text[:0], "checkpoint complete"...)
	p.number(": wrote ", c.Buffers)
	p.decimal(" buffers (", share(c.Buffers, c.SharedBuffers), 1)
	p.number("%); ", c.Added)
	p.number(" WAL file(s) added, ", c.Removed)
	p.number(" removed, ", c.Recycled)
	p.seconds(" recycled; write=", c.Write)
	p.seconds(" s, sync=", c.Sync)
	p.seconds(" s, total=", c.Total)
	p.number(" s; sync files=", c.SyncFiles)
	p.seconds(", longest=", c.Longest)
	p.seconds(" s, average=", c.Average)
	p.number(" s; distance=", c.Distance)
	p.number(" kB, estimate=", c.Estimate)
	p.text = append(p.text, " kB"...)
	return p.emit(dst, at, Log)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 100
	}
	return 100 * float64(part) / float64(whole)
}

func (p *Process) number(before string, n int) {
	p.text = strconv.AppendInt(append(p.text, before...), int64(n), 10)
}

func (p *Process) decimal(before string, f float64, decimals int) {
	p.text = strconv.AppendFloat(append(p.text, before...), f, 'f', decimals, 64)
}

func (p *Process) seconds(before string, d time.Duration) {
	p.text = appendSeconds(append(p.text, before...), d)
}
