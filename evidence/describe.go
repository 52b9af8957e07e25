package evidence

import (
	"bytes"
	"unicode/utf8"
)

// known tells what files are that dwell does not read, by their first bytes.
var known = []struct {
	magic string
	at    int
	what  string
}{
	{"\xd4\xc3\xb2\xa1", 0, capture}, {"\xa1\xb2\xc3\xd4", 0, capture}, {"\x4d\x3c\xb2\xa1", 0, capture}, {"\xa1\xb2\x3c\x4d", 0, capture},
	{"\x0a\x0d\x0d\x0a", 0, capture},
	{"ElfFile\x00", 0, "a Windows event log (EVTX), which dwell does not read yet"},
	{"!BDN", 0, "an Outlook store (PST), which dwell does not read yet: export it as EML or mbox"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "an OLE file (Outlook MSG or an old Office document), which dwell does not read yet"},
	{"SQLite format 3\x00", 0, "an SQLite database"},
	{"PAR1", 0, "a Parquet file"},
	{"\x0c\xa5", 0, "nfdump flow records: export them as Zeek conn logs"},
	{"%PDF-", 0, "a PDF document"},
	{"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive: unpack it and give dwell the files"},
	{"Rar!\x1a\x07", 0, "a RAR archive: unpack it and give dwell the files"},
	{"\x89PNG\r\n", 0, "an image"}, {"\xff\xd8\xff", 0, "an image"}, {"GIF8", 0, "an image"},
	{"\x7fELF", 0, "a program (ELF); dwell never runs or judges files on disk"},
	{"MZ", 0, "a program (PE); dwell never runs or judges files on disk"},
	{"<?xml", 0, "an XML document"},
	{"<!DOCTYPE html", 0, "an HTML page"},
}

const capture = "a packet capture: run `zeek -r` on it and give dwell the logs"

// describe says, as helpfully as its first bytes allow, what a content is that no
// reader knows.
func describe(head []byte) string {
	for _, k := range known {
		if len(head) >= k.at && bytes.HasPrefix(head[k.at:], []byte(k.magic)) {
			return k.what
		}
	}
	switch {
	case bytes.Contains(head, []byte(`"event_type"`)) && bytes.Contains(head, []byte(`"src_ip"`)):
		return "Suricata EVE JSON, which dwell does not read yet"
	case !isText(head):
		return "binary data of no format that dwell knows"
	case bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{")), bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("[")):
		return "JSON of no kind that dwell knows"
	}
	return "text of no format that dwell knows"
}

// isText reports whether the bytes are UTF-8 text, the last character perhaps cut.
func isText(head []byte) bool {
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 && len(head)-i >= utf8.UTFMax || r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' {
			return false
		}
		i += n
	}
	return true
}
