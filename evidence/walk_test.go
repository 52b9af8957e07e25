package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dwell/evidence"
)

func TestIdenticalFilesCountOnce(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.log": []byte(text), "copy/a.log": []byte(text), "other.log": []byte("log ONE\nlog two\nlog three\n")})
	wantRead(t, entries, "a.log", 3)
	wantRead(t, entries, "other.log", 3)
	wantRefused(t, entries, "copy/a.log", "identical to a.log")
	if e := entries["copy/a.log"]; e.SHA256 != entries["a.log"].SHA256 || e.Lost() {
		t.Errorf("copy: %+v", e)
	}
}

func TestLinksAndMissingRoots(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.log"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.log", filepath.Join(root, "link.log")); err != nil {
		t.Fatal(err)
	}
	entries, unread := examineFolder(t, evidence.Limits{}, root)
	wantRead(t, entries, "a.log", 3)
	if len(unread) != 1 || unread[0].Path != "link.log" || !strings.Contains(unread[0].Reason, "links are not followed") {
		t.Errorf("unread %v", unread)
	}
	if _, _, err := evidence.Walk(context.Background(), []string{filepath.Join(root, "none")}); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("missing root: %v", err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func walk(t *testing.T, roots ...string) (paths []string, refused map[string]string) {
	t.Helper()
	sources, unread, err := evidence.Walk(context.Background(), roots)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		paths = append(paths, s.Path)
	}
	refused = map[string]string{}
	for _, u := range unread {
		refused[u.Path] = u.Reason
	}
	return paths, refused
}

func TestPathsAreRelativeToTheRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "one", "logs", "b.log"), "log b\n")
	write(t, filepath.Join(dir, "one", "logs", "a.log"), "log a\n")
	write(t, filepath.Join(dir, "two", "logs", "c.log"), "log c\n")
	one, two := filepath.Join(dir, "one", "logs"), filepath.Join(dir, "two", "logs")
	for name, c := range map[string]struct {
		roots []string
		want  []string
	}{
		"one folder":   {[]string{one}, []string{"a.log", "b.log"}},
		"one file":     {[]string{filepath.Join(one, "a.log")}, []string{"a.log"}},
		"same name":    {[]string{one, two}, []string{"logs#2/c.log", "logs/a.log", "logs/b.log"}},
		"file, folder": {[]string{filepath.Join(one, "a.log"), two}, []string{"a.log", "logs/c.log"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := walk(t, c.roots...); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAnEmptyFolderIsNoError(t *testing.T) {
	if got, refused := walk(t, t.TempDir()); len(got)+len(refused) != 0 {
		t.Errorf("%v, %v", got, refused)
	}
}

func TestAMissingRootIsATypedError(t *testing.T) {
	_, _, err := evidence.Walk(context.Background(), []string{t.TempDir(), filepath.Join(t.TempDir(), "none")})
	var path *fs.PathError
	if !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &path) || filepath.Base(path.Path) != "none" {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoRegularFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got, refused := walk(t, dir)
	if len(got) != 0 || !strings.Contains(refused["pipe"], "named pipe") || !strings.Contains(refused["socket"], "socket") {
		t.Errorf("%v, %v", got, refused)
	}
	if _, refused = walk(t, os.DevNull); !strings.Contains(refused["null"], "device") {
		t.Errorf("%v", refused)
	}
}

// A pipe that takes a file's place behind the walk must not hang the run.
func TestAFileThatBecomesAPipeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
	x := evidence.Examiner{Executor: direct{}}
	if e := x.Examine(context.Background(), evidence.Source{Path: "a.log", Disk: path})[0]; !strings.Contains(e.Reason, "named pipe") {
		t.Errorf("%+v", e)
	}
}

func TestAFileThatVanishesIsNamed(t *testing.T) {
	x := evidence.Examiner{Executor: direct{}}
	e := x.Examine(context.Background(), evidence.Source{Path: "a.log", Disk: filepath.Join(t.TempDir(), "a.log"), Size: 7})[0]
	if !strings.Contains(e.Reason, "vanished") || e.Size != 7 || !e.Lost() {
		t.Errorf("%+v", e)
	}
}

// Every file has a path of its own that can be shown, whatever its name.
func TestHostileNamesAreEscapedAndStayApart(t *testing.T) {
	dir := t.TempDir()
	names := []string{"a!b", `a\x21b`, "new\nline", "\x1b[2Jclear", "\xff\xfe", "\u202egpj.exe", "가나다 로그.log"}
	for i, name := range names {
		write(t, filepath.Join(dir, name), fmt.Sprintf("log %d\n", i))
	}
	got, _ := walk(t, dir)
	want := []string{`\x1b[2Jclear`, `\xe2\x80\xaegpj.exe`, `\xff\xfe`, `a\x21b`, `a\x5cx21b`, `new\x0aline`, "가나다 로그.log"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestALongFileIsADuplicateOnlyWhenAllOfItIs(t *testing.T) {
	a := bytes.Repeat([]byte("log line of some length\n"), 10_000)
	b := bytes.Clone(a)
	b[len(b)/2] = 'X'
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.log": a, "b.log": b, "c.log": a})
	wantRead(t, entries, "a.log", 10_000)
	wantRead(t, entries, "b.log", 10_000)
	if e := entries["c.log"]; e.Duplicate != "a.log" || e.SHA256 != entries["a.log"].SHA256 {
		t.Errorf("%+v", e)
	}
}

func TestADuplicateThatChangedSinceIsRead(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.log"), text)
	write(t, filepath.Join(dir, "b.log"), text)
	sources, _, err := evidence.Walk(context.Background(), []string{dir})
	if err != nil || sources[1].DuplicateOf != "a.log" {
		t.Fatalf("%+v, %v", sources, err)
	}
	write(t, filepath.Join(dir, "b.log"), text+"log four\n")
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}}
	if e := x.Examine(context.Background(), sources[1])[0]; e.Tally.Records != 4 || e.Duplicate != "" {
		t.Errorf("%+v", e)
	}
}
