package impostor

import (
	"fmt"
	"strings"
	"time"

	"dwell/simulate/chance"
)

// Level is how much an impostor knows of the person he imitates.
type Level int

// The levels, the least informed first.
const (
	Name      Level = iota // the name: writes from a public provider under it
	LookAlike              // name and address: writes from an address that looks like it
	Blind                  // the same: writes the true address into the From line
	Colleague              // works beside the person: the same relays, his own habits
	Copied                 // has one true mail: copies all that its writer wrote into it
	Account                // has the account: the true relays, his own program
)

var levelNames = [...]string{"name only", "look-alike address", "true address", "colleague", "one mail copied", "true account"}

// String returns the name of the level.
func (l Level) String() string { return levelNames[l] }

// Levels are all of them.
func Levels() []Level { return []Level{Name, LookAlike, Blind, Colleague, Copied, Account} }

// Scene is what a forgery is made of.
type Scene struct {
	True  Letter    // a mail of the person who is imitated, from before At
	Other Letter    // a mail of somebody else: of a colleague for Colleague
	At    time.Time // when the forgery is sent
}

// Forge returns the mail that an impostor of that level sends.
func Forge(level Level, s Scene, draw chance.Source) Letter {
	name, address := s.True.Author()
	switch level {
	case Name:
		return s.disguised(name, publicAddress(address, draw), draw)
	case LookAlike:
		return s.disguised(name, Resembling(address, draw), draw)
	case Copied:
		return unsigned(joined(s.True, s.Other)).moved(s.True.Time(), s.Other.Time(), s.At).named(s.True, s.Other, name, address, draw)
	case Account:
		return resigned(joined(s.Other, s.True)).moved(s.Other.Time(), s.True.Time(), s.At).named(s.True, s.Other, name, address, draw)
	case Colleague:
		return s.Other.Moved(s.At).named(s.True, s.Other, name, address, draw)
	default:
		return s.disguised(name, address, draw)
	}
}

// disguised is the other's mail under a name and an address.
func (s Scene) disguised(name, address string, draw chance.Source) Letter {
	return unsigned(s.Other).Moved(s.At).named(s.True, s.Other, name, address, draw)
}

// named puts a name and an address where the other's stood, and gives the mail an
// identity of its own.
func (l Letter) named(original, other Letter, name, address string, draw chance.Source) Letter {
	_, otherAddress := other.Author()
	_, domain, _ := strings.Cut(address, "@")
	out := Letter{Body: l.Body, Fields: make([]Field, len(l.Fields))}
	for i, f := range l.Fields {
		switch f.Name {
		case "from":
			if author := f.value(); author != original.Value("from") || !strings.Contains(author, address) {
				f = f.with(written(author, original.Value("from"), name, address))
			}
		case "message-id":
			f = f.with(freshID(f.value(), domain, draw))
		default:
			f.Raw = replaceFold(f.Raw, otherAddress, address)
		}
		out.Fields[i] = f
	}
	return out
}

// written returns a From value in the manner of another, with the person's name in the
// spelling of the original where it has one.
func written(manner, original, name, address string) string {
	shown := name
	if i := strings.LastIndexByte(original, '<'); i > 0 {
		shown = strings.Trim(strings.TrimSpace(original[:i]), `"`)
	}
	switch {
	case shown == "":
		return address
	case strings.Contains(manner, "("):
		return fmt.Sprintf("%s (%s)", address, shown)
	case strings.HasPrefix(manner, `"`) && !strings.Contains(shown, "=?"):
		return fmt.Sprintf("%q <%s>", shown, address)
	default:
		return fmt.Sprintf("%s <%s>", shown, address)
	}
}

// freshID draws the digits of a Message-ID anew, and sets its domain where the old one was
// that of an address.
func freshID(id, domain string, draw chance.Source) string {
	local, host, ok := strings.Cut(strings.Trim(id, "<> "), "@")
	fresh := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0' + rune(draw.IntN(10))
		}
		return r
	}, local)
	if !ok {
		return "<" + fresh + ">"
	}
	if domain != "" {
		host = domain
	}
	return "<" + fresh + "@" + host + ">"
}

// replaceFold replaces an address in any case of letters.
func replaceFold(s, old, with string) string {
	if old == "" || old == with {
		return s
	}
	var b strings.Builder
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return s
	}
	for {
		i := strings.Index(lower, old)
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		b.WriteString(with)
		s, lower = s[i+len(old):], lower[i+len(old):]
	}
}
