package zeek_test

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/internal/testkit"
	"dwell/simulate/format/zeek"
)

// Logs of Zeek 6.0, or of versions whose columns are the same. The archive holds what
// a plain "zeek -r" wrote, without site/local.zeek.
const (
	lsass   = "endpoint/otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip"
	ctu     = "network/slips/test18-malicious-ctu-sme-11-win/zeek-labeled/"
	rolling = "network/rita/proxy_rolling/"
	openSNI = "network/rita/open_sni/"
)

var (
	labels = []string{"label string", "detailedlabel string"} // added by those who published the data
	node   = []string{"_node_name string"}                    // a setting of that sensor
	ja3    = []string{"ja3 string", "ja3s string"}
)

// realTables are real logs, with the columns that they have and an installed sensor
// has not, and those that it lacks.
var realTables = []struct {
	path, member  string
	stream        string
	options       zeek.Options
	extra, absent []string
}{
	{path: lsass, member: "conn.log", stream: "conn"},
	{path: lsass, member: "dns.log", stream: "dns"},
	{path: lsass, member: "http.log", stream: "http"},
	{path: lsass, member: "files.log", stream: "files"},
	{path: lsass, member: "kerberos.log", stream: "kerberos"},
	{path: lsass, member: "smb_mapping.log", stream: "smb_mapping"},
	{path: lsass, member: "x509.log", stream: "x509"},
	// site/local.zeek, which was not loaded, validates certificates.
	{path: lsass, member: "ssl.log", stream: "ssl", absent: []string{"validation_status string"}},
	{path: ctu + "conn.log.labeled", stream: "conn", extra: labels},
	{path: ctu + "dns.log.labeled", stream: "dns", extra: labels},
	{path: ctu + "ssl.log.labeled", stream: "ssl", extra: labels},
	{path: ctu + "notice.log.labeled", stream: "notice", extra: labels},
	{path: rolling + "conn.15:00:00-16:00:00.log.gz", stream: "conn", extra: node},
	{path: rolling + "conn.16:00:00-17:00:00.log.gz", stream: "conn", extra: node},
	{path: rolling + "dns.16:00:00-17:00:00.log.gz", stream: "dns"},
	{path: rolling + "http.16:00:00-17:00:00.log.gz", stream: "http"},
	{path: rolling + "x509.16:00:00-17:00:00.log.gz", stream: "x509"},
	{path: rolling + "ssl.16:00:00-17:00:00.log.gz", stream: "ssl", extra: ja3},
	{path: rolling + "ssl.16:00:00-17:00:00.log.gz", stream: "ssl", options: zeek.Options{JA3: true}},
	{path: openSNI + "open_ssl.17_37_07-18_00_00.log.gz", stream: "ssl", options: zeek.Options{JA3: true, CertificateSubjects: true}},
	{path: "network/rita/proxy/http.log", stream: "http"},
	{path: "network/rita/proxy/dns.log", stream: "dns"},
}

func realContent(t *testing.T, path, member string) []byte {
	t.Helper()
	path = testkit.Shared(t, path)
	if member != "" {
		archive, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		f, err := archive.Open(member)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return testkit.Content(t, path)
}

// columns returns "name type" of each column.
func columns(t table) []string {
	out := make([]string, len(t.fields))
	for i := range out {
		out[i] = t.fields[i] + " " + t.types[i]
	}
	return out
}

func without(list, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(gone, s) })
}

func TestColumnsOfRealLogs(t *testing.T) {
	for _, real := range realTables {
		t.Run(real.stream+"/"+filepath.Base(real.path)+"/"+real.member, func(t *testing.T) {
			want := columns(parseTable(t, realContent(t, real.path, real.member)))
			got := columns(parseTable(t, kindOf(real.stream).writer(real.options).AppendHeader(nil, time.Unix(0, 0))))
			for _, extra := range real.extra {
				if !slices.Contains(want, extra) {
					t.Errorf("the real log has no column %s, which the table of differences names", extra)
				}
			}
			if want, got := without(want, real.extra), without(got, real.absent); !slices.Equal(got, want) {
				t.Errorf("columns\n got %q\nwant %q", got, want)
			}
		})
	}
}

// The lines around the columns are the same too, but for the times.
func TestFrameOfARealLog(t *testing.T) {
	data := string(realContent(t, rolling+"dns.15:00:00-16:00:00.log.gz", ""))
	open := time.Date(2024, 4, 29, 15, 0, 6, 0, time.FixedZone("", -4*3600)) // written in the sensor's zone
	w := zeek.NewDNSWriter(zeek.Options{})
	if header := string(w.AppendHeader(nil, open)); !strings.HasPrefix(data, header) {
		t.Errorf("header\n%s\nreal\n%s", header, data[:len(header)])
	}
	if footer := string(w.AppendFooter(nil, open.Add(time.Hour-6*time.Second))); !strings.HasSuffix(data, footer) {
		t.Errorf("footer %q, real %q", footer, data[len(data)-len(footer):])
	}
}

// Every row of a real log, taken apart and written again, is the same bytes.
func TestRealRowsAreWrittenAgain(t *testing.T) {
	for _, real := range realTables {
		t.Run(real.stream+"/"+filepath.Base(real.path)+"/"+real.member, func(t *testing.T) {
			from := parseTable(t, realContent(t, real.path, real.member))
			k := kindOf(real.stream)
			w := k.writer(real.options)
			all := columns(parseTable(t, w.AppendHeader(nil, time.Unix(0, 0))))
			compared := 0
			for _, row := range from.rows {
				cells := strings.Split(row, "\t")
				if len(cells) != len(from.fields) {
					continue // some publishers separated their labels with spaces
				}
				record := k.record()
				var want []string
				for i, column := range columns(from) {
					if slices.Contains(real.extra, column) {
						continue
					}
					if err := fill(record, from.fields[i], decodeCell(cells[i], from.types[i])); err != nil {
						t.Fatalf("%v in %s", err, row)
					}
					want = append(want, cells[i])
				}
				got := strings.Split(strings.TrimSuffix(string(w.line(nil, record)), "\n"), "\t")
				for i := len(all) - 1; i >= 0; i-- {
					if slices.Contains(real.absent, all[i]) {
						got = slices.Delete(got, i, i+1)
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("row\n got %q\nwant %q", got, want)
				}
				compared++
			}
			if compared < len(from.rows)*9/10 || compared == 0 {
				t.Errorf("only %d of %d rows could be compared", compared, len(from.rows))
			}
		})
	}
}

// realObjects are real logs in JSON: how many lines have the columns of this version,
// and how many of these are the same bytes when they are written again. Of the first,
// four lines have a time that Zeek's clock missed by the last bit; those of test9 begin
// at the time 0, which leaves more digits to differences of times, see the package
// comment. Of ssh, ntlm and rdp there is no real log here.
var realObjects = []struct {
	path, stream string
	lines, same  int
}{
	{"network/stratosphere_testing/002-zeek-scenario-port-scanning/conn.log", "conn", 4504, 4500},
	{"network/slips/test9-mixed-zeek-dir/conn.log", "conn", 576, 380},
	{"network/slips/test9-mixed-zeek-dir/dns.log", "dns", 239, 158},
	{"network/slips/test9-mixed-zeek-dir/http.log", "http", 516, 515},
	{"network/slips/test9-mixed-zeek-dir/notice.log", "notice", 18, 18},
	{apt29 + "SCRANTON_conn.log", "conn", 134, 134},
	{apt29 + "NASHUA_dns.log", "dns", 21, 21},
	{apt29 + "SCRANTON_dce_rpc.log", "dce_rpc", 66, 66},
	{apt29 + "NASHUA_smb_files.log", "smb_files", 6, 6},
	{apt29 + "SCRANTON_smb_mapping.log", "smb_mapping", 6, 6},
	{apt29 + "SCRANTON_kerberos.log", "kerberos", 22, 22},
}

const apt29 = "network/apt29_day1/"

// Those logs went through an exporter that put underscores in place of the dots and
// added keys of its own; the sensor was set to add the addresses of the cards.
func asZeekWrote(line string) string {
	line = exporterKeys.ReplaceAllString(line, "{")
	line = cardAddresses.ReplaceAllString(line, "")
	return flatKeys.ReplaceAllString(line, `"$1.$2":`)
}

var (
	exporterKeys  = regexp.MustCompile(`^{"@stream":"[^"]*","@system":"[^"]*","@proc":"[^"]*",`)
	cardAddresses = regexp.MustCompile(`,"(orig|resp)_l2_addr":"[^"]*"`)
	flatKeys      = regexp.MustCompile(`"(id|times)_([a-z_]+)":`)
)

func TestRealObjectsAreWrittenAgain(t *testing.T) {
	for _, real := range realObjects {
		t.Run(real.path, func(t *testing.T) {
			k := kindOf(real.stream)
			w := k.writer(zeek.Options{Encoding: zeek.JSON})
			lines, same := 0, 0
			var other string
			for line := range strings.Lines(string(realContent(t, real.path, ""))) {
				line = asZeekWrote(line)
				members, err := parseObject([]byte(line))
				if err != nil {
					t.Fatal(err)
				}
				record := k.record()
				known := true
				for _, m := range members {
					known = known && fill(record, m.key, m.cell) == nil
				}
				if !known {
					continue
				}
				lines++
				if got := string(w.line(nil, record)); got == strings.TrimSuffix(line, "\n")+"\n" {
					same++
				} else if other == "" {
					other = "\n got " + got + "want " + line
				}
			}
			if lines != real.lines || same != real.same {
				t.Errorf("%d lines, %d the same, want %d and %d; the first other is%s", lines, same, real.lines, real.same, other)
			}
		})
	}
}
