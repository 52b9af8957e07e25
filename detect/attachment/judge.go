package attachment

import (
	"strings"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	"dwell/event"
)

// judge looks at one part. Body text is no attachment unless it carries a file name
// or is marked as one. Codes are those of the mail's pictures, passwords those that it
// gives; left is that of the mail.
func judge(p *event.Part, codes []event.Code, passwords []string, left *allowance) verdict {
	if len(p.Data) == 0 {
		return verdict{}
	}
	attached := p.Name != "" || p.Disposition == "attachment"
	if !attached && strings.HasPrefix(p.Type, "text/") {
		return verdict{}
	}
	name := filetype.ParseName(p.Name)
	e := &examination{left: left, passwords: passwords}
	e.kind = filetype.Identify(p.Data)
	if benign(p, name) && !e.kind.Program() {
		return e.verdict
	}
	e.file(p.Name, p.Data, p.Type, place{})
	e.codes(p, codes)
	own := judgement{set: e.traits}
	own.tricks(name, e.kind, p.Type) // again, for an archive that carries only by what lies in it
	for _, other := range append([]string{p.TypeName}, p.OtherNames...) {
		if other != "" {
			own.otherName(filetype.ParseName(other), name)
		}
	}
	e.traits = own.set
	e.settle()
	return e.verdict
}

// settle says what follows from all that was found: an archive that was opened, with all
// in it, and holds nothing that runs was locked for discretion.
func (e *examination) settle() {
	const locks = Traits(1<<lockedArchive | 1<<lockedDocument)
	if e.traits.Has(opened) && len(e.closed)+e.shut == 0 && e.traits.carriers()&^locks == 0 {
		e.traits.add(harmless)
	}
}

// benign reports whether a part is one of those that fill mailboxes and run
// nothing: signatures, keys, cards, calendars, patches.
func benign(p *event.Part, name filetype.Name) bool {
	switch name.Extension {
	case "p7s", "p7m", "asc", "sig", "vcf", "ics", "patch", "diff", "dat", "eml":
		return !name.Reversed && !name.Padded
	}
	switch p.Type {
	case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar", "text/x-patch", "text/x-diff", "text/vcard":
		return name.Class == filetype.Other
	}
	return false
}

// judgement is what speaks against one file on its own.
type judgement struct{ set Traits }

// judgeContent judges the bytes: what the file is and does.
func judgeContent(kind filetype.Kind, report *inside.Report, name filetype.Name) judgement {
	j := judgement{}
	for _, m := range byMark {
		if report.Has(m.mark) {
			j.set.add(m.trait)
		}
	}
	j.native(kind)
	if report.Has(inside.Command) && report.Has(inside.Interpreter) {
		j.set.add(command)
	}
	if kind == filetype.HTML && name.Class != filetype.Page && name.Class != filetype.Other {
		j.set.add(mismatch)
	}
	return j
}

// natives are the kinds that are what they are whatever their name says.
var natives = map[filetype.Kind]Trait{
	filetype.PE: program, filetype.ELF: unixProgram, filetype.MachO: unixProgram, filetype.JavaClass: javaProgram, filetype.Shortcut: shortcut,
	filetype.CHM: compiledHelp, filetype.OneNote: notebook, filetype.MMC: console, filetype.ScriptText: script,
	filetype.ISO: diskImage, filetype.VHD: diskImage, filetype.VHDX: diskImage, filetype.RawDisk: diskImage,
}

func (j *judgement) native(kind filetype.Kind) {
	if t, ok := natives[kind]; ok {
		j.set.add(t)
	}
}

// carrierOf says what a file runs as, by the class of its name.
var carrierOf = map[filetype.Class]Trait{
	filetype.Program: program, filetype.Installer: installer, filetype.Script: script, filetype.Link: shortcut,
	filetype.DiskImage: diskImage, filetype.Help: compiledHelp, filetype.Notebook: notebook, filetype.Java: javaProgram, filetype.MacroDocument: macro,
}

// believed are the kinds of content for which a name that runs is believed: those that
// run so, and what no kind is known of. A picture under the name of a program runs
// nothing.
var believed = map[filetype.Kind]bool{
	filetype.Unknown: true, filetype.PE: true, filetype.ELF: true, filetype.MachO: true, filetype.JavaClass: true, filetype.ScriptText: true, filetype.Shortcut: true,
	filetype.HTML: true, filetype.OLE: true, filetype.Zip: true, filetype.ISO: true, filetype.VHD: true, filetype.VHDX: true, filetype.RawDisk: true, filetype.Cab: true,
	filetype.MMC: true, filetype.CHM: true, filetype.OneNote: true,
}

// hiding are the kinds of content that have no business under the name or type of a
// document or picture.
var hiding = map[filetype.Kind]bool{
	filetype.PE: true, filetype.ELF: true, filetype.MachO: true, filetype.JavaClass: true, filetype.ScriptText: true, filetype.Shortcut: true, filetype.MMC: true,
	filetype.CHM: true, filetype.OneNote: true, filetype.ISO: true, filetype.VHD: true, filetype.VHDX: true, filetype.RAR: true, filetype.SevenZip: true,
	filetype.Cab: true, filetype.ALZ: true, filetype.EGG: true,
}

// name judges what the name claims, against what the bytes are.
func (j *judgement) name(name filetype.Name, kind filetype.Kind, declared string) {
	if carrier, ok := carrierOf[name.Class]; ok && believed[kind] && !courtesy(name, kind) {
		j.set.add(carrier)
		switch name.Extension {
		case "scr", "pif", "com", "cpl":
			j.set.add(screenSaver)
		}
	}
	j.tricks(name, kind, declared)
}

// tricks judges how the name hides what runs.
func (j *judgement) tricks(name filetype.Name, kind filetype.Kind, declared string) {
	if !j.set.carries() {
		return
	}
	for _, trick := range []struct {
		is    bool
		trait Trait
	}{{name.Double, doubled}, {name.Reversed, reversed}, {name.Padded, padded}, {name.Trailing, trailing},
		{hiding[kind] && (name.Class.Harmless() || name.Class == filetype.Other && looksHarmless(declared)), mismatch}} {
		if trick.is {
			j.set.add(trick.trait)
		}
	}
}

// courtesy reports whether a name that could run is an innocent one: a site or a
// company named "example.com" in an address book or a text, a letter saved as
// "..., inf" and the like have no program behind them.
func courtesy(name filetype.Name, kind filetype.Kind) bool {
	if kind != filetype.Unknown {
		return false
	}
	switch name.Extension {
	case "com", "desktop", "inf", "application", "key", "theme", "website", "class", "url":
		return true
	}
	return false
}

func looksHarmless(declared string) bool {
	return strings.HasPrefix(declared, "image/") || strings.HasPrefix(declared, "audio/") || strings.HasPrefix(declared, "video/") ||
		strings.HasPrefix(declared, "text/") || declared == "application/pdf" || strings.Contains(declared, "document") || declared == "application/msword"
}

// otherName compares two of the names that a header may give; programs choose either.
func (j *judgement) otherName(other, name filetype.Name) {
	if other.Class.Runs() != name.Class.Runs() && other.Extension != name.Extension && (other.Class.Harmless() || name.Class.Harmless()) {
		if carrier, ok := carrierOf[other.Class]; ok {
			j.set.add(carrier)
		}
		j.set.add(renamed)
	}
}
