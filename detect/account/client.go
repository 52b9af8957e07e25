package account

import "strings"

// tools are programs of scripts that name themselves; people read mail with others. The
// last is how Microsoft names a logon with a password alone, past the second factor.
var tools = []string{"python", "axios", "curl/", "go-http-client", "wget", "okhttp", "node-fetch", "undici", "fasthttp", "powershell", "java/", "libwww", "aiohttp", "httpx", "postman", "bav2ropc"}

// isTool reports whether a family of software is one of scripts.
func isTool(family string) bool { return strings.HasPrefix(family, "script ") }

// systems and programs are looked for in this order; of several the first counts, because
// browsers claim to be each other.
var (
	systems  = []string{"iphone", "ipad", "android", "windows", "mac os", "macintosh", "cros", "linux"}
	programs = []string{"outlook-ios", "outlook-android", "msoffice", "microsoft office", "outlook", "teams", "thunderbird", "apple-", "applemail", "samsung",
		"edg", "opr", "whale", "firefox", "fxios", "crios", "chrome", "safari", "trident"}
)

// family returns that of a client's own words.
func (d *Detector) family(client string) string {
	const most, longest = 1 << 12, 1000
	if client == "" || len(client) > longest {
		return family(client)
	}
	if f, ok := d.families[client]; ok {
		return f
	}
	f := strings.Clone(family(client))
	if len(d.families) < most {
		d.families[strings.Clone(client)] = f
	}
	return f
}

// family is a client's software without versions: those change all the time.
func family(client string) string {
	const longest = 300
	s := strings.ToLower(client[:min(len(client), longest)])
	if s == "" {
		return ""
	}
	for _, tool := range tools {
		if strings.Contains(s, tool) {
			return "script " + strings.Trim(tool, "/-")
		}
	}
	protocol := ""
	if rest, ok := strings.CutPrefix(s, "client="); ok { // Exchange: "Client=OWA;Mozilla/5.0 (...)"
		protocol, s, _ = strings.Cut(rest, ";")
		protocol = words(protocol)
	}
	system, program := first(s, systems), first(s, programs)
	switch {
	case system == "" && program == "" && protocol == "":
		return words(s)
	case system == "" && program == "":
		return protocol
	}
	return strings.Join(strings.Fields(protocol+" "+system+" "+program), " ")
}

func first(s string, marks []string) string {
	for _, m := range marks {
		if strings.Contains(s, m) {
			return strings.Trim(m, "-/")
		}
	}
	return ""
}

// words is a text up to its first version.
func words(s string) string {
	const longest = 60
	if i := strings.IndexAny(s, "0123456789/(["); i > 0 {
		s = s[:i]
	}
	return strings.ToValidUTF8(strings.TrimSpace(s[:min(len(s), longest)]), "")
}
