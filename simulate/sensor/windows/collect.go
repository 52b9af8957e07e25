package windows

import (
	"errors"
	"fmt"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
	"dwell/simulate/sensor"
)

// beats is a collector with Winlogbeat on it: every machine forwards its records to it
// in batches, and it writes them as they come, a file a day.
type beats struct {
	folder *sensor.Folder
	clock  time.Duration // by how much the collector's is wrong
	phase  map[string]time.Duration
	beat   windows.Beat
	file   *sensor.File
	line   []byte
}

// batch is how often a machine forwards what it has: the heartbeat of event forwarding
// that is set to "minimize latency".
const batch = 30 * time.Second

func newBeats(s sensor.Setting, e *sensor.Estate) *beats {
	b := &beats{folder: s.Folder, clock: s.Skew, phase: make(map[string]time.Duration),
		beat: windows.Beat{Version: "8.11.3", ECSVersion: "8.0.0", Name: e.Directory + "." + e.Domain, ID: uuid(s.Numbers), EphemeralID: uuid(s.Numbers)}}
	for _, m := range e.Of(fact.Windows) {
		b.phase[m.Host] = s.Timing.Between(0, batch).Truncate(time.Millisecond)
	}
	return b
}

// uuid is a random identifier of version 4 (RFC 9562).
func uuid(r chance.Source) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(a), uint16(a>>32), a>>52, 0x8000|b>>48&0x3fff, b&(1<<48-1))
}

func (b *beats) begin(date time.Time) (err error) {
	b.file, err = b.folder.Create("hosts/winlogbeat-" + date.Format(time.DateOnly) + ".ndjson.gz")
	return err
}

func (b *beats) arrives(h *host, at time.Time) time.Time {
	phase := b.phase[h.Host]
	return at.Add(-phase).Truncate(batch).Add(batch + phase)
}

func (b *beats) write(r *record, e *windows.Event) error {
	e.Collected = r.arrives.Add(b.clock)
	b.line = windows.AppendWinlogbeat(b.line[:0], e, &b.beat)
	b.file.Record(r.label, r.at, b.line)
	return nil
}

func (b *beats) end() error   { return b.file.Close() }
func (b *beats) close() error { return nil }

// exports are files that somebody exported from each machine at the end: of each
// channel one.
type exports struct {
	folder *sensor.Folder
	files  []*sensor.File
	open   map[exported]*sensor.File
	line   []byte
}

// exported is a log of a machine.
type exported struct {
	host string
	in   channel
}

var exportNames = [channels]string{"Security.xml", "System.xml", "Sysmon.xml"}

func (x *exports) begin(time.Time) error { return nil }

// arrives: every record lies in its log at once.
func (x *exports) arrives(_ *host, at time.Time) time.Time { return at }

func (x *exports) write(r *record, e *windows.Event) error {
	f, err := x.file(exported{r.host.Host, r.in})
	if err != nil {
		return err
	}
	x.line = windows.AppendXML(x.line[:0], e)
	const end = len("\r\n") // between records, and no part of them
	f.Record(r.label, r.at, x.line[:len(x.line)-end])
	f.Write(x.line[len(x.line)-end:])
	return nil
}

// file is the export of a log, which begins with its first record.
func (x *exports) file(l exported) (*sensor.File, error) {
	if f := x.open[l]; f != nil {
		return f, nil
	}
	f, err := x.folder.Create("hosts/" + l.host + "/" + exportNames[l.in])
	if err != nil {
		return nil, err
	}
	if x.open == nil {
		x.open = make(map[exported]*sensor.File)
	}
	x.open[l] = f
	x.files = append(x.files, f)
	f.Write(windows.AppendXMLStart(nil))
	return f, nil
}

func (x *exports) end() error { return nil }

func (x *exports) close() error {
	var failures []error
	for _, f := range x.files {
		f.Write(windows.AppendXMLEnd(nil))
		failures = append(failures, f.Close())
	}
	return errors.Join(failures...)
}
