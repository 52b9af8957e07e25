package compound

import (
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"dwell/detect/attachment/inside"
)

// The properties that say who made a document and where (MS-OLEPS 3.1, MS-OSHARED
// 2.3.3.2.1 and .2.2). HWP 5 keeps those of its summary under the same numbers.
const (
	codePage, author, lastAuthor, created, saved, application = 1, 4, 8, 12, 13, 18
	manager, company                                          = 14, 15
)

// Summary reads the streams that describe a document into traces of origin.
func Summary(s *Stream, r *inside.Report) {
	switch strings.TrimLeft(s.Name, "\x05") {
	case "summaryinformation", "hwpsummaryinformation":
		properties(s.Head(64<<10), r, map[uint64]string{author: "author", lastAuthor: "last saved by", created: "made", saved: "saved", application: "program"})
	case "documentsummaryinformation":
		properties(s.Head(64<<10), r, map[uint64]string{manager: "manager", company: "company"})
	}
}

// properties reads the first section of a property set.
func properties(data []byte, r *inside.Report, labels map[uint64]string) {
	const header, most = 28, 256
	if inside.Number(data, 0, 2) != 0xfffe {
		return
	}
	section := inside.Slice(data, inside.Number(data, header+16, 4), uint64(len(data)))
	count := min(inside.Number(section, 4, 4), most)
	charset := uint64(1252)
	for i := range int(count) {
		id, at := inside.Number(section, 8+8*i, 4), int(inside.Number(section, 12+8*i, 4))
		if id == codePage {
			charset = inside.Number(section, at+4, 2)
			if name := codePages[charset]; name != "" {
				r.Trace(inside.DocumentTrace, "code page", name)
			}
		}
	}
	for i := range int(count) {
		id, at := inside.Number(section, 8+8*i, 4), inside.Number(section, 12+8*i, 4)
		if label := labels[id]; label != "" {
			r.Trace(inside.DocumentTrace, label, value(inside.Slice(section, at, 1024), charset))
		}
	}
}

// value writes a typed value as text.
func value(data []byte, charset uint64) string {
	const ansi, wide, fileTime = 30, 31, 64
	size := inside.Number(data, 4, 4)
	switch inside.Number(data, 0, 2) {
	case ansi:
		text, _, _ := strings.Cut(string(inside.Slice(data, 8, size)), "\x00")
		return decode(text, charset)
	case wide:
		return inside.UTF16(inside.Slice(data, 8, 2*size))
	case fileTime:
		const unix = 116444736000000000 // 1601 to 1970 in units of 100 ns
		if t := inside.Number(data, 4, 8); t > unix && (t-unix)/1e7 < 1<<33 {
			return time.Unix(int64((t-unix)/1e7), 0).UTC().Format("2006-01-02 15:04:05") + " UTC"
		}
	}
	return ""
}

// codePages names the code pages that tell something about the maker's system; those
// that the whole world has say nothing.
var codePages = map[uint64]string{
	932: "Japanese (932)", 936: "Chinese (936)", 949: "Korean (949)", 950: "Chinese, Taiwan (950)", 1250: "Central European (1250)",
	1251: "Cyrillic (1251)", 1253: "Greek (1253)", 1254: "Turkish (1254)", 1255: "Hebrew (1255)", 1256: "Arabic (1256)", 1258: "Vietnamese (1258)", 874: "Thai (874)",
}

func decode(text string, charset uint64) string {
	var e encoding.Encoding
	switch charset {
	case 949, 51949:
		e = korean.EUCKR
	case 932:
		e = japanese.ShiftJIS
	case 936:
		e = simplifiedchinese.GBK
	case 950:
		e = traditionalchinese.Big5
	case 1251:
		e = charmap.Windows1251
	case 65001:
		return text
	default:
		e = charmap.Windows1252
	}
	out, err := e.NewDecoder().String(text)
	if err != nil {
		return ""
	}
	return out
}
