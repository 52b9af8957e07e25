package zeek

import (
	"net/netip"
	"strconv"
	"time"
)

// row is a line on its way. Each of its methods writes the next column, or that it is
// not set; the order of the calls is the order of the columns.
type row struct {
	dst    []byte
	stream *stream
	ts     time.Time // intervals are differences to it, see interval
	column int
	table  bool // as opposed to JSON
	iso    bool // times as ISO 8601
}

// begin starts a line with its time. written is when the sensor wrote it, which only
// streaming tells; the zero time stands for ts.
func (s *stream) begin(dst []byte, ts, written time.Time) row {
	r := row{dst: dst, stream: s, ts: ts, table: s.options.Encoding == TSV, iso: s.options.Encoding == StreamingJSON}
	if r.table {
		r.column = 1
		r.dst = appendTableTime(r.dst, ts)
		return r
	}
	r.dst = append(r.dst, '{')
	if r.iso {
		if written.IsZero() {
			written = ts
		}
		r.dst = append(r.dst, `"_path":"`...)
		r.dst = append(r.dst, s.path...)
		r.dst = append(r.dst, `","_write_ts":`...)
		r.dst = appendISOTime(r.dst, written)
	}
	r.next(true)
	r.jsonTime(ts.Truncate(time.Microsecond)) // Zeek's clock has no more
	return r
}

// end finishes the line.
func (r *row) end() []byte {
	if !r.table {
		r.dst = append(r.dst, '}')
	}
	return append(r.dst, '\n')
}

// next begins a column: its separator or its key, and of a column that is not set
// its mark. It returns set.
func (r *row) next(set bool) bool {
	column := r.column
	r.column++
	if r.table {
		if set {
			r.dst = append(r.dst, '\t')
		} else {
			r.dst = append(r.dst, '\t', '-')
		}
		return set
	}
	if set {
		r.dst = append(r.dst, r.stream.keys[column]...)
	}
	return set
}

func (r *row) text(s string) {
	if !r.next(s != "") {
		return
	}
	switch {
	case s == Empty && r.table:
		r.dst = append(r.dst, emptyField...)
	case s == Empty:
		r.dst = append(r.dst, '"', '"')
	case r.table:
		r.dst = appendTableText(r.dst, s, false)
	default:
		r.dst = appendJSONText(r.dst, s)
	}
}

// number writes a count that is always set.
func (r *row) number(n uint64) {
	r.next(true)
	r.dst = strconv.AppendUint(r.dst, n, 10)
}

func (r *row) count(n Count) {
	if r.next(n.set) {
		r.dst = strconv.AppendUint(r.dst, n.value, 10)
	}
}

// flag writes a truth that is always set.
func (r *row) flag(b bool) { r.truth(BoolOf(b)) }

func (r *row) truth(b Bool) {
	if !r.next(b != 0) {
		return
	}
	switch {
	case r.table && b == True:
		r.dst = append(r.dst, 'T')
	case r.table:
		r.dst = append(r.dst, 'F')
	default:
		r.dst = strconv.AppendBool(r.dst, b == True)
	}
}

func (r *row) address(a netip.Addr) {
	if r.next(a.IsValid()) {
		r.addressValue(a)
	}
}

func (r *row) addressValue(a netip.Addr) {
	if a.Zone() != "" {
		a = a.WithZone("")
	}
	if r.table {
		r.dst = a.AppendTo(r.dst)
		return
	}
	r.dst = append(r.dst, '"')
	r.dst = a.AppendTo(r.dst)
	r.dst = append(r.dst, '"')
}

// id writes the four columns of a connection, which are all unset when the originator is.
func (r *row) id(id *ID) {
	set := id.OrigH.IsValid()
	r.address(id.OrigH)
	if r.next(set) {
		r.dst = strconv.AppendUint(r.dst, uint64(id.OrigP), 10)
	}
	r.address(id.RespH)
	if r.next(set) {
		r.dst = strconv.AppendUint(r.dst, uint64(id.RespP), 10)
	}
}

// time writes a time that is not the sensor's own: of a certificate, a ticket or a
// file on a server, which knows tenths of a microsecond.
func (r *row) time(t time.Time) {
	if !r.next(!t.IsZero()) {
		return
	}
	if r.table {
		r.dst = appendTableTime(r.dst, t.Round(time.Microsecond))
	} else {
		r.jsonTime(t)
	}
}

func (r *row) jsonTime(t time.Time) {
	if r.iso {
		r.dst = appendISOTime(r.dst, t)
	} else {
		r.dst = appendJSONTime(r.dst, t)
	}
}

// interval writes the length of time that began at ts. Zeek subtracts two times in
// floating point, which its JSON shows: 0.001528 seconds are 0.001528024673461914.
func (r *row) interval(d Interval) {
	if !r.next(d.set) {
		return
	}
	if r.table {
		r.dst = appendTableMicros(r.dst, d.value.Microseconds())
		return
	}
	start := r.ts.UnixMicro()
	r.dst = appendDouble(r.dst, seconds(start+d.value.Microseconds())-seconds(start))
}

// setting writes a length of time that a script names, not one that was measured.
func (r *row) setting(d Interval) {
	if !r.next(d.set) {
		return
	}
	if r.table {
		r.dst = appendTableMicros(r.dst, d.value.Microseconds())
	} else {
		r.dst = appendJSONMicros(r.dst, d.value.Microseconds())
	}
}

func (r *row) double(f Double) {
	if !r.next(f.set) {
		return
	}
	if r.table {
		r.dst = appendTableDouble(r.dst, f.value)
	} else {
		r.dst = appendDouble(r.dst, f.value)
	}
}
