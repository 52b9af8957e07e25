// Package pdf opens PDF files that have a password, and those that only look so: with
// an empty password, which every program tries, a file is encrypted and opens without a
// question.
//
// Sources: ISO 32000-1, 7.6 (the standard security handler, revisions 2 to 4); Adobe
// Supplement to ISO 32000, ExtensionLevel 3 (revision 5); ISO 32000-2, 7.6.4 (revision 6).
// Handlers of other makers and encryption for certificates are not opened.
//
// Files are hostile: objects, their depth and the work for one password are bounded, and
// what a password opens is no longer than the file. What comes out is the objects one
// after the other without encryption, for those who look for words in them; it is no file
// that a viewer shows. The package imports nothing of dwell.
package pdf

import "bytes"

// Lock is the encryption of one file.
type Lock struct {
	data       []byte
	revision   int
	keySize    int // bytes
	owner      []byte
	user       []byte
	wrappedKey []byte // the key of the file, encrypted (revisions 5 and 6)
	permission uint32
	id         []byte
	metadata   bool   // is encrypted too
	streams    method // how streams are encrypted
	strings    method
}

// method is how something is encrypted.
type method uint8

// The methods.
const (
	rc4Method method = iota
	aesMethod
	aes256Method
	identity // not at all
)

// Find finds the encryption of a file; nil when there is none that Open knows.
func Find(data []byte) *Lock {
	dictionary, id := trailer(data)
	if dictionary == nil || !dictionary.is("Filter", "Standard") {
		return nil
	}
	version := dictionary.number("V", 0)
	l := &Lock{data: data, revision: dictionary.number("R", 0), keySize: dictionary.number("Length", 40) / 8, owner: dictionary.text("O"), user: dictionary.text("U"),
		wrappedKey: dictionary.text("UE"), permission: uint32(dictionary.number("P", 0)), id: id, metadata: !dictionary.is("EncryptMetadata", "false")}
	if version == 1 || l.revision == 2 {
		l.keySize = 5
	}
	if version >= 4 {
		l.streams, l.strings = dictionary.filter("StmF"), dictionary.filter("StrF")
	}
	if version == 4 {
		l.keySize = 16
	}
	if !l.valid() {
		return nil
	}
	return l
}

// valid reports whether the parameters are those of a revision that is known.
func (l *Lock) valid() bool {
	const hash, verifier = 32, 48 // bytes of U: a hash; with two salts
	switch l.revision {
	case 2, 3, 4:
		return l.keySize >= 5 && l.keySize <= 16 && len(l.owner) >= hash && len(l.user) >= hash
	case 5, 6:
		return len(l.user) >= verifier && len(l.wrappedKey) >= hash
	}
	return false
}

// Rounds is the work for one password, in rounds of a plain hash.
func (l *Lock) Rounds() int {
	if l.revision == 6 {
		return 16_000 // some hundred rounds over some five thousand bytes each (measured)
	}
	return 100
}

// Open gives the objects of the file in plain, and whether the password is the right
// one for reading.
func (l *Lock) Open(password string) (plain []byte, ok bool) {
	key := l.key([]byte(password))
	if key == nil {
		return nil, false
	}
	return l.rewrite(key), true
}

// trailer finds the dictionary of the encryption, and the identifier of the file.
func trailer(data []byte) (encryption *dict, id []byte) {
	const most = 16 // versions of a file that was saved again and again
	for at := range places(data, "/Encrypt", most) {
		p := behind(data, at+len("/Encrypt"))
		if len(p.data) > 0 && regular(p.data[0]) {
			continue // another name that begins so
		}
		switch v := p.value(0).(type) {
		case *dict:
			encryption = v
		case reference:
			encryption = object(data, v)
		}
		if encryption != nil {
			break
		}
	}
	if encryption == nil {
		return nil, nil
	}
	for at := range places(data, "/ID", most*most) {
		p := behind(data, at+len("/ID"))
		if list, ok := p.value(0).([]any); ok && len(list) > 0 {
			if s, ok := list[0].([]byte); ok {
				return encryption, s
			}
		}
	}
	return encryption, nil
}

// object finds an object that is a dictionary by its number.
func object(data []byte, r reference) *dict {
	const most = 4
	for at := range places(data, r.String()+" obj", most) {
		if at > 0 && regular(data[at-1]) {
			continue // the end of a longer number
		}
		p := behind(data, at+len(r.String()+" obj"))
		if d, ok := p.value(0).(*dict); ok {
			return d
		}
	}
	return nil
}

// behind reads values behind a place. Those that are wanted are a few hundred bytes long.
func behind(data []byte, at int) parser {
	const reach = 16 << 10
	return parser{data: data[at:min(len(data), at+reach)]}
}

// places gives where a word stands, at most so many times.
func places(data []byte, word string, most int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; most > 0; most-- {
			i := bytes.Index(data[at:], []byte(word))
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(word)
		}
	}
}
