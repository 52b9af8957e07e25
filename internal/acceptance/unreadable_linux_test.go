package acceptance_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A file that nobody may read is named, costs nothing of the rest, and shows in
// the exit code. As root, who may read everything, the program runs as nobody.
func TestAFileWithoutPermission(t *testing.T) {
	const nobody = 65534
	dir := t.TempDir()
	program := filepath.Join(dir, "dwell")
	if out, err := exec.Command("go", "build", "-o", program, "dwell/cmd/dwell").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	logs := filepath.Join(dir, "logs")
	good := `{"_path":"conn","ts":1772400000.0,"uid":"Ca1","id.orig_h":"192.0.2.5","id.orig_p":5,"id.resp_h":"198.51.100.7","id.resp_p":443,"proto":"tcp"}` + "\n"
	for name, mode := range map[string]os.FileMode{"conn.log": 0o644, "secret.log": 0} {
		if err := os.MkdirAll(logs, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(logs, name), []byte(good+name), mode); err != nil {
			t.Fatal(err)
		}
	}
	for name, mode := range map[string]os.FileMode{"..": 0o755, ".": 0o777} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "investigate", logs, "-o", filepath.Join(dir, "case"))
	cmd.Dir = dir
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("%v, want exit code 3\n%s", err, out)
	}
	if !strings.Contains(string(out), "secret.log: no permission to read it") || !strings.Contains(string(out), "1 record") {
		t.Errorf("%s", out)
	}
}
