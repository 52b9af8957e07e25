package auditd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dwell/simulate/format/auditd"
)

// ausearch lets Debian's own reader interpret a log.
func ausearch(t *testing.T, log []byte) string {
	t.Helper()
	program, err := exec.LookPath("ausearch")
	if err != nil {
		t.Skip("ausearch is not installed (Debian package auditd): skipped")
	}
	path := filepath.Join(t.TempDir(), "audit.log")
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-if", path, "-i")
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8")
	cmd.Stdin = nil
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ausearch: %v", err)
	}
	return string(out)
}

// It finds every event and every line, and understands each value.
func TestAusearchReadsEnriched(t *testing.T) {
	log := write(known())
	out := ausearch(t, log)
	if got, want := strings.Count(out, "----\n"), len(group(string(log))); got != want {
		t.Errorf("%d events, wrote %d", got, want)
	}
	if got, want := strings.Count(out, "\ntype="), strings.Count(string(log), "\n"); got != want {
		t.Errorf("%d lines, wrote %d", got, want)
	}
	for _, want := range []string{
		"acct=not a user ", "old-auid=unset auid=kim ", "op=login id=kim ", "op=login acct=(invalid user) ",
		"arch=x86_64 syscall=execve success=yes exit=0 ", "auid=kim uid=kim gid=kim ", "key=exec ",
		"argc=3 a0=ls a1=-l a2=/srv/회원 명단 ", "cwd=/home/kim ", "proctitle=ls -l /srv/회원 명단 ",
		"name=/usr/bin/ls inode=13181 dev=08:01 mode=file,755 ouid=root ogid=root ",
		"success=no exit=ENOENT(No such file or directory) ", "nametype=UNKNOWN ",
		"saddr={ saddr_fam=inet laddr=203.0.113.80 lport=443 } ", "saddr={ saddr_fam=inet6 laddr=2001:db8::5 lport=443 } ",
		"saddr={ saddr_fam=local path=/run/systemd/journal/dev-log } ",
		"cwd=/home/kim cmd=systemctl start backup exe=/usr/bin/sudo ", "type=SERVICE_STOP ", "unit=backup comm=systemd ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("ausearch does not show %q", want)
		}
	}
}

func TestAusearchReadsRaw(t *testing.T) {
	log := write(nil)
	if got, want := strings.Count(ausearch(t, log), "----\n"), len(group(string(log))); got != want {
		t.Errorf("%d events, wrote %d", got, want)
	}
}

// Arguments in pieces are one event to it, as to the kernel.
func TestAusearchReadsLongArguments(t *testing.T) {
	out := ausearch(t, auditd.AppendCall(nil, header(1), execution("ls", long(20_000), "last")))
	if got := strings.Count(out, "----\n"); got != 1 {
		t.Errorf("%d events, wrote 1", got)
	}
	for _, want := range []string{"argc=3 a0=ls a1_len=40000 a1[0]=0123", " a2=last "} {
		if !strings.Contains(out, want) {
			t.Errorf("ausearch does not show %q", want)
		}
	}
}
