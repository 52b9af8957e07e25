package windows

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/windows"
	"dwell/simulate/sensor"
)

// Sensor is the event logs of all Windows machines, on their way into files.
type Sensor struct {
	sensor.Setting // its clock is the collector's: every machine has one of its own
	accounts       *directory
	estate         *sensor.Estate
	hosts          map[string]*host
	byAddress      map[netip.Addr]*host
	center         *host // keeps the accounts; nil: none
	collector      collector
	waiting        []record
	order          int
	fields         []windows.Field
}

// collector is what brings the records of all machines into files.
type collector interface {
	// begin opens what a day needs.
	begin(date time.Time) error
	// arrives is when a record of an instant gets there; of one machine never a later
	// one before.
	arrives(h *host, at time.Time) time.Time
	// write writes a record.
	write(r *record, e *windows.Event) error
	// end closes what the day needed.
	end() error
	// close closes the rest.
	close() error
}

// channel is one of a machine's logs.
type channel uint8

const (
	channelSecurity channel = iota
	channelSystem
	channelSysmon
	channels
)

// body is what a record tells.
type body interface {
	Event([]windows.Field) windows.Event
}

// record is a record that waits for its time.
type record struct {
	arrives, at time.Time // at the collector, and in the log
	order       int       // of those of one instant
	host        *host
	label       fact.Label
	in          channel
	body
}

// NewWinlogbeat returns the event logs as a collector writes them that all machines
// forward theirs to: a file a day, in the order of arrival.
func NewWinlogbeat(s sensor.Setting, e *sensor.Estate) *Sensor {
	return newSensor(s, e, newBeats(s, e))
}

// NewEventXML returns the event logs as exports: of each machine and channel one.
func NewEventXML(s sensor.Setting, e *sensor.Estate) *Sensor {
	return newSensor(s, e, &exports{folder: s.Folder})
}

func newSensor(s sensor.Setting, e *sensor.Estate, c collector) *Sensor {
	w := &Sensor{Setting: s, accounts: newDirectory(e, s.Numbers), estate: e, collector: c,
		hosts: make(map[string]*host), byAddress: make(map[netip.Addr]*host)}
	for i, m := range e.Of(fact.Windows) {
		h := newHost(m, i, e, s.Numbers)
		w.hosts[m.Host], w.byAddress[m.Address] = h, h
	}
	w.center = w.hosts[e.Directory]
	return w
}

// Observe takes a day in.
func (w *Sensor) Observe(d *fact.Day) error {
	if err := w.collector.begin(d.Date); err != nil {
		return err
	}
	for _, a := range sensor.Deeds(d, func(host string) bool { return w.hosts[host] != nil }) {
		switch {
		case a.Logon != nil:
			w.logon(w.hosts[a.Logon.Host], a.Logon)
		case a.Process != nil:
			w.process(w.hosts[a.Process.Host], a.Process)
		case a.File != nil:
			w.dropped(w.hosts[a.File.Host], a.File)
		default:
			w.service(w.hosts[a.Service.Host], a.Service)
		}
	}
	slices.SortFunc(w.waiting, func(a, b record) int {
		return cmp.Or(a.arrives.Compare(b.arrives), cmp.Compare(a.host.number, b.host.number), a.at.Compare(b.at), cmp.Compare(a.order, b.order))
	})
	tomorrow := d.Date.AddDate(0, 0, 1)
	n, _ := slices.BinarySearchFunc(w.waiting, tomorrow, func(r record, t time.Time) int { return r.arrives.Compare(t) })
	for i := range w.waiting[:n] {
		if err := w.write(&w.waiting[i]); err != nil {
			return err
		}
	}
	w.waiting = append(w.waiting[:0], w.waiting[n:]...)
	for _, h := range w.hosts {
		h.forget(tomorrow)
	}
	return w.collector.end()
}

// Close closes the logs. What has not arrived stays where it is.
func (w *Sensor) Close() error { return w.collector.close() }

// log notes a record of a machine.
func (w *Sensor) log(h *host, c channel, label fact.Label, at time.Time, b body) {
	w.order++
	w.waiting = append(w.waiting, record{arrives: w.collector.arrives(h, at), at: at, order: w.order, host: h, label: label, in: c, body: b})
}

// write gives a record its number and hands it over. What is lost in an outage leaves a
// gap in the numbers.
func (w *Sensor) write(r *record) error {
	r.host.records[r.in]++
	if w.Silent(r.at) {
		return nil
	}
	e := r.Event(w.fields)
	w.fields = e.Data
	e.Time, e.RecordID, e.Computer = r.host.clock(r.at), r.host.records[r.in], r.host.name
	e.ProcessID, e.ThreadID = r.host.logger(r.in, e.ID), r.host.thread(r.host.records[r.in])
	return w.collector.write(r, &e)
}

// moment is a short time, for what follows at once.
func (w *Sensor) moment() time.Duration {
	return time.Duration(300+w.Timing.IntN(9000)) * time.Microsecond
}
