package spearphish

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"dwell/detect/lookalike"
	"dwell/event"
)

// payload is the most dangerous thing that a mail brings. What a file really does
// is the question of another detector; here it only matters that there is
// something to open.
type payload uint8

// The payloads, least dangerous first.
const (
	payloadNone payload = iota
	payloadLink
	payloadDocument
	payloadArchive // archive, page, macro document, disk image
	payloadRuns
)

var payloadWords = map[payload]string{
	payloadLink: "a link", payloadDocument: "a document", payloadArchive: "an archive, page or macro document", payloadRuns: "a file that runs",
}

// runs and packed list the extensions of files that run, and of those that may hold
// such files.
var (
	runs   = words("exe scr com pif cpl dll msi msp msix appx js jse vbs vbe wsf wsh hta ps1 bat cmd sct msc lnk url library-ms search-ms chm hlp jar jnlp reg xll gadget one iso img vhd vhdx")
	packed = words("zip rar 7z gz tgz tar cab ace arj lzh egg alz xz bz2 z docm xlsm pptm xlsb dotm htm html shtml svg mht")
	opened = words("doc docx xls xlsx ppt pptx pdf rtf hwp hwpx odt csv")
)

func words(list string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

func payloadOf(m *event.Mail) payload {
	best := payloadNone
	leads := func(c event.Code) bool { return c.Host() != "" } // a link in a picture
	if len(m.Links) > 0 || slices.ContainsFunc(m.Codes, leads) {
		best = payloadLink
	}
	for i := range m.Parts {
		p := &m.Parts[i]
		if p.Name == "" && p.Disposition != "attachment" {
			continue
		}
		best = max(best, byName(p.Name), byName(p.TypeName), byBytes(p.Data))
	}
	return best
}

func byName(name string) payload {
	const longest = 1000
	name = strings.ToLower(strings.TrimRight(lookalike.Text(name[max(0, len(name)-longest):]), " ."))
	ext := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case ext == name:
		return payloadNone
	case runs[ext]:
		return payloadRuns
	case packed[ext]:
		return payloadArchive
	case opened[ext]:
		return payloadDocument
	}
	return payloadNone
}

func byBytes(data []byte) payload {
	switch {
	case bytes.HasPrefix(data, []byte("MZ")) && len(data) > 64:
		return payloadRuns
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipped(data)
	case bytes.HasPrefix(data, []byte("Rar!")), bytes.HasPrefix(data, []byte("7z\xbc\xaf")), bytes.HasPrefix(data, []byte("ALZ\x01")), bytes.HasPrefix(data, []byte("EGGA")):
		return payloadArchive
	}
	return payloadNone
}

// zipped reads the names in the local headers of a zip archive: thirty bytes, then
// the name.
func zipped(data []byte) payload {
	const fixed, nameAt, most = 30, 26, 200
	best, document := payloadArchive, false
	for range most {
		i := bytes.Index(data, []byte("PK\x03\x04"))
		if i < 0 || i+fixed > len(data) {
			break
		}
		size := int(binary.LittleEndian.Uint16(data[i+nameAt:]))
		data = data[i+fixed:]
		name := string(data[:min(size, len(data))])
		document = document || name == "[Content_Types].xml" || name == "mimetype"
		if byName(name) == payloadRuns {
			best = payloadRuns
		}
	}
	if document && best == payloadArchive {
		return payloadDocument
	}
	return best
}

// requests are the things that impostors ask for, English and Korean.
var requests = []string{
	"password", "log in", "login", "sign in", "verify your", "wire transfer", "bank account", "account number", "payment", "invoice", "gift card", "urgent",
	"open the attach", "open the file", "see the attached", "click", "download", "enable content", "비밀번호", "로그인", "계좌", "송금", "입금", "결제", "첨부", "열어", "클릭", "다운로드", "사진", "확인 바랍",
}

// asks reports whether the mail asks the reader to do something of use to an
// impostor. Only the beginning counts, which is what is new in a thread.
func asks(m *event.Mail) bool {
	const beginning = 3000
	text := strings.ToLower(m.Subject + "\n" + m.Text[:min(len(m.Text), beginning)])
	for _, r := range requests {
		if strings.Contains(text, r) {
			return true
		}
	}
	return false
}
