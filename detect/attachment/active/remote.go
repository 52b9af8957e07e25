package active

import "strings"

// remote reports whether a target lies outside: on a web server, or on a share whose
// host is given by a domain or an address. Templates on the own disk and on a server of
// the own network, which has a name without dots, are in every office's documents.
func remote(target string) bool {
	t := strings.ToLower(strings.TrimSpace(target))
	t = strings.TrimPrefix(t, "mhtml:")
	for _, scheme := range []string{"http://", "https://", "ftp://"} {
		if strings.HasPrefix(t, scheme) {
			return true
		}
	}
	rest, file := strings.CutPrefix(t, "file:")
	if !file && !strings.HasPrefix(t, `\\`) && !strings.HasPrefix(t, "//") {
		return false
	}
	rest = strings.TrimLeft(rest, `/\`)
	host := rest
	if end := strings.IndexAny(rest, `/\`); end >= 0 {
		host = rest[:end]
	}
	const drive = 2 // "c:"
	return len(host) > drive && strings.ContainsAny(host, ".@[")
}
