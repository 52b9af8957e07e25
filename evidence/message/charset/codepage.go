package charset

import "strconv"

// CodePage returns the label of a Windows code page, "" for one that is unknown or no
// charset of its own. Numbers and names are those of Microsoft's list "Code Page
// Identifiers".
func CodePage(number int) string {
	if label, ok := codePages[number]; ok {
		return label
	}
	if number >= 1250 && number <= 1258 {
		return "windows-" + strconv.Itoa(number)
	}
	const latin1 = 28590 // ISO 8859-n is 28590+n
	if n := number - latin1; n >= 1 && n <= 16 {
		return "iso-8859-" + strconv.Itoa(n)
	}
	return ""
}

var codePages = map[int]string{
	949: "cp949", 51949: "euc-kr", 20949: "euc-kr", 50225: "iso-2022-kr", 1361: "johab", 10003: "euc-kr",
	932: "shift_jis", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 20932: "euc-jp", 10001: "shift_jis",
	936: "gbk", 20936: "gbk", 51936: "gbk", 52936: "hz-gb-2312", 54936: "gb18030", 10008: "gbk",
	950: "big5", 10002: "big5",
	874: "windows-874", 437: "ibm437", 850: "ibm850", 852: "ibm852", 855: "ibm855", 858: "ibm00858", 860: "ibm860", 862: "ibm862", 863: "ibm863", 865: "ibm865",
	866: "ibm866", 20866: "koi8-r", 21866: "koi8-u", 10000: "macintosh", 10007: "x-mac-cyrillic",
	20127: "us-ascii", 65000: "utf-7", 65001: "utf-8", 1200: "utf-16le", 1201: "utf-16be",
}
