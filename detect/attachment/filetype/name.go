package filetype

import (
	"strings"
	"unicode"

	"dwell/detect/lookalike"
)

// Class is what a file's name claims that opening it does.
type Class uint8

// The classes of extensions.
const (
	Other         Class = iota
	Program             // runs as machine code
	Installer           // installs
	Script              // runs in an interpreter that Windows has
	Link                // leads Windows elsewhere
	DiskImage           // opens like a folder, whose files lose the mark of the web
	Help                // compiled help runs scripts
	Notebook            // OneNote carries files that run on a double click
	Java                // runs where Java is installed
	MacroDocument       // may run macros
	UnixScript          // a source file to most, runs on a double click nowhere
	ArchiveFile
	Page // HTML, opened by the browser
	Document
	Picture
	MediaFile
)

// Runs reports whether opening the file runs what it holds.
func (c Class) Runs() bool { return c >= Program && c <= Java }

// Acts reports whether opening the file may do more than show it: what runs, documents
// with macros, and pages, which the browser gives scripts.
func (c Class) Acts() bool { return c.Runs() || c == MacroDocument || c == Page }

// Harmless reports whether people take such files for something only to look at.
func (c Class) Harmless() bool { return c >= Document }

var classNames = [...]string{"file", "program", "installer", "script", "shortcut", "disk image", "compiled help", "OneNote notebook", "Java program",
	"macro document", "shell script", "archive", "web page", "document", "picture", "sound or film"}

// String names the class in plain words.
func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return "file"
}

// extensions lists the extensions of each class (Microsoft, "Blocked attachments in
// Outlook", and the archives and documents used in Korea).
var extensions = [...]string{
	Program:       "exe scr com pif cpl dll sys ocx xll drv efi gadget",
	Installer:     "msi msp mst msix msixbundle appx appxbundle appinstaller application",
	Script:        "js jse vbs vbe wsf wsh wsc hta ps1 psm1 psd1 ps1xml bat cmd sct msc reg inf shb shs ws mshxml",
	Link:          "lnk url scf library-ms search-ms searchconnector-ms settingcontent-ms appref-ms website desktop webloc rdp theme themepack diagcab wsb",
	DiskImage:     "iso img vhd vhdx udf dmg",
	Help:          "chm hlp",
	Notebook:      "one onepkg",
	Java:          "jar jnlp class",
	MacroDocument: "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm xla iqy slk oqy",
	UnixScript:    "sh bash py pl rb php awk lua",
	ArchiveFile:   "zip rar 7z gz tgz tar bz2 tbz xz txz cab ace arj lzh lha z zst egg alz zipx r00 001",
	Page:          "html htm xhtml shtml mht mhtml svg xml",
	Document:      "doc docx dot dotx xls xlsx xlt xltx ppt pptx pps ppsx pdf rtf txt csv odt ods odp hwp hwpx hwt md log eml msg ics vcf ps eps djvu epub pages numbers key",
	Picture:       "jpg jpeg jpe png gif bmp tif tiff webp heic heif raw ico psd jfif",
	MediaFile:     "mp3 mp4 m4a m4v mov avi mkv wav wma wmv flac ogg mpg mpeg 3gp webm",
}

var byExtension = func() map[string]Class {
	out := make(map[string]Class)
	for class, list := range extensions {
		for _, ext := range strings.Fields(list) {
			out[ext] = Class(class)
		}
	}
	return out
}()

// Name is what a file name shows and hides.
type Name struct {
	Extension string // last one, lower case, without the dot
	Class     Class
	Double    bool // a harmless extension before one that acts: "photo.jpg.scr"
	Reversed  bool // direction marks make the name read as another one
	Padded    bool // white space pushes the real extension out of sight
	Trailing  bool // dots, blanks or a stream behind the extension, which Windows drops
}

// manyBlanks push an extension out of the columns that dialogs show.
const manyBlanks = 8

// directionMarks are all characters that change the direction in which text is read
// (Unicode Standard Annex 9, table of explicit formatting characters).
const directionMarks = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// ParseName reads a file name.
func ParseName(name string) Name {
	var n Name
	if cut := strings.LastIndexAny(name, "/\\"); cut >= 0 {
		name = name[cut+1:]
	}
	if cut := strings.IndexByte(name, 0); cut >= 0 {
		name, n.Trailing = name[:cut], true
	}
	plain := name
	if !lookalike.ASCII(name) {
		n.Reversed = strings.ContainsAny(name, directionMarks)
		plain = lookalike.Text(name)
	}
	plain, n.Trailing = cutTrailing(strings.ToLower(plain), n.Trailing)
	n.Padded = padded(name)
	cut := strings.LastIndexByte(plain, '.')
	if cut < 0 {
		return Name{}
	}
	n.Extension = strings.TrimSpace(plain[cut+1:])
	n.Class = byExtension[n.Extension]
	if n.Class.Acts() {
		inner := strings.TrimRight(plain[:cut], " _-")
		if dot := strings.LastIndexByte(inner, '.'); dot > 0 {
			n.Double = byExtension[strings.TrimSpace(inner[dot+1:])].Harmless()
		}
	}
	n.Padded = n.Padded && n.Class != Other
	n.Reversed = n.Reversed && n.Class != Other
	n.Trailing = n.Trailing && n.Class != Other
	return n
}

// cutTrailing takes off what Windows drops from the end of a name: dots, blanks, and
// the name of the main stream.
func cutTrailing(plain string, already bool) (rest string, cut bool) {
	rest, stream := strings.CutSuffix(strings.TrimRight(plain, " "), "::$data")
	short := strings.TrimRight(rest, " .")
	return short, already || stream || strings.HasSuffix(strings.TrimRight(rest, " "), ".")
}

// padded reports whether a run of white space, or what looks like it, stands
// before the last extension.
func padded(name string) bool {
	run := 0
	for _, r := range name {
		if unicode.IsSpace(r) || r == '\u2800' || r == '\u3164' || lookalike.Invisible(r) && r != '\u202e' {
			if run++; run >= manyBlanks {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}
