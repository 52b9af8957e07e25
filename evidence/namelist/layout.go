package namelist

import (
	"bytes"
	"strings"

	"dwell/evidence"
)

// role is what a column holds.
type role uint8

const (
	roleNone role = iota
	roleName
	roleTime
	roleClient
	roleServer
	roleType
	roleCode
	roles
)

// layout says how the lines of a file are cut.
type layout struct {
	separator byte // 0: the line is the name
	columns   int
	at        [roles]int // the column of each role, -1 none
	header    []byte     // the header line, nil when there is none
	ignored   bool       // there are other columns
}

// headers are the names that columns of exports go by, in lower case, without
// punctuation. Those of names of DNS that nothing else has come with a mark.
var headers = map[string]role{
	"qname": roleName, "query": roleName, "queryname": roleName, "dnsquery": roleName, "dnsqueryname": roleName, "rrname": roleName,
	"fqdn": roleName, "dnsquestionname": roleName, "questionname": roleName, "domain": roleName, "domainname": roleName,
	"hostname": roleName, "host": roleName, "name": roleName, "dnsname": roleName, "record": roleName, "subdomain": roleName,
	"time": roleTime, "timestamp": roleTime, "ts": roleTime, "date": roleTime, "datetime": roleTime, "querytime": roleTime,
	"firstseen": roleTime, "eventtime": roleTime,
	"client": roleClient, "clientip": roleClient, "src": roleClient, "srcip": roleClient, "source": roleClient,
	"sourceip": roleClient, "clientaddress": roleClient, "idorigh": roleClient, "internalip": roleClient,
	"server": roleServer, "dst": roleServer, "dstip": roleServer, "destip": roleServer, "destinationip": roleServer,
	"resolver": roleServer, "idresph": roleServer,
	"type": roleType, "qtype": roleType, "qtypename": roleType, "querytype": roleType, "recordtype": roleType, "rrtype": roleType,
	"rcode": roleCode, "rcodename": roleCode, "responsecode": roleCode, "returncode": roleCode, "status": roleCode,
}

// telling are the headers that hardly anything but a list of lookups has.
var telling = map[string]bool{
	"qname": true, "queryname": true, "dnsquery": true, "dnsqueryname": true, "rrname": true, "dnsquestionname": true,
	"questionname": true, "fqdn": true, "dnsname": true,
}

func headerKey(cell []byte) string {
	var b strings.Builder
	for _, c := range bytes.ToLower(trimmed(cell)) {
		if c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

const (
	// judged is how many lines the decision rests on.
	judged = 200
	// mostColumns a list has: wider tables are logs of something else.
	mostColumns = 12
	// leastNames is how many names a list without a header must have.
	leastNames = 5
	// leastShare of the lines are registered names.
	leastShare = 0.9
	// leastDeep is the share of names of three labels or more, leastTops the number of
	// endings, and leastPlain the share of names in the common domains: one of these tells
	// a list of names from one of files ("x.py").
	leastDeep, leastTops, leastPlain = 0.5, 3, 0.5
)

// detect judges the first bytes and says how to cut them.
func detect(head []byte) (layout, evidence.Confidence) {
	lines := sample(head)
	if len(lines) == 0 || bytes.HasPrefix(head, []byte("#separator")) || bytes.HasPrefix(head, []byte("#fields")) {
		return layout{}, evidence.No // a Zeek table has its own reader
	}
	for _, separator := range []byte{',', ';', '\t', 0} {
		if l, c := detectTable(lines, separator); c != evidence.No {
			return l, c
		}
	}
	return layout{}, evidence.No
}

// blank stands around lines. A tab may be an empty cell.
const blank = " \r\n"

// sample returns the first lines that are whole and not empty, without comments.
func sample(head []byte) [][]byte {
	head = bytes.TrimPrefix(head, byteOrderMark)
	var lines [][]byte
	for line := range bytes.Lines(head) {
		whole := line[len(line)-1] == '\n' || len(lines) == 0 || len(head) < evidence.HeadSize
		line = bytes.Trim(line, blank)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if !whole || len(lines) == judged {
			break
		}
		lines = append(lines, line)
	}
	return lines
}

func detectTable(lines [][]byte, separator byte) (layout, evidence.Confidence) {
	first := cells(lines[0], separator)
	if separator != 0 && (len(first) < 2 || len(first) > mostColumns) {
		return layout{}, evidence.No
	}
	if l, sure, ok := withHeader(lines[0], first, separator); ok {
		switch {
		case len(lines) < 2 || !l.fits(lines[1:], 1):
			return layout{}, evidence.No
		case sure:
			return l, evidence.Likely
		}
		if l.fits(lines[1:], leastNames) && l.varied(lines[1:]) {
			return l, evidence.Possible
		}
		return layout{}, evidence.No
	}
	for column := range first {
		l := newLayout(separator, len(first))
		l.at[roleName] = column
		l.ignored = len(first) > 1
		if l.fits(lines, leastNames) && l.varied(lines) {
			return l, evidence.Possible
		}
	}
	return layout{}, evidence.No
}

func newLayout(separator byte, columns int) layout {
	l := layout{separator: separator, columns: columns}
	for i := range l.at {
		l.at[i] = -1
	}
	return l
}

// withHeader reads a header; sure when it can only be that of a list of lookups.
func withHeader(line []byte, first [][]byte, separator byte) (l layout, sure, ok bool) {
	l = newLayout(separator, len(first))
	for i, cell := range first {
		key := headerKey(cell)
		r := headers[key]
		switch {
		case r == roleNone:
			l.ignored = true
		case r == roleName && telling[key] && !sure:
			l.at[roleName], sure = i, true
		case l.at[r] < 0:
			l.at[r] = i
		}
	}
	l.header = bytes.Clone(line)
	return l, sure, l.at[roleName] >= 0
}

// fits reports whether the lines have names where the layout expects them, at least so
// many of them.
func (l *layout) fits(lines [][]byte, least int) bool {
	good := 0
	for _, line := range lines {
		if name, ok := l.name(line); ok && registered(name) {
			good++
		}
	}
	return good >= least && float64(good) >= leastShare*float64(len(lines))
}

// varied reports whether the names are no names of files: these have one dot, and few
// endings.
func (l *layout) varied(lines [][]byte) bool {
	deep, plain, names := 0, 0, 0
	tops := map[string]bool{}
	for _, line := range lines {
		name, ok := l.name(line)
		if !ok {
			continue
		}
		names++
		if bytes.Count(name, []byte{'.'}) > 1 {
			deep++
		}
		top := string(lower(name[1+bytes.LastIndexByte(name, '.'):]))
		tops[top] = true
		if top == "com" || top == "net" || top == "org" {
			plain++
		}
	}
	return float64(deep) >= leastDeep*float64(names) || len(tops) >= leastTops || float64(plain) >= leastPlain*float64(names)
}

// name returns the name of a line, and whether there is one.
func (l *layout) name(line []byte) ([]byte, bool) {
	all := cells(line, l.separator)
	if at := l.at[roleName]; len(all) == l.columns && at < len(all) {
		name := trimmed(all[at])
		return name, isName(name)
	}
	return nil, false
}

// cells cuts a line. A cell in double quotes may hold the separator.
func cells(line []byte, separator byte) [][]byte { return appendCells(nil, line, separator) }

func appendCells(out [][]byte, line []byte, separator byte) [][]byte {
	if separator == 0 {
		return append(out, line)
	}
	quoted, start := false, 0
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			out = append(out, line[start:i])
			start = i + 1
			if len(out) > mostColumns {
				return out
			}
		}
	}
	return append(out, line[start:])
}
