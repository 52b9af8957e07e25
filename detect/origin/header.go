package origin

import (
	"net/netip"
	"regexp"
	"strings"

	"dwell/event"
	"dwell/internal/humanize"
)

// tag is the language that a program adds to its name: "[ko]", "(zh-CN)".
var tag = regexp.MustCompile(`[\[( ]([a-z]{2}(?:-[A-Za-z]{2})?)[\]),;]`)

// headers reads what the writer's program or website puts into a mail.
func (c *collector) headers(m *event.Mail) {
	if m.Time.Zone == event.ZoneStated && m.Header("Date") != "" {
		c.add(Offset, humanize.Offset(m.Time.Offset))
	}
	for i := range m.Parts {
		if strings.HasPrefix(m.Parts[i].Type, "text/") {
			c.add(Charset, m.Parts[i].Charset)
		}
	}
	program := m.Client
	if program == "" {
		program = m.Header("X-MimeOLE")
	}
	c.add(Client, program)
	const longest = 200
	if found := tag.FindStringSubmatch(program[:min(len(program), longest)] + ","); found != nil && spoken[found[1][:2]] {
		c.add(ClientTongue, found[1])
	}
	for _, name := range []string{"Accept-Language", "Content-Language"} {
		first, _, _ := strings.Cut(m.Header(name), ",")
		c.add(Tongue, first)
	}
	for _, name := range []string{"X-PHP-Originating-Script", "X-PHP-Script"} {
		c.add(Script, m.Header(name))
	}
	for _, name := range []string{"X-Originating-IP", "X-Source-IP", "X-Sender-IP", "X-Client-IP"} {
		c.add(Server, strings.Trim(m.Header(name), "[] "))
	}
	if _, host, ok := strings.Cut(m.MessageID, "@"); ok && machine(host) {
		c.add(Machine, host)
	}
}

// spoken are the languages that programs tag themselves with, so that a version or
// an architecture is not taken for one.
var spoken = map[string]bool{"ko": true, "en": true, "zh": true, "ja": true, "ru": true, "uk": true, "de": true, "fr": true, "es": true, "pt": true, "it": true,
	"nl": true, "pl": true, "tr": true, "vi": true, "fa": true, "ar": true, "he": true, "id": true, "th": true, "cs": true, "ro": true, "bg": true, "sr": true, "sv": true}

// way reads the stations of the mail, the one next to the writer last.
func (c *collector) way(m *event.Mail) {
	for i := range m.Hops {
		if ip := m.Hops[i].IP; ip.IsValid() && ip.IsGlobalUnicast() && !ip.IsPrivate() {
			c.add(Relay, ip.String())
		}
	}
	if len(m.Hops) == 0 {
		return
	}
	first := &m.Hops[len(m.Hops)-1] // next to the writer
	if machine(first.From) {
		c.add(Machine, first.From)
	}
	for _, text := range []string{strings.Trim(first.From, "[]"), first.IP.String()} {
		if ip, err := netip.ParseAddr(text); err == nil && ip.IsPrivate() {
			c.add(Private, ip.String())
		}
	}
}

// machine reports whether the name of a host is that of a machine in a private
// network, which programs put into Message-IDs and greetings when it has no other.
func machine(host string) bool {
	host = strings.ToLower(host)
	for _, common := range []string{"", "localhost", "unknown", "mail", "smtp", "mx", "local", "by", "user", "localhost.localdomain"} {
		if host == common {
			return false
		}
	}
	const longest = 63 // RFC 1035
	if len(host) > longest {
		return false
	}
	for i := range len(host) {
		if c := host[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return strings.ContainsAny(host, "abcdefghijklmnopqrstuvwxyz")
}
