package evidence_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"dwell/evidence"
)

// nobody is the account without rights of every Linux system.
const nobody = 65534

// asNobody runs f with the rights of nobody towards files: root may read
// everything, and CI may be root. The rights belong to the thread, so f must not
// open files on other goroutines.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	defer syscall.Setfsuid(0) //nolint:errcheck // a thread that stays nobody fails the tests that follow
	f()
}

func TestWhatMayNotBeReadIsNamed(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "closed", "a.log"), text)
	write(t, filepath.Join(dir, "b.log"), text)
	write(t, filepath.Join(dir, "c.log"), text+"c\n")
	for name, mode := range map[string]os.FileMode{"closed": 0, "b.log": 0, ".": 0o755, "..": 0o755} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(dir, "closed"), 0o755) //nolint:errcheck // the folder is temporary
	asNobody(t, func() {
		entries, unread := examineFolder(t, evidence.Limits{}, dir)
		wantRefused(t, entries, "b.log", "no permission")
		wantRead(t, entries, "c.log", 4)
		if len(unread) != 1 || unread[0].Path != "closed" || !strings.Contains(unread[0].Reason, "no permission") {
			t.Errorf("%v", unread)
		}
	})
}
