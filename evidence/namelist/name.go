package namelist

import (
	"bytes"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// maxName is the longest name: 253 characters (RFC 1035, section 2.3.4), each perhaps
// escaped as \xNN or \NNN.
const maxName = 4 * 253

// trimmed cuts what exports put around a name: space, quotes and the final dot.
func trimmed(b []byte) []byte {
	b = bytes.TrimSpace(b)
	if len(b) > 1 && (b[0] == '"' || b[0] == '\'') && b[len(b)-1] == b[0] {
		b = b[1 : len(b)-1]
	}
	if len(b) > 1 && b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}

// foreign are the bytes that separate, quote or address, and stand in no name.
var foreign = func() (set [256]bool) {
	for c := range ' ' + 1 {
		set[c] = true
	}
	for _, c := range []byte("\x7f@:,;\"'<>()[]{}|") {
		set[c] = true
	}
	return set
}()

// isName reports whether b can be a name that was asked for. Tunnels ask for names that
// no host could have, so nearly everything goes but what separates and quotes.
func isName(b []byte) bool {
	if len(b) == 0 || len(b) > maxName || b[0] == '/' || b[0] == '.' {
		return false
	}
	var before byte
	for _, c := range b {
		if foreign[c] || c == '.' && before == '.' {
			return false
		}
		before = c
	}
	return true
}

// registered reports whether a name has several labels under a registered top-level
// domain, or is a reverse one.
func registered(name []byte) bool {
	if last := name[len(name)-1]; bytes.IndexByte(name, '.') < 0 || last >= '0' && last <= '9' {
		return false // a single label, or an address
	}
	suffix, icann := publicsuffix.PublicSuffix(string(lower(name)))
	return icann || strings.Contains(suffix, ".") // the suffix of an unlisted ending is its last label
}

// lower returns b in lower case; b itself when it is already.
func lower(b []byte) []byte {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			out := bytes.Clone(b)
			for i, c := range out {
				if c >= 'A' && c <= 'Z' {
					out[i] = c | 0x20
				}
			}
			return out
		}
	}
	return b
}
