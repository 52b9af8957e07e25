package auditd_test

import (
	"archive/zip"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"dwell/internal/testkit"
	"dwell/simulate/format/auditd"
)

// Real events are taken apart, and written again they must be the same bytes.
func TestRealEventsAreWrittenAlike(t *testing.T) {
	for _, set := range []string{"sh_arp_cache.zip", "sh_binary_padding_dd.zip"} {
		log := unzip(t, testkit.Shared(t, "endpoint/otrf/"+set))
		for _, event := range group(log) {
			h, call := takeApart(t, event)
			want := strings.Join(event, "\n") + "\n"
			if got := string(auditd.AppendCall(nil, h, call)); got != want {
				t.Errorf("%s:\ngot\n%s\nwant\n%s", set, got, want)
			}
		}
	}
}

func unzip(t *testing.T, path string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	member, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer member.Close()
	log, err := io.ReadAll(member)
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// group gives the lines of each event.
func group(log string) [][]string {
	var events [][]string
	last := ""
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\n")
		_, rest, _ := strings.Cut(line, "msg=")
		stamp, _, _ := strings.Cut(rest, ":")
		_, serial, _ := strings.Cut(rest, ":")
		stamp += serial[:strings.IndexByte(serial, ')')]
		if stamp != last {
			events, last = append(events, nil), stamp
		}
		events[len(events)-1] = append(events[len(events)-1], line)
	}
	return events
}

// values are the fields of a line.
type values map[string]string

func fieldsOf(line string) values {
	v := values{}
	for _, f := range strings.Fields(line) {
		if name, value, found := strings.Cut(f, "="); found {
			v[name] = value
		}
	}
	return v
}

func (v values) number(name string) uint32 {
	n, err := strconv.ParseUint(v[name], 10, 32)
	if err != nil {
		panic(name + "=" + v[name])
	}
	return uint32(n)
}

// text decodes a value that is quoted or in hex.
func (v values) text(name string) string { return decode(v[name]) }

func decode(value string) string {
	if strings.HasPrefix(value, `"`) {
		return strings.Trim(value, `"`)
	}
	raw, err := hex.DecodeString(value)
	if err != nil {
		return ""
	}
	return string(raw)
}

func takeApart(t *testing.T, event []string) (*auditd.Header, *auditd.Call) {
	t.Helper()
	v := fieldsOf(event[0])
	stamp := strings.Trim(v["msg"], "audit():")
	seconds, serial, _ := strings.Cut(stamp, ":")
	at, err := strconv.ParseFloat(seconds, 64)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseUint(serial, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	h := &auditd.Header{Time: time.UnixMilli(int64(at*1000 + 0.5)), Serial: n}
	c := &auditd.Call{
		Number: auditd.Number(v.number("syscall")), Key: v.text("key"),
		Process: auditd.Process{
			PPID: v.number("ppid"), PID: v.number("pid"), AUID: v.number("auid"), UID: v.number("uid"), GID: v.number("gid"),
			EUID: v.number("euid"), SUID: v.number("suid"), FSUID: v.number("fsuid"), EGID: v.number("egid"),
			SGID: v.number("sgid"), FSGID: v.number("fsgid"), TTY: v["tty"], Session: v.number("ses"),
			Comm: v.text("comm"), Exe: v.text("exe"), Subject: v["subj"],
		},
	}
	for i := range c.Args {
		if c.Args[i], err = strconv.ParseUint(v["a"+strconv.Itoa(i)], 16, 64); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range event[1:] {
		explain(t, c, line)
	}
	return h, c
}

// explain adds one of the lines behind SYSCALL.
func explain(t *testing.T, c *auditd.Call, line string) {
	t.Helper()
	switch v := fieldsOf(line); v["type"] {
	case "EXECVE":
		for i := range v.number("argc") {
			c.Exec = append(c.Exec, v.text("a"+strconv.Itoa(int(i))))
		}
	case "CWD":
		c.CWD = v.text("cwd")
	case "PATH":
		inode, err := strconv.ParseUint(v["inode"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		mode, err := strconv.ParseUint(v["mode"], 8, 16)
		if err != nil {
			t.Fatal(err)
		}
		device, err := hex.DecodeString(strings.ReplaceAll(v["dev"], ":", ""))
		if err != nil {
			t.Fatal(err)
		}
		c.Paths = append(c.Paths, auditd.Path{
			Name: v.text("name"), Inode: inode, Major: device[0], Minor: device[1], Mode: uint16(mode),
			OUID: v.number("ouid"), OGID: v.number("ogid"), Kind: auditd.PathKind(v["nametype"]),
		})
	case "PROCTITLE":
		c.Title = strings.Split(v.text("proctitle"), "\x00")
	default:
		t.Fatalf("unexpected line %q", line)
	}
}
