package program

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"dwell/detect/attachment/inside"
)

// exports looks for the function that makes a library a control panel item.
func (p *image) exports(r *inside.Report) {
	const library = 0x2000
	if p.flags&library == 0 {
		return
	}
	address, _ := p.directory(dirExport)
	table := p.at(address, 40)
	names := p.at(inside.Number(table, 32, 4), 4*min(inside.Number(table, 24, 4), maxImports))
	for at := 0; at+4 <= len(names); at += 4 {
		if strings.EqualFold(p.text(inside.Number(names, at, 4)), "CPlApplet") {
			r.Mark(inside.ControlPanel)
			return
		}
	}
}

// imports gives the hash of the functions that a program asks for: the same in
// programs of one source, so it can be compared with earlier cases.
func (p *image) imports(r *inside.Report) {
	const descriptor = 20
	address, _ := p.directory(dirImport)
	table := p.at(address, descriptor*maxLibraries)
	var names []string
	for ; len(table) >= descriptor && len(names) < maxImports; table = table[descriptor:] {
		library := strings.ToLower(p.text(inside.Number(table, 12, 4)))
		if library == "" {
			break
		}
		thunks := inside.Number(table, 0, 4)
		if thunks == 0 {
			thunks = inside.Number(table, 16, 4)
		}
		var ok bool
		if names, ok = p.functions(names, library, thunks); !ok {
			return
		}
	}
	if len(names) == 0 {
		return
	}
	sum := md5.Sum([]byte(strings.Join(names, ","))) //nolint:gosec // imphash is MD5 by definition, and no secret
	r.Trace(inside.ProgramTrace, "import hash", hex.EncodeToString(sum[:]))
}

// numbered are the libraries of which imphash turns the numbers of functions into
// names by tables that we do not carry; a program that uses them so gets no hash.
var numbered = []string{"ws2_32", "wsock32", "oleaut32"}

// functions appends the functions of one library as imphash writes them, nothing
// when one of them cannot be named.
func (p *image) functions(names []string, library string, thunks uint64) ([]string, bool) {
	for _, end := range []string{".dll", ".ocx", ".sys"} {
		library = strings.TrimSuffix(library, end)
	}
	width := p.width()
	list := p.at(thunks, uint64(width)*maxImports)
	for ; len(list) >= width && len(names) < maxImports; list = list[width:] {
		v := inside.Number(list, 0, width)
		if v == 0 {
			break
		}
		if v>>(8*width-1) == 1 {
			if slices.Contains(numbered, library) {
				return nil, false
			}
			names = append(names, fmt.Sprintf("%s.ord%d", library, v&0xffff))
			continue
		}
		const hint = 2
		if name := p.text(v&0x7fffffff + hint); name != "" {
			names = append(names, library+"."+strings.ToLower(name))
		}
	}
	return names, true
}

// width is that of an entry of the import tables in bytes.
func (p *image) width() int {
	at := inside.Number(p.data, 0x3c, 4)
	if inside.Number(p.data, int(at)+24, 2) == 0x20b {
		return 8
	}
	return 4
}

// rich gives the hash of the header in which Microsoft's linker lists the tools that
// made the program: "DanS" to "Rich", masked by the number behind it.
func (p *image) rich(r *inside.Report) {
	stub := p.data[:min(len(p.data), int(min(inside.Number(p.data, 0x3c, 4), 4096)))]
	end := strings.LastIndex(string(stub), "Rich")
	if end < 0 || end+8 > len(stub) {
		return
	}
	key := stub[end+4 : end+8]
	for at := end - 4; at >= 0x40; at -= 4 {
		plain := [4]byte{stub[at] ^ key[0], stub[at+1] ^ key[1], stub[at+2] ^ key[2], stub[at+3] ^ key[3]}
		if string(plain[:]) != "DanS" {
			continue
		}
		clear := make([]byte, 0, end-at)
		for i, c := range stub[at:end] {
			clear = append(clear, c^key[i%4])
		}
		sum := md5.Sum(clear) //nolint:gosec // the usual hash of this header, and no secret
		r.Trace(inside.ProgramTrace, "Rich header hash", hex.EncodeToString(sum[:]))
		return
	}
}

// debug gives the path under which the maker's machine kept the symbols.
func (p *image) debug(r *inside.Report) {
	const entry, codeView, most = 28, 2, 16
	address, size := p.directory(dirDebug)
	table := p.at(address, min(size, entry*most))
	for ; len(table) >= entry; table = table[entry:] {
		if inside.Number(table, 12, 4) != codeView {
			continue
		}
		const longest = 24 + 512
		record := inside.Slice(p.data, inside.Number(table, 24, 4), min(longest, inside.Number(table, 16, 4)))
		if len(record) > 24 && string(record[:4]) == "RSDS" {
			path, _, _ := strings.Cut(string(record[24:]), "\x00")
			r.Trace(inside.ProgramTrace, "debug symbols", path)
		}
	}
}
