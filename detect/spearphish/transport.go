package spearphish

import (
	"strings"

	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/entity"
	"dwell/event"
)

// client returns the family of the mail program: its name without version, or when
// it does not give its name the shape of its Message-IDs. Programs are replaced by
// newer versions all the time, families seldom.
func client(m *event.Mail) (name string, key uint64) {
	if m.Client != "" {
		name = trait.Program(m)
	} else {
		name = "id " + shape(m.MessageID)
	}
	return name, fold.HashString(name)
}

// shape writes a Message-ID as classes of its words: figures, letters, both. The
// host stands as it is when it is a provider's, which all of its users share.
func shape(id string) string {
	const longest, words = 200, 6
	id = id[:min(len(id), longest)]
	local, host := alike.Split(strings.ToLower(id))
	if strings.HasSuffix(host, "gmail.com") || strings.HasSuffix(host, "outlook.com") || strings.HasSuffix(host, "icloud.com") || alike.Provider(host) && host != "" {
		return entity.Registered(host)
	}
	var b strings.Builder
	n := 0
	for word := range strings.FieldsFuncSeq(local, func(r rune) bool { return r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		if n++; n > words {
			break
		}
		figures := strings.ContainsAny(word, "0123456789")
		letters := strings.ContainsFunc(word, func(r rune) bool { return r >= 'a' })
		switch {
		case figures && letters:
			b.WriteByte('x')
		case figures:
			b.WriteByte('9')
		default:
			b.WriteByte('a')
		}
	}
	return b.String()
}

// origin returns the registered domain of the first relay outside of the receiver's
// own servers, and the network that the writer's machine stands in, as far as
// headers tell. The receiver's servers are the same for all senders and would make
// them look alike.
func origin(m *event.Mail) (relay string, network uint64) {
	border := ""
	if len(m.Hops) > 0 && alike.Named(m.Hops[0].By) {
		border = entity.Registered(m.Hops[0].By)
	}
	for i := len(m.Hops) - 1; i >= 0; i-- {
		h := &m.Hops[i]
		for _, host := range []string{h.By, h.From} {
			if relay == "" && public(host) {
				if domain := entity.Registered(host); domain != border {
					relay = short(domain)
				}
			}
		}
		if network == 0 && h.IP.IsValid() && h.IP.IsGlobalUnicast() && !h.IP.IsPrivate() {
			bits := 24
			if h.IP.Is6() {
				bits = 48
			}
			if p, err := h.IP.Prefix(bits); err == nil {
				network = fold.HashString(p.String())
			}
		}
	}
	return relay, network
}

// public reports whether a host's name may be one of the DNS outside of a local
// network.
func public(host string) bool {
	for _, suffix := range []string{".local", ".localdomain", ".lan", ".internal", ".home"} {
		if strings.HasSuffix(host, suffix) {
			return false
		}
	}
	return alike.Named(host)
}
