package evidence

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// ManifestSchema is the version of the manifest's frame.
const ManifestSchema = "dwell.manifest/1"

// Manifest is the custody record of a run (manifest.json): which evidence was
// there, byte for byte.
type Manifest struct {
	Schema    string         `json:"schema"`
	Tool      string         `json:"tool"`
	Version   string         `json:"version"`
	Arguments []string       `json:"arguments"`
	Roots     []string       `json:"roots"` // absolute paths, in the order given
	Files     []ManifestFile `json:"files"` // in order of path
	Unread    []Unread       `json:"unread"`
}

// ManifestFile is one file on disk or one member of a container.
type ManifestFile struct {
	Path      string     `json:"path"`
	Container string     `json:"container"` // what it lies in ("zip", "gzip+tar"); "" for a file on disk
	Packs     string     `json:"packs"`     // what it is when it is a container itself
	Size      int64      `json:"size"`
	SHA256    string     `json:"sha256"` // "" when it could not be read
	ModTime   *time.Time `json:"mtime"`  // null when the container does not say
	Format    string     `json:"format"`
}

// NewManifest records what was examined.
func NewManifest(version string, arguments, roots []string, entries []Entry, unread []Unread) Manifest {
	m := Manifest{Schema: ManifestSchema, Tool: "dwell", Version: version, Arguments: slices.Clone(arguments), Roots: slices.Clone(roots),
		Files: []ManifestFile{}, Unread: []Unread{}}
	for i := range entries {
		e := &entries[i]
		f := ManifestFile{Path: e.Path, Container: e.Container, Packs: e.Packs, Size: e.Size, SHA256: e.SHA256, Format: e.Format}
		if !e.ModTime.IsZero() {
			t := e.ModTime.UTC()
			f.ModTime = &t
		}
		m.Files = append(m.Files, f)
	}
	m.Unread = append(m.Unread, unread...)
	return m
}

// Mismatch is one way in which the evidence differs from the manifest.
type Mismatch struct{ Path, Problem string }

// Verify hashes the files on disk below the roots again and names those that
// changed, are missing or are new. Members are covered by the file that holds them.
func (m *Manifest) Verify(ctx context.Context, roots []string) ([]Mismatch, error) {
	sources, refused, err := list(ctx, roots)
	if err != nil {
		return nil, err
	}
	there := map[string]Source{}
	for _, s := range sources {
		there[s.Path] = s
	}
	var out []Mismatch
	known := map[string]bool{}
	for _, f := range m.Files {
		if f.Container != "" {
			continue
		}
		known[f.Path] = true
		s, ok := there[f.Path]
		if !ok {
			out = append(out, Mismatch{f.Path, "missing"})
			continue
		}
		problem, err := f.compare(ctx, s)
		if err != nil {
			return nil, err
		}
		if problem != "" {
			out = append(out, Mismatch{f.Path, problem})
		}
	}
	for _, u := range m.Unread {
		known[u.Path] = true
	}
	for _, s := range sources {
		if !known[s.Path] {
			out = append(out, Mismatch{s.Path, "new: it was not there when the case was made"})
		}
	}
	for _, u := range refused {
		if !known[u.Path] {
			out = append(out, Mismatch{u.Path, "new: " + u.Reason})
		}
	}
	slices.SortFunc(out, func(a, b Mismatch) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Problem, b.Problem))
	})
	return out, nil
}

// compare says how the file on disk differs from the record; "" not at all.
func (f *ManifestFile) compare(ctx context.Context, s Source) (string, error) {
	if f.SHA256 == "" {
		return "", nil // it could not be read then, so nothing rests on it
	}
	if s.Size != f.Size {
		return fmt.Sprintf("changed: %d bytes now, %d in the manifest", s.Size, f.Size), nil
	}
	sum, err := hashFile(ctx, s.Disk)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return unreadable(err), nil
	}
	if now := fmt.Sprintf("%x", sum); now != f.SHA256 {
		return "changed: its SHA-256 is now " + now, nil
	}
	return "", nil
}
