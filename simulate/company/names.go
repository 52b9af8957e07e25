package company

import (
	"fmt"
	"strings"

	"dwell/simulate/chance"
)

// namer makes names that do not repeat.
type namer struct {
	source chance.Source
	used   map[string]bool
}

func newNamer(seed uint64) *namer {
	return &namer{source: chance.New(seed, "names"), used: make(map[string]bool)}
}

// syllable is one syllable in Hangul and in the Revised Romanisation.
type syllable struct{ hangul, latin string }

// Common family names and syllables of given names in Korea.
var (
	families = []syllable{{"김", "Kim"}, {"이", "Lee"}, {"박", "Park"}, {"최", "Choi"}, {"정", "Jung"}, {"강", "Kang"}, {"조", "Cho"}, {"윤", "Yoon"}, {"장", "Jang"}, {"임", "Lim"},
		{"한", "Han"}, {"오", "Oh"}, {"서", "Seo"}, {"신", "Shin"}, {"권", "Kwon"}, {"황", "Hwang"}, {"안", "Ahn"}, {"송", "Song"}, {"류", "Ryu"}, {"홍", "Hong"}}
	givens = []syllable{{"민", "min"}, {"지", "ji"}, {"서", "seo"}, {"현", "hyun"}, {"수", "su"}, {"준", "jun"}, {"영", "young"}, {"은", "eun"}, {"하", "ha"}, {"윤", "yun"},
		{"진", "jin"}, {"우", "woo"}, {"재", "jae"}, {"경", "kyung"}, {"혜", "hye"}, {"선", "sun"}, {"태", "tae"}, {"호", "ho"}, {"연", "yeon"}, {"주", "ju"}, {"나", "na"}, {"아", "a"}, {"원", "won"}, {"희", "hee"}}
	sounds = []string{"ha", "neu", "ri", "so", "mi", "ka", "no", "ba", "du", "le", "ti", "ro", "va", "ne", "lo", "pi", "sa", "to", "mo", "gu", "ri", "ze", "fa", "wi"}
	kinds  = []string{"mart", "trade", "works", "logis", "soft", "media", "food", "print", "craft", "tech", "bio", "style", "home", "auto"}
)

// name is a person's name in both scripts.
type name struct {
	hangul, latin string
	user          string // "minji.park"
}

func (n *namer) person() name {
	for {
		f, a, b := chance.Pick(n.source, families), chance.Pick(n.source, givens), chance.Pick(n.source, givens)
		given := strings.ToUpper(a.latin[:1]) + a.latin[1:] + b.latin
		made := name{hangul: f.hangul + a.hangul + b.hangul, latin: given + " " + f.latin, user: strings.ToLower(given + "." + f.latin)}
		if a != b && n.fresh(made.user) {
			return made
		}
	}
}

// kin is a person of the same family name.
func (n *namer) kin(of name) name {
	for {
		p := n.person()
		hangul := []rune(p.hangul)
		hangul[0] = []rune(of.hangul)[0]
		_, family, _ := strings.Cut(of.latin, " ")
		given, _, _ := strings.Cut(p.latin, " ")
		made := name{hangul: string(hangul), latin: given + " " + family, user: strings.ToLower(given + "." + family)}
		if n.fresh(made.user) {
			return made
		}
	}
}

// word makes a word of two or three syllables.
func (n *namer) word() string {
	for {
		var b strings.Builder
		for range 2 + n.source.IntN(2) {
			b.WriteString(chance.Pick(n.source, sounds))
		}
		if n.fresh(b.String()) {
			return b.String()
		}
	}
}

// domain makes a registered domain of a business.
func (n *namer) domain() string {
	for {
		if d := n.word() + chance.Pick(n.source, kinds) + ".example"; n.fresh(d) {
			return d
		}
	}
}

// host makes the name of a workstation as installation programs do.
func (n *namer) host() string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
	for {
		b := []byte("DESKTOP-")
		for range 7 {
			b = append(b, letters[n.source.IntN(len(letters))])
		}
		if n.fresh(string(b)) {
			return string(b)
		}
	}
}

// server makes the name of a server with a purpose.
func (n *namer) server(purpose string) string {
	for i := 1; ; i++ {
		if s := fmt.Sprintf("%s%02d", purpose, i); n.fresh(s) {
			return s
		}
	}
}

func (n *namer) fresh(s string) bool {
	if n.used[s] {
		return false
	}
	n.used[s] = true
	return true
}
