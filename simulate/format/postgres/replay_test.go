package postgres

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// compare writes the script as the session of the real server that ran it, and compares
// record by record. Taken from the real records are: the time of each, the PID, the
// beginning and the length of the session, the slot and the first local transaction, the
// first transaction id, and the durations of statements.
func compare(t *testing.T, l realLog, settings *Settings, want []string, script []step) {
	t.Helper()
	compareWith(t, l, settings, &Client{User: l.user(want), Database: "shop", Application: "psql", Host: "[local]"}, want, script)
}

func compareWith(t *testing.T, l realLog, settings *Settings, client *Client, want []string, script []step) {
	t.Helper()
	got := l.replay(t, settings, client, want, script, 1)
	// The first id that a record shows need not be the first that was given.
	for i := range min(len(got), len(want)) {
		if ours, real := number(l.column(got[i], "transaction")), number(l.column(want[i], "transaction")); ours != 0 && real != 0 {
			got = l.replay(t, settings, client, want, script, uint32(1+real-ours))
			break
		}
	}
	l.equal(t, want, got)
}

// equal compares record by record, but for the time.
func (l *realLog) equal(t *testing.T, want, got []string) {
	t.Helper()
	for i := range want {
		if i >= len(got) {
			t.Fatalf("record %d is missing:\n%s", i, want[i])
		}
		if g := want[i][:l.timed()] + got[i][l.timed():]; g != want[i] {
			t.Fatalf("record %d\nreal %s\nours %s", i, want[i], g)
		}
	}
	if len(got) > len(want) {
		t.Fatalf("too much: %s", got[len(want)])
	}
}

// user returns the account of a session.
func (l *realLog) user(records []string) string {
	for _, r := range records {
		if u := l.column(r, "user"); u != "" && u != unknown {
			return u
		}
	}
	return ""
}

// replay writes the script and cuts the result into records.
func (l *realLog) replay(t *testing.T, settings *Settings, client *Client, want []string, script []step, transaction uint32) []string {
	t.Helper()
	session := l.opened(t, settings, client, want, transaction)
	at := session.record.Start
	var log []byte
	log = session.AppendReceived(log, at)
	if script == nil {
		return l.cut(t, log)
	}
	log = session.AppendAuthorized(log, at)
	durations := durationsOf(want)
	for _, s := range script {
		if s.Parse > 0 {
			s.Parse, durations = next(durations)
		}
		if s.Bind > 0 {
			s.Bind, durations = next(durations)
		}
		if s.Failure == nil && session.block != aborted || session.ends(&s.Statement) {
			s.Took, durations = next(durations)
		}
		log = session.AppendStatement(log, at, &s.Statement)
	}
	return l.cut(t, session.AppendDisconnect(log, at.Add(lengthOf(t, want))))
}

// opened returns a session in the state in which the real one was when it began.
func (l *realLog) opened(t *testing.T, settings *Settings, client *Client, records []string, transaction uint32) *Session {
	t.Helper()
	server := NewServer(settings, transaction)
	for _, r := range records {
		if v := l.column(r, "virtual"); v != "" {
			l.place(t, server, v)
			break
		}
	}
	pid, start := l.process(t, records[0])
	return server.Session(pid, start, client)
}

// place makes the next process of the server begin with a virtual transaction.
func (l *realLog) place(t *testing.T, server *Server, virtual string) {
	t.Helper()
	var place, local int
	if _, err := fmt.Sscanf(virtual, "%d/%d", &place, &local); err != nil {
		t.Fatal(err)
	}
	server.slots = make([]slot, place)
	for i := range place - 1 {
		server.slots[i].taken = true
	}
	server.slots[place-1].local = uint32(local - 1)
}

// process returns what the session id of a record says.
func (l *realLog) process(t *testing.T, record string) (pid int, start time.Time) {
	t.Helper()
	left, right, _ := strings.Cut(l.column(record, "session"), ".")
	seconds, err := strconv.ParseInt(left, 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	id, err := strconv.ParseInt(right, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return int(id), time.Unix(seconds, 0)
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

var durationForm = regexp.MustCompile(`duration: (\d+)\.(\d{3}) ms`)

// durationsOf returns the durations of the statements, in their order.
func durationsOf(records []string) []time.Duration {
	var out []time.Duration
	for _, r := range records {
		if m := durationForm.FindStringSubmatch(r); m != nil {
			out = append(out, time.Duration(number(m[1])*1000+number(m[2]))*time.Microsecond)
		}
	}
	return out
}

func next(durations []time.Duration) (time.Duration, []time.Duration) {
	if len(durations) == 0 {
		return 0, nil
	}
	return durations[0], durations[1:]
}

var lengthForm = regexp.MustCompile(`session time: (\d+):(\d\d):(\d\d)\.(\d{3})`)

// lengthOf returns the length that the last record of a session gives.
func lengthOf(t *testing.T, records []string) time.Duration {
	t.Helper()
	m := lengthForm.FindStringSubmatch(records[len(records)-1])
	if m == nil {
		t.Fatalf("no disconnection: %s", records[len(records)-1])
	}
	return time.Duration((number(m[1])*60+number(m[2]))*60+number(m[3]))*time.Second + time.Duration(number(m[4]))*time.Millisecond
}
