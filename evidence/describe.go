package evidence

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf8"
)

const (
	capture = "a packet capture: run `zeek -r` on it and give dwell the logs"
	nfcapd  = "binary flow records of nfcapd or nfdump: run `nfdump -r FILE -o csv` on it and give dwell the output"
	argus   = "binary flow records of Argus: run `ra -r FILE -u -c , -s stime dur proto saddr sport dir daddr dport state spkts dpkts sbytes dbytes` on it and give dwell the output"
	disk    = "a disk image: mount it read-only and give dwell the folders with logs and mail"
	archive = "unpack it and give dwell the files"
	image   = "an image"
	media   = "a sound or video file"
	notYet  = ", which dwell does not read"
)

// magic is a mark by which a file that dwell does not read is known.
type magic struct {
	at   int
	mark string
	what string
}

// binaries are told by marks that no text has.
var binaries = []magic{
	// Network.
	{0, "\xd4\xc3\xb2\xa1", capture}, {0, "\xa1\xb2\xc3\xd4", capture},
	{0, "\x4d\x3c\xb2\xa1", capture}, {0, "\xa1\xb2\x3c\x4d", capture},
	{0, "\x0a\x0d\x0d\x0a", capture}, {0, "snoop\x00\x00\x00", capture},
	{0, "\x0c\xa5", nfcapd}, {0, "\xa5\x0c", nfcapd},
	{8, "\xe5\x71\x2d\xcb", argus}, {8, "\xe5\x61\x7a\xcb", argus}, {8, "\xe5\x71\x50\xcb", argus},
	// Hosts.
	{0, "ElfFile\x00", "a Windows event log (EVTX)" + notYet},
	{0, "\x30\x00\x00\x00LfLe", "an old Windows event log (EVT)" + notYet},
	{0, "regf", "a Windows registry hive" + notYet},
	{4, "SCCA", "a Windows prefetch file" + notYet}, {0, "MAM\x04", "a Windows prefetch file" + notYet},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut" + notYet},
	{4, "\xef\xcd\xab\x89", "an ESE database (SRUM, Exchange, Active Directory)" + notYet},
	{0, "LPKSHHRH", "a systemd journal: give dwell what `journalctl -o short-iso` writes of it"},
	{0, "EVF\x09\x0d\x0a\xff\x00", disk}, {0, "QFI\xfb", disk}, {0, "KDMV", disk}, {0, "conectix", disk}, {0, "vhdxfile", disk},
	{0, "EMiL", "a memory image" + notYet}, {0, "PAGEDU", "a memory image" + notYet},
	// Mail and documents.
	{0, "!BDN", "an Outlook store (PST or OST) of a version that dwell does not know: export it as EML or mbox"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (an old Office or Hangul document)" + notYet},
	{0, "%PDF-", "a PDF document"},
	{0, "{\\rtf", "an RTF document"},
	{0, "\x89PNG\r\n", image}, {0, "\xff\xd8\xff", image}, {0, "GIF8", image}, {0, "II*\x00", image}, {0, "MM\x00*", image}, {8, "WEBP", image},
	{4, "ftyp", media}, {0, "ID3", media}, {8, "WAVE", media}, {8, "AVI ", media}, {0, "OggS", media},
	// Databases.
	{0, "SQLite format 3\x00", "an SQLite database" + notYet},
	{0, "PAR1", "a Parquet file" + notYet},
	{0, "PGDMP", "a PostgreSQL dump: dwell reads the server's logs, not the data"},
	{0, "\xfebin", "a MySQL binary log" + notYet},
	// Archives.
	{0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive: " + archive}, {0, "Rar!\x1a\x07", "a RAR archive: " + archive},
	{0, "MSCF\x00\x00\x00\x00", "a cabinet archive: " + archive}, {0, "\x04\x22\x4d\x18", "an LZ4 file: " + archive},
	{0, "LZIP", "an lzip file: " + archive}, {0, "\x1f\x9d", "a compress (.Z) file: " + archive},
	{0, "EGGA", "an ALZip (EGG) archive: " + archive}, {0, "ALZ\x01", "an ALZip archive: " + archive},
	{0, "PK00PK\x03\x04", "a part of a split ZIP archive: join the parts first"}, {0, "PK\x07\x08", "a part of a split ZIP archive: join the parts first"},
	// Programs.
	{0, "\x7fELF", "a program (ELF): dwell does not judge programs"},
	{0, "MZ", "a program (PE): dwell does not judge programs"},
	{0, "\xca\xfe\xba\xbe", "a program (Mach-O or Java class): dwell does not judge programs"},
	{0, "\xcf\xfa\xed\xfe", "a program (Mach-O): dwell does not judge programs"},
}

// texts are told by how they begin.
var texts = []magic{
	{0, "%PDF-", "a PDF document"},
	{0, "{\\rtf", "an RTF document"},
	{0, "-----BEGIN PGP MESSAGE-----", "an encrypted PGP message: decrypt it and give dwell the text"},
	{0, "-----BEGIN ", "a certificate or key"},
	{0, "#!", "a script"},
	{0, "<?xml", "an XML document" + notYet},
	{0, "<!DOCTYPE html", "an HTML page" + notYet}, {0, "<!doctype html", "an HTML page" + notYet}, {0, "<html", "an HTML page" + notYet},
	{0, "Date first seen ", "flow records as nfdump shows them to people: run nfdump again with `-o csv` and give dwell the output"},
	{0, "---\n", "a YAML document" + notYet}, {0, "---\r\n", "a YAML document" + notYet},
}

// describe says, as helpfully as its first bytes allow, what a content is that no
// reader knows. What it says is a guess to help a person, and nothing rests on it.
func describe(head []byte) string {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "text in UTF-16" + notYet + ": save it as UTF-8"
	case !isText(head) && hasControls(head):
		return cmp.Or(find(binaries, head), "binary data of no format that dwell knows")
	case !isText(head):
		return cmp.Or(find(binaries, head), "text of no format that dwell knows, and not in UTF-8")
	case len(text) == 0:
		return "nothing but blanks"
	case text[0] == '{' && bytes.Contains(text, []byte(`"event_type"`)) && bytes.Contains(text, []byte(`"timestamp"`)):
		return "JSON like that of Suricata EVE, without what its records need (event_type, timestamp, addresses)"
	case text[0] == '{', text[0] == '[' && len(text) > 1 && bytes.IndexByte([]byte("{[]\"\r\n \t"), text[1]) >= 0:
		return cmp.Or(find(texts, text), "JSON of no kind that dwell knows")
	case isTable(text):
		return cmp.Or(find(texts, text), "a table (CSV) of no kind that dwell knows")
	}
	return cmp.Or(find(texts, text), "text of no format that dwell knows")
}

func find(marks []magic, head []byte) string {
	for _, m := range marks {
		if len(head) >= m.at && bytes.HasPrefix(head[m.at:], []byte(m.mark)) {
			return m.what
		}
	}
	return ""
}

// isText reports whether the bytes are UTF-8 text, the last character perhaps cut.
func isText(head []byte) bool {
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 && utf8.FullRune(head[i:]) || r < ' ' && !inText(byte(r)) {
			return false
		}
		i += n
	}
	return true
}

// hasControls reports whether there are bytes that no encoding of text uses.
func hasControls(head []byte) bool {
	return slices.ContainsFunc(head, func(c byte) bool { return c < ' ' && !inText(c) })
}

// inText reports whether a control character occurs in logs, coloured ones included.
func inText(c byte) bool {
	return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\x1b'
}

// isTable reports whether the first lines have the same number of separators, at
// least two.
func isTable(text []byte) bool {
	const sample = 5
	for _, separator := range []byte(",;\t") {
		columns, lines := 0, 0
		for line := range bytes.Lines(text) {
			if lines == sample || line[len(line)-1] != '\n' && lines > 0 {
				break
			}
			n := bytes.Count(line, []byte{separator})
			if n < 2 || lines > 0 && n != columns {
				lines = 0
				break
			}
			columns = n
			lines++
		}
		if lines > 1 {
			return true
		}
	}
	return false
}
