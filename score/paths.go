package score

import (
	"path"
	"strings"

	"dwell/casefile"
	"dwell/event"
)

// paths finds the file of the case that the truth speaks of.
type paths struct {
	folder string // of the evidence, relative to the truth
	exact  map[string]event.FileID
	packed map[string][]event.FileID // by the names under which a packed log may go
}

func newPaths(c *casefile.Case, folder string) *paths {
	p := &paths{path.Clean(folder), map[string]event.FileID{}, map[string][]event.FileID{}}
	for i := range c.Evidence {
		f := &c.Evidence[i]
		p.exact[f.Path] = f.ID
		container, member, packed := strings.Cut(f.Path, "!")
		if !packed {
			continue
		}
		p.packed[container] = append(p.packed[container], f.ID)
		if own := path.Join(path.Dir(container), member); own != container {
			p.packed[own] = append(p.packed[own], f.ID)
		}
	}
	return p
}

// find returns the file of that path. The case was made from the folder of the
// evidence or, now and then, from the one above, which holds the truth too.
func (p *paths) find(name string) (event.FileID, bool) {
	for _, candidate := range []string{name, path.Join(p.folder, name)} {
		if id, ok := p.exact[candidate]; ok {
			return id, true
		}
		// A log that was packed alone ("conn.log.gz!conn.log") may go by the name of
		// its container or by its own. Of two members nobody can tell which is meant.
		if ids := p.packed[candidate]; len(ids) == 1 {
			return ids[0], true
		}
	}
	return 0, false
}
