package filetype

import "bytes"

// Kind is what the bytes of a file are.
type Kind uint8

// The kinds.
const (
	Unknown Kind = iota
	PE           // Windows program or library
	ELF
	MachO
	JavaClass
	Shortcut // Windows shell link
	CHM
	OneNote
	OLE // compound file: old Office, HWP 5, MSI, Outlook message
	Zip // also OOXML, HWPX, JAR: told apart by their members
	RAR
	SevenZip
	Cab
	Gzip
	Bzip2
	XZ
	Tar
	ALZ
	EGG
	ISO
	VHD
	VHDX
	RawDisk // an image without a frame: partitions, FAT or NTFS
	HWP3    // Hangul 3
	HWPML   // Hangul as XML
	RTF
	PDF
	HTML
	SVG
	MMC // management console file
	ScriptText
	Image
	Media
)

var kindNames = [...]string{"unknown", "Windows program", "ELF program", "Mach-O program", "Java class", "Windows shortcut", "compiled help", "OneNote section",
	"compound file", "zip archive", "RAR archive", "7z archive", "cabinet", "gzip", "bzip2", "xz", "tar archive", "ALZ archive", "EGG archive",
	"disk image (ISO/UDF)", "disk image (VHD)", "disk image (VHDX)", "disk image", "Hangul 3 document", "HWPML document", "RTF", "PDF", "HTML", "SVG", "console file", "script", "picture", "sound or film"}

// String names the kind in plain words.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Program reports whether the file is machine code or byte code.
func (k Kind) Program() bool { return k >= PE && k <= JavaClass }

// Archive reports whether the file holds other files.
func (k Kind) Archive() bool { return k >= Zip && k <= EGG }

// Disk reports whether the file is an image of a disk, which Windows opens like a
// folder.
func (k Kind) Disk() bool { return k >= ISO && k <= RawDisk }

// Opens reports whether looking into the file can tell more than its kind: it holds
// files, or does something when it is opened.
func (k Kind) Opens() bool {
	switch k {
	case Unknown, ELF, MachO, JavaClass, Image, Media:
		return false
	}
	return true
}

// signatures stand at the start of a file.
var signatures = []struct {
	magic string
	kind  Kind
}{
	{"\x7fELF", ELF}, {"\xca\xfe\xba\xbe\x00\x00\x00", JavaClass},
	{"\xfe\xed\xfa\xce", MachO}, {"\xfe\xed\xfa\xcf", MachO}, {"\xce\xfa\xed\xfe", MachO}, {"\xcf\xfa\xed\xfe", MachO},
	{"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", Shortcut},
	{"ITSF", CHM}, {"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", OneNote},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE},
	{"PK\x03\x04", Zip}, {"PK\x05\x06", Zip}, {"PK\x07\x08", Zip}, {"Rar!\x1a\x07", RAR}, {"7z\xbc\xaf\x27\x1c", SevenZip},
	{"MSCF\x00\x00\x00\x00", Cab}, {"\x1f\x8b\x08", Gzip}, {"BZh", Bzip2}, {"\xfd7zXZ\x00", XZ}, {"ALZ\x01", ALZ}, {"EGGA", EGG},
	{"HWP Document File V", HWP3}, {"#@~^", ScriptText}, // the latter encoded by Microsoft's Script Encoder
	{"vhdxfile", VHDX}, {"conectix", VHD}, {"{\\rt", RTF}, {"%PDF-", PDF},
	{"\x89PNG\r\n\x1a\n", Image}, {"\xff\xd8\xff", Image}, {"GIF87a", Image}, {"GIF89a", Image}, {"II*\x00", Image}, {"MM\x00*", Image},
	{"ID3", Media}, {"OggS", Media}, {"fLaC", Media},
}

// The places of signatures that do not stand at the start.
const (
	isoAt    = 0x8001 // the second byte of the first volume descriptor
	tarAt    = 257
	vhdFrom  = 512 // bytes before the end
	headSize = 4096
	peOffset = 0x3c
)

// Identify says what data is by its bytes.
func Identify(data []byte) Kind {
	if len(data) >= 2 && data[0] == 'M' && data[1] == 'Z' {
		if portable(data) {
			return PE
		}
	}
	for _, s := range signatures {
		if len(data) >= len(s.magic) && string(data[:len(s.magic)]) == s.magic {
			return s.kind
		}
	}
	switch {
	case optical(data):
		return ISO
	case at(data, tarAt, "ustar"):
		return Tar
	case len(data) > vhdFrom && at(data, len(data)-vhdFrom, "conectix"):
		return VHD
	case rawDisk(data):
		return RawDisk
	case at(data, 4, "ftyp"):
		return Media
	case at(data, 0, "RIFF") && at(data, 8, "WEBP"):
		return Image
	case at(data, 0, "RIFF"):
		return Media
	}
	if kind := text(data); kind != Unknown {
		return kind
	}
	return late(data)
}

// late knows the kinds that programs open although something stands in front: PDF
// within its first kilobyte, and zip, whose directory stands at the end. Attackers put
// a few bytes there against those who look at the first ones only.
func late(data []byte) Kind {
	const far, zipEnd = 1024, 22
	switch {
	case bytes.Contains(data[:min(len(data), far)], []byte("%PDF-1.")):
		return PDF
	case at(data, len(data)-zipEnd, "PK\x05\x06"):
		return Zip
	}
	return Unknown
}

// Named is the kind that a program takes the file for by its name, where the bytes do
// not say: browsers show anything that is called a page.
func (k Kind) Named(name Name) Kind {
	if k != Unknown {
		return k
	}
	switch name.Extension {
	case "html", "htm", "xhtml", "shtml":
		return HTML
	case "svg":
		return SVG
	}
	return Unknown
}

// optical reports whether one of the first descriptors of an optical disk is that of
// ISO 9660 or UDF. Each takes a sector.
func optical(data []byte) bool {
	const sector, most = 2048, 8
	for i := range most {
		place := isoAt + i*sector
		if at(data, place, "CD001") || at(data, place, "BEA01") || at(data, place, "NSR02") || at(data, place, "NSR03") {
			return true
		}
	}
	return false
}

// portable reports whether a file that starts with "MZ" is a program: the offset in
// its header leads to a PE signature, or the file is cut before it, or the header
// is that of an old DOS program.
func portable(data []byte) bool {
	if len(data) < peOffset+4 {
		return len(data) >= 28 // the size of a DOS header
	}
	offset := int(uint32(data[peOffset]) | uint32(data[peOffset+1])<<8 | uint32(data[peOffset+2])<<16 | uint32(data[peOffset+3])<<24)
	if offset >= 0 && offset+2 <= len(data) {
		sign := string(data[offset : offset+2])
		return sign == "PE" || sign == "NE" || sign == "LE" || sign == "LX" || bytes.IndexByte(data[:peOffset], 0) >= 0
	}
	return bytes.IndexByte(data[:peOffset], 0) >= 0
}

// rawDisk reports whether a file is whole sectors that begin with a boot sector of FAT
// or NTFS, or with a table of partitions.
func rawDisk(data []byte) bool {
	const sector, least = 512, 16 << 10
	if len(data) < least || len(data)%sector != 0 || !at(data, sector-2, "\x55\xaa") {
		return false
	}
	if at(data, 3, "NTFS    ") || at(data, 54, "FAT") || at(data, 82, "FAT32") {
		return true
	}
	const table, entry = 446, 16
	for i := range 4 { // each entry is in use or not, one at least has a type
		if state := data[table+entry*i]; state != 0 && state != 0x80 {
			return false
		}
	}
	return data[table+4] != 0
}

func at(data []byte, offset int, magic string) bool {
	return offset >= 0 && offset+len(magic) <= len(data) && string(data[offset:offset+len(magic)]) == magic
}

// text tells the kinds of text files that matter apart.
func text(data []byte) Kind {
	head := bytes.TrimLeft(bytes.TrimPrefix(narrow(data[:min(len(data), headSize)]), []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] != '<' {
		return Unknown
	}
	lower := bytes.ToLower(head)
	switch {
	case bytes.Contains(lower, []byte("<hwpml")):
		return HWPML
	case bytes.Contains(lower, []byte("<mmc_consolefile")):
		return MMC
	case bytes.HasPrefix(lower, []byte("<svg")), bytes.HasPrefix(lower, []byte("<?xml")) && bytes.Contains(lower, []byte("<svg")):
		return SVG
	case element(lower, "<job"), element(lower, "<package"), bytes.Contains(lower, []byte("<hta:application")), bytes.Contains(lower, []byte("<scriptlet")):
		return ScriptText
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.Contains(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<script")), bytes.HasPrefix(lower, []byte("<body")), bytes.HasPrefix(lower, []byte("<head")):
		return HTML
	}
	return Unknown
}

// element reports whether text begins with that XML element: "<job id=1>", not
// "<JobName>".
func element(text []byte, name string) bool {
	rest, ok := bytes.CutPrefix(text, []byte(name))
	return ok && len(rest) > 0 && (rest[0] == '>' || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r' || rest[0] == '\n')
}

// narrow takes the zeros out of UTF-16 with a mark in front, for words of ASCII are all
// that is looked for.
func narrow(head []byte) []byte {
	if !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return head
	}
	return bytes.ReplaceAll(head[2:], []byte{0}, nil)
}
