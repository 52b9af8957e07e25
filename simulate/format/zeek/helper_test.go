package zeek_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dwell/simulate/format/zeek"
)

func TestIdentifiers(t *testing.T) {
	for _, c := range []struct {
		upper uint32
		lower uint64
		want  string
	}{
		{0, 0, "C00"},
		{61, 62, "CZ01"}, // the smallest digit comes first
		{1<<32 - 1, 1<<64 - 1, "C3cfFG4fyha61AhGYl"},
	} {
		got := zeek.UID(c.upper, c.lower)
		if got != c.want {
			t.Errorf("UID(%d, %d) = %s, want %s", c.upper, c.lower, got, c.want)
		}
		if f := zeek.FUID(c.upper, c.lower); f[0] != 'F' || f[1:] != got[1:] {
			t.Errorf("FUID %s beside UID %s", f, got)
		}
	}
	shape := regexp.MustCompile(`^C[0-9A-Za-z]{16,17}$`)
	seen := map[string]bool{}
	for i := range uint64(10_000) {
		uid := zeek.UID(uint32(3e9)+uint32(i), 1e19+i*1e14)
		if !shape.MatchString(uid) || seen[uid] {
			t.Fatalf("%s, seen %t", uid, seen[uid])
		}
		seen[uid] = true
	}
}

// The lengths of identifiers are those of a real log.
func TestLengthsOfRealIdentifiers(t *testing.T) {
	real := parseTable(t, realContent(t, rolling+"conn.16:00:00-17:00:00.log.gz", ""))
	column := slices.Index(real.fields, "uid")
	longest, long := 0, 0
	for _, row := range real.rows {
		n := len(strings.Split(row, "\t")[column])
		longest = max(longest, n)
		if n >= 17 {
			long++
		}
	}
	ours, oursLong, x := 0, 0, uint64(1)
	for range real.rows {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		n := len(zeek.UID(uint32(x>>16), x))
		ours = max(ours, n)
		if n >= 17 {
			oursLong++
		}
	}
	share, oursShare := float64(long)/float64(len(real.rows)), float64(oursLong)/float64(len(real.rows))
	if longest != ours || share < oursShare-0.02 || share > oursShare+0.02 {
		t.Errorf("real: longest %d, %.3f with 17 or more; ours: longest %d, %.3f", longest, share, ours, oursShare)
	}
}

func TestCourseOfConnections(t *testing.T) {
	web, mail := zeek.Course{OrigData: true, RespData: true}, zeek.Course{OrigData: true, RespData: true, RespFirst: true}
	for _, c := range []struct {
		state  string
		course zeek.Course
		want   string
	}{
		{zeek.StateSF, web, "ShADadFf"},
		{zeek.StateSF, zeek.Course{OrigData: true, RespData: true, RespCloses: true}, "ShADadfF"},
		{zeek.StateSF, mail, "ShAdDaFf"},
		{zeek.StateS0, web, "S"},
		{zeek.StateREJ, web, "Sr"},
		{zeek.StateRSTO, web, "ShADadR"},
		{zeek.StateRSTO, zeek.Course{}, "ShR"},
		{zeek.StateRSTR, web, "ShADadr"},
		{zeek.StateRSTOS0, web, "SR"},
		{zeek.StateS1, web, "ShADad"},
		{zeek.StateS2, zeek.Course{OrigData: true}, "ShADaF"},
		{zeek.StateS3, web, "ShADadf"},
		{zeek.StateSH, web, "SF"},
		{zeek.StateOTH, web, ""},
	} {
		if got := zeek.TCPHistory(c.state, c.course); got != c.want {
			t.Errorf("%s %+v: %s, want %s", c.state, c.course, got, c.want)
		}
	}
	if state, history := zeek.UDP(true); state != "SF" || history != "Dd" {
		t.Errorf("answered: %s %s", state, history)
	}
	if state, history := zeek.UDP(false); state != "S0" || history != "D" {
		t.Errorf("unanswered: %s %s", state, history)
	}
}

func TestBytesOfIP(t *testing.T) {
	for _, c := range []struct{ got, want uint64 }{
		{zeek.TCPBytes(0, 0, zeek.TCPWithTimestamps(), false), 0},
		{zeek.TCPBytes(0, 1, zeek.TCPWithTimestamps(), false), 60},
		{zeek.TCPBytes(0, 1, zeek.TCPWithoutTimestamps(), false), 52},
		{zeek.TCPBytes(100, 3, zeek.TCPWithTimestamps(), false), 60 + 52 + 52 + 100},
		{zeek.TCPBytes(100, 3, zeek.TCPWithoutTimestamps(), true), 72 + 60 + 60 + 100},
		{zeek.DatagramBytes(39, 1, false), 67},
		{zeek.DatagramBytes(39, 2, true), 39 + 96},
	} {
		if c.got != c.want {
			t.Errorf("%d bytes, want %d", c.got, c.want)
		}
	}
}

// What the helpers give is common in real logs: the histories of connections that ended
// in order, and the bytes of IP of both transports.
func TestRealCourseAndBytes(t *testing.T) {
	real := parseTable(t, realContent(t, rolling+"conn.16:00:00-17:00:00.log.gz", ""))
	at := func(row []string, column string) string { return row[slices.Index(real.fields, column)] }
	number := func(row []string, column string) uint64 {
		n, _ := strconv.ParseUint(at(row, column), 10, 64)
		return n
	}
	histories := map[string]int{}
	datagrams, exact, segments, fitting := 0, 0, 0, 0
	for _, line := range real.rows {
		row := strings.Split(line, "\t")
		histories[at(row, "conn_state")+" "+at(row, "history")]++
		payload, packets, bytes := number(row, "orig_bytes"), number(row, "orig_pkts"), number(row, "orig_ip_bytes")
		ipv6 := strings.Contains(at(row, "id.orig_h"), ":")
		switch {
		case at(row, "proto") == "udp" && at(row, "history") == "Dd":
			datagrams++
			if zeek.DatagramBytes(payload, packets, ipv6) == bytes {
				exact++
			}
		case at(row, "proto") == "tcp" && strings.HasPrefix(at(row, "history"), "ShADad"):
			segments++
			least := zeek.TCPBytes(payload, packets, zeek.TCPOptions{}, ipv6)
			most := zeek.TCPBytes(payload, packets, zeek.TCPOptions{SYN: 40, Segment: 40}, ipv6)
			if least <= bytes && bytes <= most {
				fitting++
			}
		}
	}
	web := zeek.Course{OrigData: true, RespData: true}
	if n := histories["SF "+zeek.TCPHistory(zeek.StateSF, web)]; n < 100 {
		t.Errorf("%d connections have our history of an ordinary one", n)
	}
	if datagrams < 100 || exact < datagrams*99/100 {
		t.Errorf("bytes of %d in %d flows over UDP", exact, datagrams)
	}
	if segments < 100 || fitting < segments*9/10 {
		t.Errorf("bytes of %d in %d connections", fitting, segments)
	}
}
