package evidence

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Source is one regular file on disk that the walk found.
type Source struct {
	Path        string // logical path: slash separated, relative to its root; see Walk
	Disk        string // path to open
	Size        int64  // bytes
	ModTime     time.Time
	DuplicateOf string // logical path of an identical file that is read instead; "" none
}

// Unread is something that was found and not read, with the reason.
type Unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Walk lists the regular files below the roots in the order of their logical
// paths: the path relative to the root, for a root that is a file its name, with
// the root's base name before it when there are several roots. Links, devices
// and what cannot be listed are refused. A root that does not exist is an error.
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
	slices.SortFunc(w.unread, func(a, b Unread) int { return cmp.Compare(a.Path, b.Path) })
	return w.sources, w.unread, nil
}

// prefixes returns what stands before the logical paths of each root: nothing for
// a single root, else its base name, numbered when two have the same.
func prefixes(roots []string) []string {
	out := make([]string, len(roots))
	if len(roots) < 2 {
		return out
	}
	seen := map[string]int{}
	for i, root := range roots {
		name := filepath.Base(absolute(root))
		seen[name]++
		if n := seen[name]; n > 1 {
			name = fmt.Sprintf("%s#%d", name, n)
		}
		out[i] = name
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
	if !info.IsDir() {
		logical := printable(filepath.Base(absolute(root)))
		if prefix != "" {
			logical = printable(prefix)
		}
		w.file(root, logical, info)
		return nil
	}
	resolved, err := filepath.EvalSymlinks(root)
	if err != nil {
		return fmt.Errorf("evidence %s: %w", root, err)
	}
	return filepath.WalkDir(resolved, func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		logical := logicalPath(resolved, path, prefix)
		if err != nil {
			w.refuse(logical, unreadable(err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
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

func logicalPath(root, path, prefix string) string {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		rel = path
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
	}
	return "a device: only regular files are read"
}

// unreadable words an error of the file system for the list of what was not read.
func unreadable(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it; run dwell as a user who may, or copy the file"
	case errors.Is(err, fs.ErrNotExist):
		return "it vanished while the folder was read"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return "cannot be read: " + err.Error()
}

// probeSize is how much of the beginning and of the end of two files of the same
// size must agree before both are hashed to see whether they are the same.
const probeSize = 32 << 10

// markDuplicates finds files with identical content, so that their events count
// once. Only files of equal size, beginning and end are read for it.
func markDuplicates(ctx context.Context, sources []Source) error {
	type alike struct {
		size  int64
		probe [sha256.Size]byte
	}
	sizes := map[int64]int{}
	for _, s := range sources {
		sizes[s.Size]++
	}
	groups := map[alike][]int{}
	for i, s := range sources {
		if s.Size == 0 || sizes[s.Size] < 2 {
			continue
		}
		if probe, err := probeOf(s); err == nil {
			key := alike{s.Size, probe}
			groups[key] = append(groups[key], i)
		}
	}
	for _, group := range groups {
		if len(group) < 2 {
			continue
		}
		first := map[[sha256.Size]byte]string{}
		for _, i := range group { // in order of path
			sum, err := hashFile(ctx, sources[i].Disk)
			if err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				continue // Examine will say what is wrong with it
			}
			if path, ok := first[sum]; ok {
				sources[i].DuplicateOf = path
			} else {
				first[sum] = sources[i].Path
			}
		}
	}
	return nil
}

// probeOf hashes the beginning and the end of a file.
func probeOf(s Source) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(s.Disk)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	var ends bytes.Buffer
	if _, err := io.Copy(&ends, io.NewSectionReader(f, 0, probeSize)); err != nil {
		return sum, err
	}
	if _, err := io.Copy(&ends, io.NewSectionReader(f, max(0, s.Size-probeSize), probeSize)); err != nil {
		return sum, err
	}
	return sha256.Sum256(ends.Bytes()), nil
}

// hashFile returns the SHA-256 of a file on disk.
func hashFile(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, &cancelled{ctx, f}); err != nil {
		return sum, fmt.Errorf("hash %s: %w", path, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// cancelled stops reading when the context ends.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// printable makes a path valid, printable UTF-8: other bytes and characters that a
// terminal would obey become escapes, so that a path can be shown and typed.
func printable(path string) string {
	clean := func(r rune) bool { return r != '\uFFFD' && strconv.IsPrint(r) }
	if strings.IndexFunc(path, func(r rune) bool { return !clean(r) }) < 0 {
		return path
	}
	var b strings.Builder
	for len(path) > 0 {
		r, n := utf8.DecodeRuneInString(path)
		if clean(r) {
			b.WriteString(path[:n])
		} else {
			for i := range n {
				fmt.Fprintf(&b, `\x%02x`, path[i])
			}
		}
		path = path[n:]
	}
	return b.String()
}
