package lateral

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
	"dwell/internal/humanize"
)

// ends are the two machines of a pair.
type ends struct{ Src, Dst fold.Addr }

func (e ends) hash() uint64 { return e.Dst.Hash(e.Src.Hash(0)) }

// maxPrograms bounds the programs that are kept of a pair.
const maxPrograms = 8

// programs are those that one machine put on another: the ones with the smallest
// hashes, so that two sensors that saw the same one, and any order, give the same.
type programs struct {
	Kept  []program
	Marks fold.Marks
}

type program struct {
	Hash  uint64 // of the name in lower case
	Name  string
	Bytes int64
}

// content stands for what the file holds: two files of one name and size are taken
// for the same.
func (p program) content() uint64 { return fold.Mix(p.Hash, uint64(p.Bytes)) }

// maxName bounds the bytes of a name that are kept.
const maxName = 120

func (p *programs) add(path string, bytes int64, t event.Time, ref event.Ref) {
	name := fold.Shorten(baseName(path), maxName)
	bytes = max(bytes, 0)
	hash := fold.HashString(strings.ToLower(name))
	if name == "" {
		hash = fold.Mix(hash, uint64(bytes))
	}
	p.keep(program{hash, name, bytes})
	p.Marks.Add(fold.Mark{Time: t, Ref: ref, Weight: bytes})
}

// keep keeps a program. Several records speak of one: of the file before it was
// written, and after.
func (p *programs) keep(one program) {
	for i := range p.Kept {
		if p.Kept[i].Hash == one.Hash {
			p.Kept[i].Bytes = max(p.Kept[i].Bytes, one.Bytes)
			p.Kept[i].Name = min(p.Kept[i].Name, one.Name)
			return
		}
	}
	p.Kept = fold.KeepFirst(p.Kept, one, maxPrograms, func(a, b program) int { return cmp.Compare(a.Hash, b.Hash) })
}

func (p *programs) merge(o *programs) {
	for _, one := range o.Kept {
		p.keep(one)
	}
	p.Marks.Merge(&o.Marks)
}

// list names the programs.
func (p *programs) list() string {
	var names []string
	for _, one := range p.Kept {
		name := one.Name
		if name == "" {
			name = "one without a name"
		}
		if one.Bytes > 0 {
			name += " (" + humanize.Count(one.Bytes) + " bytes)"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// refs returns the records of the first, the largest and the last program.
func (p *programs) refs() []event.Ref {
	if p == nil {
		return nil
	}
	of := p.Marks.Refs()
	return of[:min(len(of), maxMarkedRecords)]
}

// programTypes are the media types that sensors give to programs and scripts.
var programTypes = []string{
	"application/x-dosexec", "application/vnd.microsoft.portable-executable", "application/x-executable", "application/x-sharedlib",
	"application/x-mach-o-executable", "application/x-msi", "application/hta", "text/x-msdos-batch", "text/x-powershell", "text/x-shellscript",
}

// programNames are the endings of names that Windows runs.
var programNames = []string{".exe", ".dll", ".sys", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".cpl"}

func isProgram(f *event.FileTransfer) bool {
	if slices.Contains(programTypes, f.MIMEType) {
		return true
	}
	return programName(f.Name)
}

// programName reports whether Windows would run a file of that name.
func programName(path string) bool {
	name := baseName(path)
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && slices.ContainsFunc(programNames, func(ending string) bool { return strings.EqualFold(name[dot:], ending) })
}

// baseName is the name without its folders.
func baseName(path string) string { return path[strings.LastIndexAny(path, `\/`)+1:] }
