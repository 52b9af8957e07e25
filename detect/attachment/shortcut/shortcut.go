// Package shortcut reads Windows shell links: what they start, with which arguments,
// behind which icon, what hangs on behind their end, and the machine on which they
// were made.
//
// Source: MS-SHLLINK 5.0 and, for the birth identifiers of the tracker, MS-DLTW and
// RFC 4122 (a version 1 UUID ends with the MAC address of the machine).
// Shortcuts are hostile: every length is checked. The package imports inside only.
package shortcut

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"dwell/detect/attachment/inside"
)

// The flags of the header that matter (MS-SHLLINK 2.1.1).
const (
	hasIDList, hasLinkInfo, hasName, hasPath, hasDirectory, hasArguments, hasIcon, isUnicode = 1, 2, 4, 8, 16, 32, 64, 128

	headerSize = 76
	// largest is the size above which nobody's shortcut goes unless it carries
	// something: those that Windows writes have one to three kB.
	largest = 4096
)

// link is a shortcut as far as it could be read.
type link struct {
	local, relative, arguments, icon string
	rest                             []byte // behind the last structure
}

// Inspect says what a shortcut does.
func Inspect(data []byte) *inside.Report {
	r := &inside.Report{}
	if len(data) < headerSize {
		return r
	}
	l := parse(data, r)
	target := l.target()
	if target != "" {
		r.Note("the shortcut starts %s", target)
	}
	if l.arguments != "" {
		r.Mark(inside.Command)
		r.Note("with the arguments %s", squeeze(l.arguments))
	}
	if interprets(target) || interprets(l.arguments) {
		r.Mark(inside.Interpreter)
	}
	if l.falseIcon(target) {
		r.Mark(inside.FalseIcon)
		r.Note("its icon is that of %s", l.icon)
	}
	if strings.HasPrefix(target, `\\`) || strings.Contains(strings.ToLower(target), "://") {
		r.Mark(inside.RemoteLocation)
	}
	const least = 16 // the block that ends the list, and what editors leave
	if len(l.rest) > least {
		r.Mark(inside.Appended)
		r.Note("%d bytes hang on behind the end of the shortcut", len(l.rest))
		r.Carry("", l.rest)
	} else if len(data) > largest {
		r.Mark(inside.Appended)
		r.Note("the shortcut has %d bytes, those that Windows writes have fewer than %d", len(data), largest)
	}
	return r
}

// parse reads the structures in their order and notes the traces of the machine.
func parse(data []byte, r *inside.Report) link {
	var l link
	flags := inside.Number(data, 20, 4)
	if at := inside.Number(data, 28, 8); at != 0 {
		r.Trace(inside.ShortcutTrace, "target was made", filetime(at))
	}
	at := uint64(headerSize)
	if flags&hasIDList != 0 {
		size := inside.Number(data, int(at), 2)
		l.local = items(inside.Slice(data, at+2, size))
		at += 2 + size
	}
	if flags&hasLinkInfo != 0 {
		size := inside.Number(data, int(at), 4)
		if path := place(inside.Slice(data, at, size)); path != "" {
			l.local = path
		}
		at += max(4, size)
	}
	for _, field := range []struct {
		flag uint64
		into *string
	}{{hasName, new(string)}, {hasPath, &l.relative}, {hasDirectory, new(string)}, {hasArguments, &l.arguments}, {hasIcon, &l.icon}} {
		if flags&field.flag != 0 {
			*field.into, at = text(data, at, flags&isUnicode != 0)
		}
	}
	l.extra(data, at, r)
	return l
}

// text reads a counted string.
func text(data []byte, at uint64, wide bool) (string, uint64) {
	count := inside.Number(data, int(at), 2)
	if !wide {
		return string(inside.Slice(data, at+2, count)), at + 2 + count
	}
	b := inside.Slice(data, at+2, 2*count)
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return string(utf16.Decode(units)), at + 2 + 2*count
}

// place reads the path of a LinkInfo: that on a volume, or that on a share.
func place(info []byte) string {
	flags := inside.Number(info, 8, 4)
	const local, network = 1, 2
	base := ""
	switch {
	case flags&local != 0:
		base = zeroed(info, inside.Number(info, 16, 4))
	case flags&network != 0:
		share := inside.Number(info, 20, 4)
		base = zeroed(info, share+inside.Number(info, int(share)+8, 4)) + `\`
	}
	return base + zeroed(info, inside.Number(info, 24, 4))
}

func zeroed(data []byte, at uint64) string {
	if at == 0 || at >= uint64(len(data)) {
		return ""
	}
	text, _, _ := strings.Cut(string(data[at:]), "\x00")
	return text
}

// items reads the names of files and folders in a list of shell items: the long name
// stands in the extension block 0xbeef0004.
func items(list []byte) string {
	var path []string
	for len(list) > 2 {
		size := inside.Number(list, 0, 2)
		if size < 3 || size > uint64(len(list)) {
			break
		}
		if name := itemName(list[:size]); name != "" {
			path = append(path, name)
		}
		list = list[size:]
	}
	return strings.Join(path, `\`)
}

func itemName(item []byte) string {
	const folderOrFile, volume = 0x30, 0x2f
	kind := item[2]
	switch {
	case kind == volume:
		return strings.TrimRight(zeroed(item, 3), `\`)
	case kind&0x70 != folderOrFile || len(item) < 14:
		return ""
	}
	if i := strings.Index(string(item), "\x04\x00\xef\xbe"); i >= 0 {
		for _, at := range []int{i + 42, i + 34, i + 14} { // by version of the block
			if name := inside.UTF16(item[min(at, len(item)):]); len(name) > 1 && printable(name) {
				return name
			}
		}
	}
	if kind&4 != 0 {
		return inside.UTF16(item[14:])
	}
	return zeroed(item, 14)
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '\uFFFD' })
}

// extra goes through the blocks behind the strings: paths with variables and the
// tracker.
func (l *link) extra(data []byte, at uint64, r *inside.Report) {
	const environment, icon, tracker, most = 0xa0000001, 0xa0000007, 0xa0000003, 32
	for range most {
		size := inside.Number(data, int(min(at, uint64(len(data)))), 4)
		if size < 4 || at+size > uint64(len(data)) {
			break
		}
		block := data[at : at+size]
		switch inside.Number(block, 4, 4) {
		case environment:
			if path := variable(block); path != "" {
				l.local = path
			}
		case icon:
			if path := variable(block); path != "" && l.icon == "" {
				l.icon = path
			}
		case tracker:
			birth(block, r)
		}
		at += size
	}
	const end = 4 // the block that ends the list has a size below four
	l.rest = inside.Slice(data, at+end, uint64(len(data)))
}

// variable reads a path in ANSI and in UTF-16 from one of the blocks that hold both.
func variable(block []byte) string {
	const ansi, wide = 8, 268
	if path := inside.UTF16(inside.Slice(block, wide, 520)); path != "" {
		return path
	}
	return zeroed(block[:min(len(block), wide)], ansi)
}

// birth reads the name of the machine and its MAC address.
func birth(block []byte, r *inside.Report) {
	machine, _, _ := strings.Cut(string(inside.Slice(block, 16, 16)), "\x00")
	r.Trace(inside.ShortcutTrace, "machine", machine)
	for _, at := range []uint64{48, 80} { // the object now, and at birth
		id := inside.Slice(block, at, 16)
		const timeBased = 1
		if len(id) < 16 || id[7]>>4 != timeBased {
			continue
		}
		r.Trace(inside.ShortcutTrace, "MAC address", fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", id[10], id[11], id[12], id[13], id[14], id[15]))
		r.Trace(inside.ShortcutTrace, "identifier made", uuidTime(id))
	}
}

// uuidTime is the time of a version 1 UUID in the order of bytes of a GUID.
func uuidTime(id []byte) string {
	const gregorian = 122192928000000000 // 100 ns from 1582-10-15 to 1970
	t := inside.Number(id, 0, 4) | inside.Number(id, 4, 2)<<32 | (inside.Number(id, 6, 2)&0xfff)<<48
	if t < gregorian {
		return ""
	}
	return time.Unix(0, 0).UTC().Add(time.Duration((t-gregorian)/1e7)*time.Second).Format("2006-01-02 15:04:05") + " UTC"
}

// filetime is a count of 100 ns since 1601.
func filetime(t uint64) string {
	const unix = 116444736000000000
	if t < unix || (t-unix)/1e7 > 1<<33 {
		return ""
	}
	return time.Unix(int64((t-unix)/1e7), 0).UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// target is where the shortcut leads.
func (l *link) target() string {
	if l.local != "" {
		return l.local
	}
	return l.relative
}

// interpreters start what they are given (LOLBAS project).
var interpreters = []string{"cmd", "powershell", "pwsh", "mshta", "wscript", "cscript", "rundll32", "regsvr32", "msiexec", "certutil", "bitsadmin", "forfiles",
	"conhost", "curl", "explorer.exe \\\\", "schtasks", "wmic", "hh.exe", "ftp.exe", "msbuild", "installutil", "ssh.exe", "python"}

func interprets(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(interpreters, func(name string) bool {
		at := strings.Index(text, name)
		return at == 0 || at > 0 && !letter(text[at-1])
	})
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' }

// documents are the endings of icons that make people take a shortcut for a document
// or picture, and the programs whose icons do.
var documents = []string{".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".hwp", ".hwpx", ".jpg", ".jpeg", ".png", ".txt", ".zip",
	"winword.exe", "excel.exe", "powerpnt.exe", "acrord32.exe", "acrobat.exe", "hwp.exe", "notepad.exe", "msedge.exe", "wordpad.exe", "imageres.dll", "shell32.dll"}

// falseIcon reports whether the icon is that of another kind of file than the target,
// which runs.
func (l *link) falseIcon(target string) bool {
	icon := strings.ToLower(strings.TrimSpace(l.icon))
	return icon != "" && interprets(target) && slices.ContainsFunc(documents, func(end string) bool { return strings.HasSuffix(icon, end) })
}

// squeeze shortens runs of blanks, which push a command out of sight.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
