package main

import (
	"os/exec"
	"path/filepath"
)

// peer is one way to read the log.
type peer struct {
	name    string
	program string                    // looked for in the path where it has no folder
	module  string                    // of Python, that must be there too
	args    func(log string) []string // after "sh": another program that runs this one
	counts  bool                      // prints the number of pairs
	from    string                    // the package that holds it
}

// ofTSV are the ways to read a TSV log. The first is what the others are measured by.
func ofTSV(dwell, dir, tools string) []peer {
	return append(ofDwell(dwell, dir), []peer{
		awk("mawk"), awk("gawk"),
		{"zq, count by pair", tool(tools, "zq"), "", func(log string) []string {
			return []string{"-f", "text", "-i", "zeek", "count() by id.orig_h,id.resp_h | count()", log}
		}, true, "Go module github.com/brimdata/zed/cmd/zq v1.18.0"},
		{"SQLite, import and group by pair", "sqlite3", "", func(log string) []string {
			return []string{":memory:", "-cmd", "create table c(" + plainColumns + ")", "-cmd", ".mode tabs", "-cmd", ".import --skip 7 " + log + " c",
				"select count(*) from (select orig_h,resp_h,count(*),sum(orig_ip_bytes) from c group by 1,2)"}
		}, true, "Debian sqlite3"},
		python(tools, "DuckDB, group by pair", "duckdb", tsvDuckDB),
		python(tools, "ClickHouse (chdb), group by pair with lists of times and sizes", "chdb", tsvClickHouse),
		python(tools, "Polars, group by pair", "polars", tsvPolars),
		python(tools, "zat and pandas, group by pair", "zat", tsvZAT),
	}...)
}

// ofJSON are the ways to read a JSON log.
func ofJSON(dwell, dir, tools string) []peer {
	return append(ofDwell(dwell, dir)[:1], []peer{
		{"jq and awk, count by pair", "jq", "", func(log string) []string { // a table in jq itself takes time without end
			return []string{"sh", "-c", `jq -r '.["id.orig_h"]+" "+.["id.resp_h"]' "$0" | awk '{ n[$0]++ } END { for (p in n) pairs++; print pairs }'`, log}
		}, true, "Debian jq"},
		{"zq, count by pair", tool(tools, "zq"), "", func(log string) []string {
			return []string{"-f", "text", "-i", "json", `count() by src:=this["id.orig_h"],dst:=this["id.resp_h"] | count()`, log}
		}, true, "Go module github.com/brimdata/zed/cmd/zq v1.18.0"},
		python(tools, "DuckDB, group by pair", "duckdb", jsonDuckDB),
		python(tools, "ClickHouse (chdb), group by pair with lists of times and sizes", "chdb", jsonClickHouse),
		python(tools, "Polars, group by pair", "polars", jsonPolars),
	}...)
}

// ofDwell is the whole job, alone and with RITA's score.
func ofDwell(dwell, dir string) []peer {
	investigate := func(more ...string) func(string) []string {
		return func(log string) []string {
			return append([]string{"investigate", log, "-o", filepath.Join(dir, "case"), "--quiet"}, more...)
		}
	}
	return []peer{
		{"dwell investigate", dwell, "", investigate(), false, ""},
		{"dwell investigate --rita", dwell, "", investigate("--rita"), false, ""},
	}
}

func awk(program string) peer {
	return peer{program + ", count by pair", program, "", func(log string) []string {
		return []string{"-F\t", `!/^#/ { n[$3 "\t" $5]++ } END { for (p in n) pairs++; print pairs }`, log}
	}, true, "Debian " + program}
}

func python(tools, name, module, script string) peer {
	return peer{name, tool(tools, "python3"), module, func(log string) []string { return []string{"-c", script, log} }, true, "PyPI " + module}
}

// tool prefers what -install fetched to what is in the path.
func tool(tools, name string) string {
	for _, folder := range []string{"bin", "."} {
		if path, err := exec.LookPath(filepath.Join(tools, folder, name)); err == nil {
			return path
		}
	}
	return name
}
