package suricata

import (
	"bytes"
	"strconv"

	"dwell/event"
	"dwell/evidence"
)

// parser turns the lines of one block after the other into events. It belongs to one
// goroutine at a time and keeps its memory between blocks.
type parser struct {
	record *record

	// of the current line
	ref    event.Ref
	at     event.Time
	ends   event.Endpoints
	sensor string
	uid    string

	flows  recent // ids of the flows read last
	halves halves // of netflow records
	id     []byte

	worker  *evidence.Worker
	all     event.Batch // events waiting, of every kind
	out     event.Batch // the kind being handed over
	pending int
	census  census
}

func newParser() *parser { return &parser{record: newRecord()} }

// batchEvents is how many events are handed over at a time: few enough to stay in the
// cache between being made and being observed.
const batchEvents = 512

// line reads one line.
func (p *parser) line(line []byte) {
	text, ok := object(line)
	if !ok {
		p.damage("no JSON object")
		return
	}
	if err := p.record.scan(text); err != nil {
		p.damage(err.Error())
		return
	}
	p.record.unpack()
	if !p.record.has(fieldType) {
		p.damage("JSON object without an event type: not a record of Suricata")
		return
	}
	p.event()
}

// maxPrefix bounds what a syslog daemon may have written in front of the object.
const maxPrefix = 512

// marks are what EVE begins with.
var marks = [][]byte{[]byte(`{"timestamp"`), []byte(`{"@timestamp"`)}

// object returns the JSON object of a line, behind what a syslog daemon put in front.
func object(line []byte) ([]byte, bool) {
	line = bytes.Trim(line, " \t\r\x00")
	if len(line) > 0 && line[0] == '{' {
		return line, true
	}
	for _, mark := range marks {
		at := bytes.Index(line[:min(len(line), maxPrefix)], mark)
		if at > 0 && (line[at-1] == ' ' || line[at-1] == '\t' || line[at-1] == ':') {
			return line[at:], true
		}
	}
	return nil, false
}

// event makes the event of the record.
func (p *parser) event() {
	r := p.record
	name := r.text(fieldType)
	k := kinds[name]
	if k == nil {
		p.census.skip(reasonFor(name))
		return
	}
	if p.at = r.time(fieldTimestamp); p.at.IsZero() {
		p.at = r.time(fieldShipped)
	}
	if p.at.IsZero() && !(k.flow && r.has(fieldStart)) {
		p.damage("no time, or one that cannot be read")
		return
	}
	p.ends = event.Endpoints{Src: r.address(fieldSrcIP), Dst: r.address(fieldDstIP), SrcPort: r.port(fieldSrcPort), DstPort: r.port(fieldDstPort)}
	if r.damaged.has(fieldSrcIP) || r.damaged.has(fieldDstIP) {
		p.damage(errAddress)
		return
	}
	p.identify()
	switch o := k.build(p); {
	case o.damaged != "":
		p.damage(o.damaged)
		return
	case o.skipped != "":
		p.census.skip(o.skipped)
	default:
		p.census.records++
		p.census.time(p.at)
	}
	if r.damaged != (fieldSet{}) {
		p.census.unreadable(k.name, r.damaged)
	}
	p.full()
}

// errAddress is why a record is damaged whose addresses make no sense.
const errAddress = "an address is missing or cannot be read"

// identify names the sensor and the flow. A flow_id is only unique at its sensor.
func (p *parser) identify() {
	r := p.record
	if p.sensor = r.text(fieldHost); p.sensor == "" {
		p.sensor = r.text(fieldShipper)
	}
	p.uid = ""
	raw := r.bytes(fieldFlowID)
	if len(raw) == 0 {
		return
	}
	p.id = append(p.id[:0], raw...)
	if n, ok := whole(raw); ok {
		p.id = strconv.AppendInt(p.id[:0], n, 10)
	}
	if p.sensor != "" {
		p.id = append(append(p.id, '@'), p.sensor...)
	}
	p.uid = string(p.id)
}

func (p *parser) damage(why string) { p.worker.Damage(p.ref.Offset, why) }

// full hands the waiting events over when there are enough.
func (p *parser) full() {
	if p.pending++; p.pending >= batchEvents {
		p.flush()
	}
}

// flush hands the waiting events over, one kind after the other.
func (p *parser) flush() {
	all := &p.all
	p.emit(event.Batch{Connections: all.Connections})
	p.emit(event.Batch{DNSLookups: all.DNSLookups})
	p.emit(event.Batch{WebRequests: all.WebRequests})
	p.emit(event.Batch{TLSSessions: all.TLSSessions})
	p.emit(event.Batch{Certificates: all.Certificates})
	p.emit(event.Batch{Files: all.Files})
	p.emit(event.Batch{Mails: all.Mails})
	p.emit(event.Batch{Logons: all.Logons})
	p.emit(event.Batch{Alerts: all.Alerts})
	p.emit(event.Batch{Shares: all.Shares})
	p.emit(event.Batch{Calls: all.Calls})
	p.emit(event.Batch{Assets: all.Assets})
	all.Reset()
	p.pending = 0
}

func (p *parser) emit(b event.Batch) {
	p.out = b
	p.worker.Emit(&p.out)
}

// finish ends a block.
func (p *parser) finish() {
	p.endNetflows()
	p.flush()
	p.flows = recent{}
	p.census.report(p.worker)
	p.census = census{}
	p.worker, p.out = nil, event.Batch{}
}
