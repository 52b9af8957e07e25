package auditd_test

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dwell/simulate/format/auditd"
)

// hostile are values as an attacker may choose them.
func hostile() []string {
	return []string{
		"", " ", `a"b`, "plain", "two words", "line\nbreak", "nul\x00inside", "\x1d AUID=\"root\"", "회원", "\xff\xfe", "'quote'",
		"' res=success'\ntype=USER_LOGIN msg=audit(1.0:1):", "~", "\x7f", strings.Repeat("x y", 60),
	}
}

// Every value comes back, and none begins a line of its own.
func TestHostileValues(t *testing.T) {
	for _, s := range hostile() {
		checkValues(t, s)
	}
}

func checkValues(t *testing.T, s string) {
	t.Helper()
	c := execution("ls", s)
	c.CWD, c.Key, c.Process.Exe, c.Process.Comm = s, s, s, s
	c.Paths = []auditd.Path{{Name: s, Inode: 1, Kind: auditd.PathNormal}}
	log := string(auditd.AppendCall(nil, header(1), c))
	lines := strings.Split(strings.TrimRight(log, "\n"), "\n")
	wantLines := 4 + strings.Count(log, "type=EXECVE ")
	if s == "" {
		wantLines-- // no working directory
	}
	if len(lines) != wantLines {
		t.Fatalf("%q: %d lines\n%s", s, len(lines), log)
	}
	for i, field := range map[int]string{0: "exe", 1: "a1", wantLines - 2: "name"} {
		if field == "a1" && strings.Contains(lines[1], " a1_len=") {
			continue // in pieces, which checkArguments puts together
		}
		if got := fieldsOf(lines[i]).text(field); got != s {
			t.Errorf("%s: %q was read back as %q", field, s, got)
		}
	}
	if got, want := fieldsOf(lines[0]).text("comm"), s[:min(len(s), 15)]; got != want {
		t.Errorf("comm: %q was read back as %q", want, got)
	}
	title := fieldsOf(lines[wantLines-1]).text("proctitle")
	if want := "ls\x00" + s; !strings.HasPrefix(want, title) || len(title) > 128 {
		t.Errorf("title: %q was read back as %q", want, title)
	}
	checkReports(t, s)
}

func checkReports(t *testing.T, s string) {
	t.Helper()
	from := sshd()
	from.Exe = s
	origin := auditd.Origin{Hostname: s, Address: s, Terminal: s}
	h := header(1)
	pam := string(auditd.AppendPAM(nil, h, &auditd.PAM{Sender: from, Account: s, Grantors: s, Origin: origin}))
	command := string(auditd.AppendUserCommand(nil, h, &auditd.UserCommand{Sender: from, CWD: s, Command: s, Terminal: s}))
	for line, field := range map[string]string{pam: "acct", command: "cmd"} {
		if strings.Count(line, "\n") != 1 {
			t.Errorf("%q: more than one line", s)
		}
		if got := fieldsOf(line).text(field); got != s {
			t.Errorf("%s: %q was read back as %q", field, s, got)
		}
	}
}

// Arguments of any length come back from their pieces, and no line holds more than the kernel's buffer.
func TestLongArguments(t *testing.T) {
	for _, args := range [][]string{
		{"ls", long(7499)}, {"ls", long(7500)}, {"ls", long(7501)}, {long(3000), long(3000), long(3000), "last"},
		{"ls", long(30_000), "", "two words", long(15_000)}, {"ls", strings.Repeat("a b ", 1800), "last"},
		slices.Repeat([]string{"0123456789"}, 2000),
	} {
		checkArguments(t, args)
	}
}

func checkArguments(t *testing.T, args []string) {
	t.Helper()
	c := execution(args...)
	c.Paths, c.CWD, c.Title = nil, "", nil
	got := make([]string, len(args))
	pieces := values{}
	for line := range strings.Lines(string(auditd.AppendCall(nil, header(1), c))) {
		if len(line) > 7500+1500 { // the names, of which short arguments need most, do not count
			t.Errorf("a line of %d bytes", len(line))
		}
		if v := fieldsOf(line); v["type"] == "EXECVE" {
			for name, value := range v {
				pieces[name] = value
			}
		}
	}
	for i := range args {
		name := "a" + strconv.Itoa(i)
		if whole, found := pieces[name]; found {
			got[i] = decode(whole)
			continue
		}
		size := 0
		for piece := 0; pieces[name+"["+strconv.Itoa(piece)+"]"] != ""; piece++ {
			part := pieces[name+"["+strconv.Itoa(piece)+"]"]
			size += len(strings.Trim(part, `"`))
			got[i] += decode(part)
		}
		if uint32(size) != pieces.number(name+"_len") {
			t.Errorf("%s_len is %s, the pieces have %d", name, pieces[name+"_len"], size)
		}
	}
	if !slices.Equal(got, args) {
		t.Errorf("arguments of %d bytes were read back with %d", len(strings.Join(args, "")), len(strings.Join(got, "")))
	}
}

func FuzzValues(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Add("\x1d A" + strings.Repeat("&", 4000)) // comes in pieces on one line
	f.Add(strings.Repeat("& ", 9000))           // on several
	f.Fuzz(func(t *testing.T, s string) {
		checkValues(t, s)
		checkArguments(t, []string{"ls", s, strings.Repeat(s, 40), "last"})
	})
}

func TestAddresses(t *testing.T) {
	for want, a := range map[string]auditd.Address{
		"saddr=020001BBCB0071500000000000000000":                         {Internet: netip.MustParseAddrPort("203.0.113.80:443")},
		"saddr=0A0001BB0000000020010DB800000000000000000000000500000000": {Internet: netip.MustParseAddrPort("[2001:db8::5]:443")},
		"saddr=01002F72756E2F7800":                                       {Path: "/run/x"},
	} {
		c := connection("203.0.113.80:443")
		c.Address = &a
		if log := string(auditd.AppendCall(nil, header(1), c)); !strings.Contains(log, want+"\n") {
			t.Errorf("no %s in\n%s", want, log)
		}
	}
}

// Numbers without a name and a node's name, which the other samples lack.
func TestUnknownNamesAndNode(t *testing.T) {
	h := header(7)
	h.Node, h.Names = "web01", known()
	got := string(auditd.AppendLogin(nil, h, &auditd.Login{PID: 9, OldAUID: auditd.Unset, AUID: 1001, OldSession: auditd.Unset, Session: 4}))
	want := "node=web01 type=LOGIN msg=audit(1462414269.123:7): pid=9 uid=0 old-auid=4294967295 auid=1001 tty=(none) " +
		"old-ses=4294967295 ses=4 res=1\x1dUID=\"root\" OLD-AUID=\"unset\" AUID=\"unknown(1001)\"\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
