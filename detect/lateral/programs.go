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
	Hash  uint64
	Name  string
	Bytes int64
}

// maxName bounds the bytes of a name that are kept.
const maxName = 120

func (p *programs) add(f *event.FileTransfer) {
	name := baseName(f.Name)
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	bytes := max(f.Bytes, 0)
	p.keep(program{fold.Mix(fold.HashString(name), uint64(bytes)), name, bytes})
	p.Marks.Add(fold.Mark{Time: f.Time, Ref: f.Ref, Weight: bytes})
}

func (p *programs) keep(one program) {
	p.Kept = fold.KeepFirst(p.Kept, one, maxPrograms, func(a, b program) int {
		return cmp.Or(cmp.Compare(a.Hash, b.Hash), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Bytes, b.Bytes))
	})
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
		names = append(names, name+" ("+humanize.Count(one.Bytes)+" bytes)")
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
	name := baseName(f.Name)
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && slices.ContainsFunc(programNames, func(ending string) bool { return strings.EqualFold(name[dot:], ending) })
}

// baseName is the name without its folders.
func baseName(path string) string { return path[strings.LastIndexAny(path, `\/`)+1:] }
