package evidence_test

import (
	"strings"
	"testing"

	"dwell/evidence"
)

// What dwell does not read is named as far as its bytes tell.
func TestWhatIsNotReadIsNamed(t *testing.T) {
	for want, head := range map[string]string{
		"a packet capture: run `zeek -r`":   "\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a",
		"a Windows event log (EVTX)":        "ElfFile\x00\x00\x00",
		"an Outlook store":                  "!BDN\x00\x00\x00",
		"an OLE file":                       "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"an SQLite database":                "SQLite format 3\x00",
		"a PDF document":                    "%PDF-1.7\n%\xe2\xe3",
		"an image":                          "\x89PNG\r\n\x1a\n\x00",
		"a program (PE)":                    "MZ\x90\x00\x03",
		"a program (ELF)":                   "\x7fELF\x02\x01",
		"run `nfdump -r FILE -o csv`":       "\x0c\xa5\x01\x00",
		"run `ra -r FILE -u -c ,":           "\x83\x10\x00\x20\x00\x00\x00\x00\xe5\x71\x2d\xcb",
		"a Parquet file":                    "PAR1\x15\x00",
		"a 7-Zip archive: unpack it":        "7z\xbc\xaf\x27\x1c\x00",
		"a RAR archive: unpack it":          "Rar!\x1a\x07\x01\x00",
		"a disk image: mount it":            "EVF\x09\x0d\x0a\xff\x00",
		"a systemd journal":                 "LPKSHHRH\x00",
		"like that of Suricata EVE":         `{"timestamp":"2026-03-05T16:38:01.000000+0900","event_type":"dns"}`,
		"JSON of no kind":                   `{"a":1}`,
		"an XML document":                   "\xef\xbb\xbf<?xml version=\"1.0\"?>",
		"a table (CSV)":                     "name,number,place\na,1,x\nb,2,y\n",
		"run nfdump again with `-o csv`":    "Date first seen             Duration     Proto      Src IP Addr:Port\n",
		"a YAML document":                   "---\nkey: value\n",
		"text in UTF-16":                    "\xff\xfea\x00b\x00",
		"and not in UTF-8":                  "\xb7\xce\xb1\xd7 \xb7\xce\xb1\xd7\n",
		"text of no format that dwell":      "[2026] MZ is a place. Dear reader, 가나다\n",
		"binary data of no format":          "\x00\x01\x02\x03",
		"nothing but blanks":                " \n\n\t",
		"an encrypted PGP message: decrypt": "-----BEGIN PGP MESSAGE-----\n\nabc\n",
	} {
		entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"file": []byte(head)})
		if got := entries["file"].Reason; !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", head, got, want)
		}
	}
}
