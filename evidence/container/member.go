package container

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// Member is one entry of an archive.
type Member struct {
	Name    string // slashes; UTF-8 where its encoding is known, but perhaps not printable
	ModTime time.Time
	Refused string                        // why it is not opened; "" it can be
	Open    func() (io.ReadCloser, error) // nil when refused
	// MustRead is set when the members behind this one are found only by reading it
	// to its end.
	MustRead bool
}

// maxName is the longest name that a file can have on the systems that write
// archives (PATH_MAX of Linux); a longer one only serves to fill the memory.
const maxName = 4096

// unsafeName says why a member's name is refused: it would leave the archive's
// folder if somebody unpacked it, which is an attack or a mistake.
func unsafeName(name string) string {
	slashed := strings.ReplaceAll(name, `\`, "/")
	switch {
	case strings.Trim(slashed, "./") == "" && !strings.Contains(slashed, ".."):
		return "a member without a name"
	case len(name) > maxName:
		return fmt.Sprintf("a member with a name of %d bytes: no system writes one so long", len(name))
	case strings.HasPrefix(slashed, "/"), len(slashed) > 2 && isLetter(slashed[0]) && slashed[1:3] == ":/":
		return "path traversal: the member's name is an absolute path"
	case slices.Contains(strings.Split(slashed, "/"), ".."):
		return "path traversal: the member's name leads out of the archive"
	}
	return ""
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// named sets the name and, when it is unsafe, the refusal. An unsafe name is kept
// as it was written, so that the list of what was refused shows it.
func (m *Member) named(stored string, isUTF8 bool) {
	m.Refused = unsafeName(stored)
	if m.Refused != "" {
		m.Name = stored[:min(len(stored), maxName)]
		return
	}
	m.Name = strings.TrimPrefix(path.Clean("/"+decode(stored, isUTF8)), "/")
}

// decode returns a member's name as UTF-8 with slashes. ZIP archives made on
// Korean Windows have names in its code page 949; bytes of another code page are
// left for the caller to escape.
func decode(name string, isUTF8 bool) string {
	if !isUTF8 && !utf8.ValidString(name) {
		decoded, err := korean.EUCKR.NewDecoder().String(name)
		if err == nil && !strings.ContainsRune(decoded, utf8.RuneError) {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}
