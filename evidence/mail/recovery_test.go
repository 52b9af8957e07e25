package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	stdmime "mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/internal/testkit"
)

// The goal: at least 999 of 1,000 real mails are read with every part recovered. Two
// counts that share no code with the reader decide: a scanner below that looks for
// lines of boundaries and knows nothing else, and, for the mails that it can read at
// all, the standard library, which must find the same parts with the same bytes.
func TestSharedEveryPartIsRecovered(t *testing.T) {
	root := testkit.Shared(t, "mail")
	var c recovery
	for _, folder := range []string{"history", "outsiders", "korean", "ham", "phishing", "extortion", "formats/sublime", "formats/rspamd"} {
		for _, path := range mailFiles(t, filepath.Join(root, folder), folder == "formats/rspamd") {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c.file(t, path, content)
		}
	}
	share := 100 * float64(c.recovered) / float64(c.mails)
	t.Logf("%d of %d mails with every part recovered: %.3f %%; %d parts; the standard library could read %d mails, of which %d agree in every part and byte",
		c.recovered, c.mails, share, c.parts, c.readByLibrary, c.agreed)
	const goal = 99.9
	if share < goal || c.readByLibrary < c.mails/2 {
		t.Errorf("%.3f %% of the mails, want %.1f %%", share, goal)
	}
}

type recovery struct {
	mails, recovered, parts int
	readByLibrary, agreed   int
}

func (c *recovery) file(t *testing.T, path string, content []byte) {
	t.Helper()
	result, err := evidencetest.Read(New(), path, content)
	if err != nil {
		t.Fatal(err)
	}
	c.mails += int(result.Tally.Damaged)
	for i := range result.Events.Mails {
		m := &result.Events.Mails[i]
		c.mails++
		c.parts += len(m.Parts)
		raw := message(content[m.Ref.Offset:m.Ref.Offset+m.Ref.Length], strings.HasSuffix(path, ".mbox"))
		got, want := ownParts(m), scan(raw)
		whole := got == want
		if !whole {
			t.Logf("%s, mail %d: %d parts, the scanner counts %d", filepath.Base(path), i+1, got, want)
		}
		if leaves, err := library(raw); err == nil {
			c.readByLibrary++
			if diff := compare(m, leaves); diff == "" {
				c.agreed++
			} else {
				whole = whole && len(leaves) != want // where both count otherwise, the library saw less
				t.Logf("%s, mail %d: %s", filepath.Base(path), i+1, diff)
			}
		}
		if whole {
			c.recovered++
		}
	}
}

// message takes the separator and the quoting of a mailbox off.
func message(raw []byte, inMbox bool) []byte {
	if inMbox {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
		raw = regexp.MustCompile(`(?m)^>(>*From )`).ReplaceAll(bytes.TrimSuffix(raw, []byte("\n")), []byte("$1"))
	}
	return bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
}

// ownParts counts the parts that have a place in the MIME tree: what was unpacked out
// of a text or out of TNEF has not.
func ownParts(m *event.Mail) int {
	n := 0
	inside := ""
	for i := range m.Parts {
		p := &m.Parts[i]
		if inside != "" && strings.HasPrefix(p.Path, inside+".") {
			continue
		}
		n++
		inside = ""
		if !strings.HasPrefix(p.Type, "message/") {
			inside = p.Path
		}
	}
	return n
}

var (
	scanFold       = regexp.MustCompile(`\n[ \t]+`)
	scanBoundary   = regexp.MustCompile(`(?i)boundary\s*=\s*(?:"([^"\n]+)"|([^\s";]+))`)
	scanUndeclared = regexp.MustCompile(`(?i)\n--([^\s]{7,}[^\s:])\ncontent-type:`)
	scanType       = regexp.MustCompile(`(?im)^content-type\s*:\s*([^\s;]+)`)
)

// scan counts the parts of a mail: one for each line that opens a part, less those that
// are containers themselves, with one more for what each forwarded mail holds.
func scan(raw []byte) int {
	head, _, _ := bytes.Cut(raw, []byte("\n\n"))
	kind, _ := scanHead(head)
	known := map[string]bool{}
	for _, b := range scanBoundary.FindAllSubmatch(scanFold.ReplaceAll(raw, []byte(" ")), -1) {
		known[strings.TrimRight(string(b[1])+string(b[2]), " ")] = true
	}
	for _, b := range scanUndeclared.FindAllSubmatch(raw, -1) {
		known[strings.TrimRight(string(b[1]), " ")] = true
	}
	parts := 0
	if first := firstOpening(raw, known); first < 0 || !strings.HasPrefix(kind, "multipart/") && len(bytes.TrimSpace(raw[min(first, len(head)):first])) > 0 {
		parts++
	}
	parts += forwarded(kind, raw[min(len(raw), len(head)+2):])
	for rest := raw; ; {
		at := bytes.Index(rest, []byte("\n--"))
		if at < 0 {
			return parts
		}
		rest = rest[at+1:]
		line, body, _ := bytes.Cut(rest, []byte("\n"))
		name := strings.TrimRight(string(line[2:]), " \t")
		if !known[name] {
			continue
		}
		head, inner, _ := bytes.Cut(body, []byte("\n\n"))
		if bytes.HasPrefix(body, []byte("\n")) {
			head, inner = nil, body[1:]
		}
		kind, boundary := scanHead(head)
		if !strings.HasPrefix(kind, "multipart/") || !opens(inner, boundary) {
			parts++
		}
		parts += forwarded(kind, inner)
	}
}

// firstOpening is the place of the first line that opens a part, -1 when there is none.
func firstOpening(raw []byte, known map[string]bool) int {
	first := -1
	for name := range known {
		if at := bytes.Index(raw, []byte("\n--"+name+"\n")); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

func scanHead(head []byte) (kind, boundary string) {
	head = scanFold.ReplaceAll(head, []byte(" "))
	if m := scanType.FindSubmatchIndex(head); m != nil {
		kind = strings.ToLower(string(head[m[2]:m[3]]))
		line, _, _ := bytes.Cut(head[m[2]:], []byte("\n"))
		if b := scanBoundary.FindSubmatch(line); b != nil {
			boundary = strings.TrimRight(string(b[1])+string(b[2]), " ")
		}
	}
	return kind, boundary
}

// opens reports whether a line of the boundary stands in the text.
func opens(text []byte, boundary string) bool {
	return boundary != "" && (bytes.Contains(text, []byte("\n--"+boundary)) || bytes.HasPrefix(text, []byte("--"+boundary)))
}

// forwarded is one when a forwarded mail has a body that is no container.
func forwarded(kind string, body []byte) int {
	if kind != "message/rfc822" {
		return 0
	}
	head, rest, _ := bytes.Cut(bytes.TrimLeft(body, "\n"), []byte("\n\n"))
	kind, boundary := scanHead(head)
	if strings.HasPrefix(kind, "multipart/") && opens(rest, boundary) {
		return 0
	}
	return 1 + forwarded(kind, rest)
}

// leaf is a part as the standard library reads it.
type leaf struct {
	kind string
	data []byte // nil when it cannot decode it
}

// library reads a mail with the standard library; an error says that it cannot.
func library(raw []byte) ([]leaf, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return libraryPart(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

func libraryPart(contentType, encoding string, body io.Reader) ([]leaf, error) {
	kind, params := "text/plain", map[string]string{}
	if contentType != "" {
		var err error
		if kind, params, err = stdmime.ParseMediaType(contentType); err != nil {
			return nil, err
		}
	}
	if strings.HasPrefix(kind, "multipart/") {
		return libraryParts(kind, params["boundary"], body)
	}
	coded, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	list := []leaf{{kind, libraryDecode(encoding, coded)}}
	if kind == "message/rfc822" {
		inner, err := library(coded)
		return append(list, inner...), err
	}
	return list, nil
}

func libraryParts(kind, boundary string, body io.Reader) ([]leaf, error) {
	all, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if closing := "--" + boundary + "--"; !bytes.Contains(all, []byte(closing)) {
		return nil, fmt.Errorf("no line %q", closing)
	}
	var list []leaf
	body = bytes.NewReader(all)
	r := multipart.NewReader(body, boundary)
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) && list != nil {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", len(list), err)
		}
		contentType := p.Header.Get("Content-Type")
		if contentType == "" && kind == "multipart/digest" {
			contentType = "message/rfc822"
		}
		inner, err := libraryPart(contentType, p.Header.Get("Content-Transfer-Encoding"), p)
		if err != nil {
			return nil, err
		}
		list = append(list, inner...)
	}
}

func libraryDecode(encoding string, coded []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "7bit", "8bit", "binary":
		return coded
	case "base64":
		if data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(coded)), "")); err == nil {
			return data
		}
	case "quoted-printable":
		if data, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(coded))); err == nil {
			return data
		}
	}
	return nil
}

// compare tells in what the reader and the library differ, "" when in nothing. White space
// at the end of a part belongs to no part for some and to it for others.
func compare(m *event.Mail, leaves []leaf) string {
	if n := ownParts(m); n != len(leaves) {
		return fmt.Sprintf("%d parts, the library reads %d", n, len(leaves))
	}
	at, inside := 0, ""
	for i := range m.Parts {
		p := &m.Parts[i]
		if inside != "" && strings.HasPrefix(p.Path, inside+".") {
			continue
		}
		inside = ""
		if !strings.HasPrefix(p.Type, "message/") {
			inside = p.Path
		}
		l := leaves[at]
		at++
		if p.Type != l.kind {
			return fmt.Sprintf("part %s is %s, the library reads %s", p.Path, p.Type, l.kind)
		}
		if l.data == nil {
			continue
		}
		if a, b := normal(p.Data), normal(l.data); a != b {
			return fmt.Sprintf("part %s: %d bytes, the library reads %d", p.Path, len(a), len(b))
		}
	}
	return ""
}

func normal(b []byte) string {
	return strings.TrimRight(lineEnd.ReplaceAllString(string(b), "\n"), "\n \t")
}

var lineEnd = regexp.MustCompile(`\r+\n?`)
