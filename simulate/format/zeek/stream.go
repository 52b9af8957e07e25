package zeek

import (
	"strings"
	"time"
)

// stream is what the writers have in common: the name and the columns of a log.
type stream struct {
	path    string
	header  string   // of the table, the two lines #fields and #types
	keys    []string // of JSON, each with its quotes, colon and leading comma
	options Options
}

// The columns of a connection, which most streams begin with.
const connectionColumns = "ts time, uid string, " + idColumns

// The four columns of the record conn_id.
const idColumns = "id.orig_h addr, id.orig_p port, id.resp_h addr, id.resp_p port, "

// The columns of the record geo_location, under the name that notices and SSH
// sessions give it.
const locationColumns = "remote_location.country_code string, remote_location.region string, " +
	"remote_location.city string, remote_location.latitude double, remote_location.longitude double"

// newStream makes a stream from its columns: name and type of each, with commas
// between them, as the record of the Zeek script lists them.
func newStream(path, columns string, options Options) stream {
	s := stream{path: path, options: options}
	var names, types []string
	for column := range strings.SplitSeq(columns, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(column), " ")
		names, types = append(names, name), append(types, kind)
		comma := ","
		if len(s.keys) == 0 && options.Encoding == JSON {
			comma = "" // only behind what streaming puts first
		}
		s.keys = append(s.keys, comma+`"`+name+`":`)
	}
	s.header = "#fields\t" + strings.Join(names, "\t") + "\n#types\t" + strings.Join(types, "\t") + "\n"
	return s
}

// Path returns the name of the stream, which is that of its file without ".log".
func (s *stream) Path() string { return s.path }

// AppendHeader appends what stands at the beginning of a log that was opened at the
// time, which is written in its own zone. JSON has no header.
func (s *stream) AppendHeader(dst []byte, open time.Time) []byte {
	if s.options.Encoding != TSV {
		return dst
	}
	dst = append(dst, "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t"...)
	dst = append(dst, s.path...)
	dst = append(dst, "\n#open\t"...)
	dst = open.AppendFormat(dst, headerTime)
	dst = append(dst, '\n')
	return append(dst, s.header...)
}

// AppendFooter appends what stands at the end of a log that was closed at the time.
// A log that is still being written, or whose writer died, has none.
func (s *stream) AppendFooter(dst []byte, closed time.Time) []byte {
	if s.options.Encoding != TSV {
		return dst
	}
	dst = append(dst, "#close\t"...)
	dst = closed.AppendFormat(dst, headerTime)
	return append(dst, '\n')
}

const headerTime = "2006-01-02-15-04-05"
