package acceptance_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/finding"
	"dwell/simulate"
)

// traffic simulates twelve days of a company that somebody breaks into, as one kind of
// network sensor writes them, and returns the folder of the logs.
func traffic(t *testing.T, network string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), network)
	_, err := simulate.Run(context.Background(), simulate.Config{Scenario: "interpark-2016", Seed: 5, Out: out, Parameters: map[string]string{
		"employees": "14", "days": "12", "missing": "mail,database,web", "network": network,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(out, "evidence")
}

// logs returns the logs of a folder, unpacked, by path.
func logs(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(path, ".gz") {
			var r *gzip.Reader
			if r, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
				data, err = io.ReadAll(r)
			}
		}
		all[strings.TrimSuffix(path, ".gz")] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// streams joins the days of each log.
func streams(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := logs(t, folder)
	paths := make([]string, 0, len(all))
	for path := range all {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	joined := map[string][]byte{}
	for _, path := range paths {
		joined[filepath.Base(path)] = append(joined[filepath.Base(path)], all[path]...)
	}
	return joined
}

// hourly cuts logs of Zeek into files of an hour each, every one with the header.
func hourly(all map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range all {
		var head []byte
		for line := range bytes.Lines(data) {
			if line[0] == '#' {
				if bytes.HasPrefix(line, []byte("#separator")) {
					head = nil
				}
				head = append(head, line...)
				continue
			}
			seconds, _, _ := bytes.Cut(line, []byte{'.'})
			at, _ := strconv.ParseInt(string(seconds), 10, 64)
			hour := strings.TrimSuffix(name, ".log") + time.Unix(at, 0).UTC().Format(".2006-01-02T15.log")
			if out[hour] == nil {
				out[hour] = slices.Clone(head)
			}
			out[hour] = append(out[hour], line...)
		}
	}
	return out
}

// save writes logs into a new folder.
func save(t *testing.T, all map[string][]byte) string {
	t.Helper()
	folder := t.TempDir()
	for name, data := range all {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// told investigates a folder and returns what each finding says, with the records in
// place of the references to them.
func told(t *testing.T, folder string) []string {
	t.Helper()
	c := investigate(t, folder).Case
	paths := map[event.FileID]string{}
	for _, f := range c.Evidence {
		paths[f.ID] = f.Path
	}
	record := func(ref event.Ref) string {
		line, err := evidence.Slice(context.Background(), []string{folder}, paths[ref.File], ref.Offset, ref.Length)
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	var out []string
	for _, f := range c.Findings {
		var records []string
		for _, ref := range f.Refs {
			records = append(records, record(ref))
		}
		for i := range f.Clues {
			for _, ref := range f.Clues[i].Refs {
				records = append(records, record(ref))
			}
			f.Clues[i].Refs = nil
		}
		f.Refs = []event.Ref{}
		text, err := json.MarshalIndent(f, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text)+"\n"+strings.Join(records, ""))
	}
	return out
}

// A log cut into a file for each hour tells the same, record by record, as one file or
// a file for each day.
func TestHourlyFilesTellTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates twelve days and investigates them three times")
	}
	days := traffic(t, "zeek-tsv")
	joined := streams(t, days)
	want := told(t, days)
	if len(want) < 5 {
		t.Fatalf("only %d findings in the evidence of a breach", len(want))
	}
	for name, folder := range map[string]string{"one file": save(t, joined), "hourly files": save(t, hourly(joined))} {
		if diff := cmp.Diff(want, told(t, folder)); diff != "" {
			t.Errorf("%s (-days +%s):\n%s", name, name, diff)
		}
	}
}

// The same traffic gives the same findings as Zeek's table, as its JSON and as the flat
// JSON that exporters make of it.
func TestEncodingsOfZeekTellTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates twelve days twice and investigates them three times")
	}
	dotted := traffic(t, "zeek-json")
	flat := streams(t, dotted)
	for name, data := range flat {
		for _, end := range []string{"orig_h", "orig_p", "resp_h", "resp_p"} {
			data = bytes.ReplaceAll(data, fmt.Appendf(nil, `"id.%s"`, end), fmt.Appendf(nil, `"id_%s"`, end))
		}
		flat[name] = data
	}
	want := stripped(t, investigate(t, traffic(t, "zeek-tsv")).Case.Findings)
	for name, folder := range map[string]string{"dotted JSON": dotted, "flat JSON": save(t, flat)} {
		if diff := cmp.Diff(want, stripped(t, investigate(t, folder).Case.Findings)); diff != "" {
			t.Errorf("%s (-table +%s):\n%s", name, name, diff)
		}
	}
}

// Where there is no log of connections, what the protocols tell is enough to find the
// back doors.
func TestBackDoorsWithoutALogOfConnections(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates twelve days and investigates them twice")
	}
	joined := streams(t, traffic(t, "zeek-tsv"))
	doors := func(folder string) (out []string) {
		for _, f := range investigate(t, folder).Case.Findings {
			if (f.Kind == finding.Beacon || f.Kind == finding.OddIdentity) && f.Severity >= finding.Medium {
				out = append(out, f.Entities[0].Value+" to "+f.Entities[1].Value)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	want := doors(save(t, joined))
	if len(want) < 2 {
		t.Fatalf("only %v with all logs", want)
	}
	if diff := cmp.Diff(want, doors(save(t, map[string][]byte{"ssl.log": joined["ssl.log"]}))); diff != "" {
		t.Errorf("with ssl.log alone (-all +alone):\n%s", diff)
	}
	// Lookups say less, but put the same machines on top.
	var callers []string
	alone := investigate(t, save(t, map[string][]byte{"dns.log": joined["dns.log"]})).Case
	for _, f := range alone.Findings[:min(3, len(alone.Findings))] {
		callers = append(callers, f.Entities[0].Value+" to "+f.Entities[1].Value)
	}
	for _, door := range want {
		if name, _, _ := strings.Cut(door, " to "); net.ParseIP(name) == nil && !slices.Contains(callers, door) {
			t.Errorf("%s is not among the first three with dns.log alone: %v", door, callers)
		}
	}
}
