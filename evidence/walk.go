package evidence

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Source is one regular file on disk that the walk found.
type Source struct {
	Path        string // logical path: slash separated, relative to its root; see Walk
	Disk        string // path to open
	Size        int64  // bytes
	ModTime     time.Time
	DuplicateOf string // logical path of an identical file that is read instead; "" none

	sum [sha256.Size]byte // of the content, when DuplicateOf is set
}

// Unread is something that was found and not read, with the reason.
type Unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Walk lists the regular files below the roots in the order of their logical
// paths: the path relative to the root, for a root that is a file its name, with
// the root's base name before it when there are several roots. Links, devices
// and what cannot be listed are refused. A root that does not exist is an error
// that wraps a *fs.PathError.
func Walk(ctx context.Context, roots []string) ([]Source, []Unread, error) {
	sources, unread, err := list(ctx, roots)
	if err != nil {
		return nil, nil, err
	}
	if err := markDuplicates(ctx, sources); err != nil {
		return nil, nil, err
	}
	return sources, unread, nil
}

// list walks the roots without opening a file.
func list(ctx context.Context, roots []string) ([]Source, []Unread, error) {
	var w walker
	for i, prefix := range prefixes(roots) {
		if err := w.root(ctx, roots[i], prefix); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(w.sources, func(a, b Source) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(w.unread, func(a, b Unread) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
	})
	return w.sources, w.unread, nil
}

// prefixes returns what stands before the logical paths of each root: nothing for
// a single root, else its base name, numbered when two have the same.
func prefixes(roots []string) []string {
	out := make([]string, len(roots))
	if len(roots) < 2 {
		return out
	}
	names := numbering{}
	for i, root := range roots {
		out[i] = names.unique(filepath.Base(absolute(root)))
	}
	return out
}

// absolute returns the absolute form of a path, the path itself when the working
// directory is gone.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

type walker struct {
	sources []Source
	unread  []Unread
}

func (w *walker) refuse(path, reason string) { w.unread = append(w.unread, Unread{path, reason}) }

// root walks one root. The root itself may be a link: the user named it.
func (w *walker) root(ctx context.Context, root, prefix string) error {
	info, err := os.Stat(root)
	if err != nil {
		return fmt.Errorf("evidence %s: %w", root, err)
	}
	resolved, err := filepath.EvalSymlinks(root)
	if err != nil {
		return fmt.Errorf("evidence %s: %w", root, err)
	}
	if !info.IsDir() {
		w.file(resolved, printable(cmp.Or(prefix, filepath.Base(absolute(root)))), info)
		return nil
	}
	return filepath.WalkDir(resolved, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		logical := logicalPath(resolved, path, prefix)
		if err != nil {
			// What could be listed of the folder before the error is still walked.
			w.refuse(logical, unreadable(err))
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			w.refuse(logical, unreadable(err))
			return nil
		}
		w.file(path, logical, info)
		return nil
	})
}

// logicalPath returns the path below a root; the root itself goes by its name.
func logicalPath(root, path, prefix string) string {
	rel, err := filepath.Rel(root, path)
	switch {
	case err != nil:
		rel = path
	case rel == ".":
		return printable(cmp.Or(prefix, filepath.Base(absolute(root))))
	}
	rel = filepath.ToSlash(rel)
	if prefix != "" {
		rel = prefix + "/" + rel
	}
	return printable(rel)
}

func (w *walker) file(disk, logical string, info fs.FileInfo) {
	if reason := special(info.Mode()); reason != "" {
		w.refuse(logical, reason)
		return
	}
	w.sources = append(w.sources, Source{Path: logical, Disk: disk, Size: info.Size(), ModTime: info.ModTime()})
}

// special says why a file that is not a regular one is refused.
func special(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return ""
	case m&fs.ModeSymlink != 0:
		return "a symbolic link: links are not followed; name its target as evidence if it is some"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe: only regular files are read"
	case m&fs.ModeSocket != 0:
		return "a socket: only regular files are read"
	case m.IsDir():
		return "a folder where a file was before"
	}
	return "a device: only regular files are read"
}

// specialError says that a file is not the regular one that the walk found.
type specialError struct{ reason string }

func (e *specialError) Error() string { return e.reason }

// openRegular opens a file on disk if it is still a regular one. Looking first
// keeps a pipe or a link that took the file's place from being opened.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil, err
	}
	if reason := special(info.Mode()); reason != "" {
		return nil, nil, &specialError{reason}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(info, opened) {
		err = &specialError{"another file took its place while it was opened"}
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, opened, nil
}

// unreadable words an error of the file system for the list of what was not read.
func unreadable(err error) string {
	var changed *specialError
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it; run dwell as a user who may, or copy the file"
	case errors.Is(err, fs.ErrNotExist):
		return "it vanished while the evidence was read"
	case errors.Is(err, context.Canceled):
		return interrupted
	case errors.As(err, &changed):
		return changed.reason
	case errors.As(err, &path):
		err = path.Err
	}
	return "cannot be read: " + err.Error()
}

// interrupted words the end of a run that was cancelled.
const interrupted = "the run was interrupted"
