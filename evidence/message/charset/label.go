package charset

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// charset is one way to read bytes.
type charset struct {
	name     string
	decode   func([]byte) string // nil for us-ascii and utf-8, which Decode reads itself
	sevenBit bool                // ASCII bytes may stand for something else
	korean   bool
}

var (
	asciiSet   = &charset{name: "us-ascii"}
	utf8Set    = &charset{name: "utf-8"}
	utf7Set    = &charset{name: "utf-7", decode: decodeUTF7, sevenBit: true}
	eucKRSet   = &charset{name: "euc-kr", decode: decodeEUCKR, korean: true} // x/text's table is windows-949, a superset
	iso2022KR  = &charset{name: "iso-2022-kr", decode: decodeISO2022KR, sevenBit: true, korean: true}
	johabSet   = &charset{name: "johab", decode: decodeJohab, korean: true}
	utf16Set   = &charset{name: "utf-16", decode: run(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), sevenBit: true}
	hzSet      = &charset{name: "hz-gb-2312", decode: run(simplifiedchinese.HZGB2312), sevenBit: true}
	westernSet = &charset{name: "windows-1252", decode: run(charmap.Windows1252)}
)

// aliases are the labels that mail programs write and the public registries do
// not know, or know as something else: htmlindex reads us-ascii as windows-1252
// and replaces ISO-2022-KR and UTF-7 by U+FFFD, for the safety of browsers.
var aliases = map[string]*charset{
	"us-ascii": asciiSet, "ascii": asciiSet, "ansi_x3.4-1968": asciiSet, "646": asciiSet, "iso646-us": asciiSet, "7bit": asciiSet,
	"utf-8": utf8Set, "utf8": utf8Set, "unicode-1-1-utf-8": utf8Set, "utf_8": utf8Set, "cp65001": utf8Set, "x-utf-8": utf8Set, "utf-8mb4": utf8Set,
	"utf-7": utf7Set, "utf7": utf7Set, "unicode-1-1-utf-7": utf7Set, "csunicode11utf7": utf7Set,
	"utf-16": utf16Set, "utf16": utf16Set, "unicode": utf16Set,

	"euc-kr": eucKRSet, "euckr": eucKRSet, "euc_kr": eucKRSet, "x-euc-kr": eucKRSet, "cseuckr": eucKRSet,
	"cp949": eucKRSet, "cp-949": eucKRSet, "949": eucKRSet, "ms949": eucKRSet, "ms-949": eucKRSet, "x-ms949": eucKRSet, "ms_949": eucKRSet,
	"windows-949": eucKRSet, "x-windows-949": eucKRSet, "ibm-949": eucKRSet, "ibm949": eucKRSet, "x-ibm949": eucKRSet, "uhc": eucKRSet, "x-uhc": eucKRSet,
	"ks_c_5601-1987": eucKRSet, "ks_c_5601-1989": eucKRSet, "ks_c_5601": eucKRSet, "ks_c_5601_1987": eucKRSet, "ks-c-5601-1987": eucKRSet,
	"ks-c5601-1987": eucKRSet, "ksc5601": eucKRSet, "ksc_5601": eucKRSet, "ks_c5601-1987": eucKRSet, "ksc5601-1987": eucKRSet, "ksc5601_1987": eucKRSet,
	"ks_x_1001": eucKRSet, "ksx1001": eucKRSet, "csksc56011987": eucKRSet, "iso-ir-149": eucKRSet, "korean": eucKRSet, "kr": eucKRSet,
	"iso-2022-kr": iso2022KR, "iso2022kr": iso2022KR, "iso2022-kr": iso2022KR, "iso_2022_kr": iso2022KR, "csiso2022kr": iso2022KR,
	"johab": johabSet, "x-johab": johabSet, "cp1361": johabSet, "ms1361": johabSet, "windows-1361": johabSet, "ksc5601-1992": johabSet, "ks_c_5601-1992": johabSet,

	"hz-gb-2312": hzSet, "hz": hzSet,

	"cp1252": westernSet, "cp-1252": westernSet,
}

// maxLabel is longer than any registered name; longer labels are not looked up.
const maxLabel = 64

// lookup returns the charset of a label in any of its spellings, or nil.
func lookup(label string) *charset {
	if len(label) > maxLabel {
		return nil
	}
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"'`;,()<>"))
	if cs, ok := aliases[label]; ok {
		return cs
	}
	if label == "" || !printable(label) {
		return nil
	}
	if e, err := htmlindex.Get(label); err == nil {
		name, err := htmlindex.Name(e)
		if err != nil || name == "replacement" || name == "x-user-defined" {
			return nil
		}
		return &charset{name: name, decode: run(e), sevenBit: strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "utf-16") || name == "hz-gb-2312"}
	}
	if e, err := ianaindex.MIME.Encoding(label); err == nil && e != nil {
		return &charset{name: label, decode: run(e), sevenBit: strings.HasPrefix(label, "utf-32") || strings.HasPrefix(label, "hz")}
	}
	return nil
}

func printable(label string) bool {
	for i := range len(label) {
		if label[i] <= ' ' || label[i] >= 0x7f {
			return false
		}
	}
	return true
}
