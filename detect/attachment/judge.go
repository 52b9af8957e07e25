package attachment

import (
	"regexp"
	"strings"

	"dwell/detect/attachment/active"
	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
	"dwell/event"
)

// verdict is what one part of a mail is.
type verdict struct {
	traits  Traits
	kind    filetype.Kind
	telling []string // names of members that run or hide
}

const maxTelling = 6

// judge looks at one part. Body text is no attachment unless it carries a file name
// or is marked as one.
func judge(p *event.Part) verdict {
	v := verdict{}
	if len(p.Data) == 0 {
		return v
	}
	attached := p.Name != "" || p.Disposition == "attachment"
	if !attached && strings.HasPrefix(p.Type, "text/") {
		return v
	}
	v.kind = filetype.Identify(p.Data)
	name := filetype.ParseName(p.Name)
	if benign(p, name) && !v.kind.Program() {
		return v
	}
	v.content(v.kind, p.Data, name)
	v.name(name, v.kind, p.Type)
	if p.TypeName != "" {
		v.otherName(filetype.ParseName(p.TypeName), name)
	}
	return v
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

// content judges the bytes: what the file is, what its members are.
func (v *verdict) content(kind filetype.Kind, data []byte, name filetype.Name) {
	var listing archive.Listing
	if kind.Archive() || kind == filetype.ISO {
		listing = archive.List(kind, data)
	}
	marks := active.Inspect(kind, data, listing)
	for _, m := range byMark {
		if marks.Has(m.mark) {
			v.traits.add(m.trait)
		}
	}
	v.native(kind)
	if kind == filetype.HTML && name.Class != filetype.Page && name.Class != filetype.Other {
		v.traits.add(mismatch)
	}
	if listing.Encrypted {
		v.traits.add(lockedArchive)
	}
	if !marks.Has(active.OfficeBundle) && !marks.Has(active.JavaArchive) && !marks.Has(active.Hangul) {
		v.members(listing)
	}
}

// native adds the traits of files that are what they are whatever their name says.
func (v *verdict) native(kind filetype.Kind) {
	switch {
	case kind == filetype.PE:
		v.traits.add(program)
	case kind == filetype.ELF, kind == filetype.MachO:
		v.traits.add(unixProgram)
	case kind == filetype.JavaClass:
		v.traits.add(javaProgram)
	case kind == filetype.Shortcut:
		v.traits.add(shortcut)
	case kind == filetype.CHM:
		v.traits.add(compiledHelp)
	case kind == filetype.OneNote:
		v.traits.add(notebook)
	case kind == filetype.MMC:
		v.traits.add(console)
	case kind == filetype.ScriptText:
		v.traits.add(script)
	case kind.Disk():
		v.traits.add(diskImage)
	}
}

// members judges what an archive holds. A member whose bytes are out of reach is
// judged by its name.
func (v *verdict) members(listing archive.Listing) {
	for _, m := range listing.Members {
		inner := verdict{kind: filetype.Identify(m.Head)}
		name := filetype.ParseName(m.Name[strings.LastIndexByte(m.Name, '!')+1:])
		inner.native(inner.kind)
		if inner.kind == filetype.RTF || inner.kind == filetype.HTML || inner.kind == filetype.SVG {
			for _, b := range byMark {
				if active.Inspect(inner.kind, m.Head, archive.Listing{}).Has(b.mark) {
					inner.traits.add(b.trait)
				}
			}
		}
		inner.name(name, inner.kind, "")
		if inner.traits == 0 {
			continue
		}
		v.traits |= inner.traits
		v.traits.add(archived)
		if len(v.telling) < maxTelling {
			v.telling = append(v.telling, short(m.Name))
		}
	}
}

// carrierOf says what a file runs as, by the class of its name.
var carrierOf = map[filetype.Class]Trait{
	filetype.Program: program, filetype.Installer: installer, filetype.Script: script, filetype.Link: shortcut,
	filetype.DiskImage: diskImage, filetype.Help: compiledHelp, filetype.Notebook: notebook, filetype.Java: javaProgram, filetype.MacroDocument: macro,
}

// name judges what the name claims, against what the bytes are.
func (v *verdict) name(name filetype.Name, kind filetype.Kind, declared string) {
	plain := kind == filetype.Unknown || kind.Program() || kind == filetype.ScriptText || kind == filetype.Shortcut || kind == filetype.HTML || kind == filetype.OLE || kind == filetype.Zip || kind.Disk() || kind == filetype.Cab || kind == filetype.MMC || kind == filetype.CHM || kind == filetype.OneNote
	if carrier, ok := carrierOf[name.Class]; ok && plain && !courtesy(name, kind) {
		v.traits.add(carrier)
		switch name.Extension {
		case "scr", "pif", "com", "cpl":
			v.traits.add(screenSaver)
		}
	}
	if !v.traits.carries() {
		return
	}
	if name.Double {
		v.traits.add(doubled)
	}
	if name.Reversed {
		v.traits.add(reversed)
	}
	if name.Padded {
		v.traits.add(padded)
	}
	hides := kind.Program() || kind == filetype.Shortcut || kind == filetype.ScriptText || kind == filetype.MMC || kind == filetype.CHM
	if hides && (name.Class.Harmless() || name.Class == filetype.Other && looksHarmless(declared)) {
		v.traits.add(mismatch)
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
	case "com", "desktop", "inf", "application", "key", "theme", "website", "class":
		return true
	}
	return false
}

func looksHarmless(declared string) bool {
	return strings.HasPrefix(declared, "image/") || strings.HasPrefix(declared, "audio/") || strings.HasPrefix(declared, "video/") ||
		strings.HasPrefix(declared, "text/") || declared == "application/pdf" || strings.Contains(declared, "document") || declared == "application/msword"
}

// otherName compares the two names that a header may give; programs choose either.
func (v *verdict) otherName(other, name filetype.Name) {
	if other.Class.Runs() != name.Class.Runs() && other.Extension != name.Extension && (other.Class.Harmless() || name.Class.Harmless()) {
		if carrier, ok := carrierOf[other.Class]; ok {
			v.traits.add(carrier)
		}
		v.traits.add(renamed)
	}
}

// givesPassword finds a password in a text, in English and Korean.
var givesPassword = regexp.MustCompile(`(?i)(?:pass ?word|passcode|\bpw\b|\bpwd\b|비밀번호|비번|암호|패스워드)[^\n]{0,20}?(?:is|:|=|는|은|-)\s*["'(\[]?[^\s"')\]]{3,32}|(?:unlock|open|extract|압축)[^\n]{0,30}(?:pass ?word|비밀번호|암호)`)

// tells reports whether the text of the mail gives a password.
func tells(text string) bool {
	const longest = 64 << 10
	return givesPassword.MatchString(text[:min(len(text), longest)])
}
