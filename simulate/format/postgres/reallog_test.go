package postgres

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// realLog is a log of the real server in one layout.
type realLog struct {
	name    string
	layout  Layout
	records []string
	column  func(record, name string) string
}

func layouts(t *testing.T, s *server) []realLog {
	t.Helper()
	stderr, err := NewStderr(prefix)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(s.Data, "log", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return []realLog{
		{"csvlog", CSVLog{}, csvRecords(t, read("server.csv")), csvColumn},
		{"jsonlog", JSONLog{}, strings.SplitAfter(string(read("server.json")), "\n"), jsonColumn},
		{"stderr", stderr, stderrRecords(string(read("server.log"))), stderrColumn},
	}
}

// csvRecords cuts csvlog into its records, which may hold line feeds.
func csvRecords(t *testing.T, log []byte) []string {
	t.Helper()
	var out []string
	reader := csv.NewReader(bytes.NewReader(log))
	for from := int64(0); ; {
		columns, err := reader.Read()
		if err == io.EOF {
			return out
		}
		if err != nil || len(columns) != 26 {
			t.Fatalf("%d columns, %v", len(columns), err)
		}
		out = append(out, string(log[from:reader.InputOffset()]))
		from = reader.InputOffset()
	}
}

// stderrRecords cuts standard error into its parts; what begins with a tab continues one.
func stderrRecords(log string) []string {
	var out []string
	for _, line := range strings.SplitAfter(log, "\n") {
		if strings.HasPrefix(line, "\t") {
			out[len(out)-1] += line
		} else if line != "" {
			out = append(out, line)
		}
	}
	return out
}

func csvColumn(record, name string) string {
	columns, err := csv.NewReader(strings.NewReader(record)).Read()
	if err != nil {
		return ""
	}
	return columns[slices.Index([]string{"time", "user", "database", "pid", "host", "session", "line", "tag", "start", "virtual", "transaction"}, name)]
}

func jsonColumn(record, name string) string {
	key := map[string]string{"user": "user", "pid": "pid", "host": "remote_host", "session": "session_id", "virtual": "vxid", "transaction": "txid"}[name]
	m := regexp.MustCompile(`"` + key + `":"?([^",}]*)`).FindStringSubmatch(record)
	if m == nil {
		return ""
	}
	return m[1]
}

// stderrForm is the prefix as it is written.
var stderrForm = regexp.MustCompile(`^\S+ \S+ \S+ \[(?P<pid>\d+)\] (?P<session>\S+) \d+ [a-z ]+? \d* (?P<virtual>[0-9/]*) (?P<transaction>\d+) \w{5} 0 \[[^]]*\] (?:(?P<user>[^@ ]+)@\S+ .*? (?P<host>\S+) )?`)

func stderrColumn(record, name string) string {
	m := stderrForm.FindStringSubmatch(record)
	if m == nil {
		return ""
	}
	return m[stderrForm.SubexpIndex(name)]
}

// of returns the sessions of an account in their order, each with all its records.
func (l *realLog) of(account string) [][]string {
	var order []string
	named := map[string]bool{}
	all := map[string][]string{}
	for _, r := range l.records {
		id := l.column(r, "session")
		if all[id] == nil {
			order = append(order, id)
		}
		all[id] = append(all[id], r)
		if l.column(r, "user") == account {
			named[id] = true
		}
	}
	var out [][]string
	for _, id := range order {
		if named[id] {
			out = append(out, all[id])
		}
	}
	return out
}

// timed is the length of what stands before the end of the time.
func (l *realLog) timed() int {
	const length = len("2016-05-05 02:11:09.123")
	if l.name == "jsonlog" {
		return len(`{"timestamp":"`) + length
	}
	return length
}

func (l *realLog) cut(t *testing.T, log []byte) []string {
	switch l.name {
	case "csvlog":
		return csvRecords(t, log)
	case "stderr":
		return stderrRecords(string(log))
	}
	lines := strings.SplitAfter(string(log), "\n")
	return lines[:len(lines)-1]
}
