package postgres

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestBackgroundProcessesOfARealServer reads the figures out of the real messages on
// checkpoints and automatic VACUUM and ANALYZE, and writes the messages again.
func TestBackgroundProcessesOfARealServer(t *testing.T) {
	s := install(t)
	s.Start(t, base+"log_checkpoints = on\nautovacuum = on\nautovacuum_naptime = 1\nlog_autovacuum_min_duration = 0\n")
	s.Run(t, "", "createdb", "-U", "postgres", "shop")
	s.sql(t, "postgres", `create table busy (id int primary key, v int);
insert into busy select i, i from generate_series(1, 20000) i;
delete from busy where id % 3 = 0;
checkpoint;
`)
	// The server waits for its own processes.
	s.sql(t, "postgres", `set statement_timeout = '30s';
do $$ begin while not exists (select from pg_stat_user_tables where relname = 'busy' and autovacuum_count > 0 and autoanalyze_count > 0)
loop perform pg_sleep(0.05); perform pg_stat_clear_snapshot(); end loop; end $$;`)
	s.Stop(t)
	for _, l := range layouts(t, s) {
		t.Run(l.name, func(t *testing.T) {
			seen := map[string]int{}
			for _, r := range l.records {
				if kind := l.compareBackground(t, r); kind != "" {
					seen[kind]++
				}
			}
			for _, kind := range []string{"starting", "complete", "vacuum", "analyze", "other"} {
				if seen[kind] == 0 {
					t.Errorf("no message of kind %s: %v", kind, seen)
				}
			}
		})
	}
}

// The messages, with a group for each figure.
var (
	startingForm = regexp.MustCompile(`checkpoint starting: ([a-z -]+)`)
	completeForm = regexp.MustCompile(`checkpoint complete: wrote (\d+) buffers \((\S+)%\); (\d+) WAL file\(s\) added, (\d+) removed, (\d+) recycled; write=(\S+) s, sync=(\S+) s, total=(\S+) s; sync files=(\d+), longest=(\S+) s, average=(\S+) s; distance=(\d+) kB, estimate=(\d+) kB`)
	usageForm    = regexp.MustCompile(`avg read rate: (\S+) MB/s, avg write rate: (\S+) MB/s\s+buffer usage: (\d+) hits, (\d+) misses, (\d+) dirtied`)
	systemForm   = regexp.MustCompile(`system usage: CPU: user: (\S+) s, system: (\S+) s, elapsed: (\S+) s`)
	tableForm    = regexp.MustCompile(`automatic (aggressive )?(vacuum|analyze) of table "+([^"]+)"`)
	pagesForm    = regexp.MustCompile(`index scans: (\d+)\s+pages: (\d+) removed, (\d+) remain, (\d+) scanned \(\S+% of total\)\s+tuples: (\d+) removed, (\d+) remain, (\d+) are dead`)
	cutoffForm   = regexp.MustCompile(`removable cutoff: (\d+), which was (\d+) XIDs`)
	frozenForm   = regexp.MustCompile(`new relfrozenxid: (\d+), which is (\d+) XIDs`)
	deadForm     = regexp.MustCompile(`needed: (\d+) pages from table \(\S+% of total\) had (\d+) dead`)
	indexForm    = regexp.MustCompile(`index "+([^"]+)"+: pages: (\d+) in total, (\d+) newly deleted, (\d+) currently deleted, (\d+) reusable`)
	walForm      = regexp.MustCompile(`WAL usage: (\d+) records, (\d+) full page images, (\d+) bytes`)
)

// compareBackground writes a record of a background process again and returns the kind
// of its message; "" when it is none, or one that stands in another form.
func (l *realLog) compareBackground(t *testing.T, real string) string {
	t.Helper()
	kind := regexp.MustCompile(Checkpointer + "|" + AutovacuumWorker + "|" + Postmaster + "|" + Startup).FindString(real)
	// Line feeds and quotation marks stand in the message as the layout writes them.
	plain := strings.NewReplacer(`\n`, "\n", `\"`, `"`).Replace(real)
	if kind == "" || strings.Contains(real, "bypassed") || strings.Contains(real, "frozen:") {
		return ""
	}
	pid, start := l.process(t, real)
	server := NewServer(&Settings{Layout: l.layout, Location: seoul(t)}, uint32(number(l.column(real, "transaction"))))
	p := server.Process(pid, start, kind)
	p.line = int64(number(l.line(real))) - 1
	if v := l.column(real, "virtual"); v != "" {
		l.place(t, server, v)
		p.Begin(l.column(real, "transaction") != "0")
	}
	log, form := rewrite(p, start, plain)
	if form == "" {
		return ""
	}
	l.equal(t, []string{real}, l.cut(t, log))
	return form
}

func (l *realLog) line(record string) string {
	switch l.name {
	case "csvlog":
		return csvColumn(record, "line")
	case "jsonlog":
		return regexp.MustCompile(`"line_num":(\d+)`).FindStringSubmatch(record)[1]
	}
	return strings.Fields(record)[5]
}

// rewrite writes what the figures of a message say.
func rewrite(p *Process, at time.Time, real string) (log []byte, form string) {
	if m := startingForm.FindStringSubmatch(real); m != nil {
		return p.AppendCheckpointStarting(nil, at, strings.TrimSpace(m[1])), "starting"
	}
	if m := completeForm.FindStringSubmatch(real); m != nil {
		return p.AppendCheckpointComplete(nil, at, &Checkpoint{Buffers: number(m[1]), SharedBuffers: 16384, Added: number(m[3]), Removed: number(m[4]), Recycled: number(m[5]),
			Write: seconds(m[6]), Sync: seconds(m[7]), Total: seconds(m[8]), SyncFiles: number(m[9]), Longest: seconds(m[10]), Average: seconds(m[11]),
			Distance: number(m[12]), Estimate: number(m[13])}), "complete"
	}
	if m := tableForm.FindStringSubmatch(real); m != nil {
		if m[2] == "analyze" {
			return p.AppendAnalyze(nil, at, m[3], usage(real)), "analyze"
		}
		return p.AppendVacuum(nil, at, vacuum(real, m[3], m[1] != "")), "vacuum"
	}
	const ready = "database system is ready to accept connections"
	if strings.Contains(real, ready) {
		return p.Append(nil, at, ready), "other"
	}
	return nil, ""
}

func vacuum(real, table string, aggressive bool) *Vacuum {
	pages, cutoff, dead, wal := pagesForm.FindStringSubmatch(real), cutoffForm.FindStringSubmatch(real), deadForm.FindStringSubmatch(real), walForm.FindStringSubmatch(real)
	v := &Vacuum{Table: table, Aggressive: aggressive, IndexScans: number(pages[1]), PagesRemoved: number(pages[2]), Pages: number(pages[3]), Scanned: number(pages[4]),
		Removed: number(pages[5]), Remain: number(pages[6]), Dead: number(pages[7]), Cutoff: uint32(number(cutoff[1])), CutoffAge: number(cutoff[2]),
		DeadPages: number(dead[1]), DeadItems: number(dead[2]), Records: number(wal[1]), Images: number(wal[2]), Bytes: int64(number(wal[3])), Usage: *usage(real)}
	if m := frozenForm.FindStringSubmatch(real); m != nil {
		v.Frozen, v.FrozenAhead = uint32(number(m[1])), number(m[2])
	}
	for _, m := range indexForm.FindAllStringSubmatch(real, -1) {
		v.Indexes = append(v.Indexes, IndexPages{m[1], number(m[2]), number(m[3]), number(m[4]), number(m[5])})
	}
	return v
}

func usage(real string) *Usage {
	m, s := usageForm.FindStringSubmatch(real), systemForm.FindStringSubmatch(real)
	return &Usage{ReadRate: decimal(m[1]), WriteRate: decimal(m[2]), Hits: number(m[3]), Misses: number(m[4]), Dirty: number(m[5]),
		User: seconds(s[1]), System: seconds(s[2]), Length: seconds(s[3])}
}

func decimal(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

func seconds(s string) time.Duration {
	return time.Duration(decimal(s)*1000+0.5) * time.Millisecond
}
