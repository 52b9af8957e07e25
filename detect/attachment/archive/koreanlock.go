package archive

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"hash/crc32"

	"dwell/detect/attachment/unlock"
)

// koreanLock holds the password that opens an ALZ or EGG archive. The ciphers are those
// of zip, and LEA.
type koreanLock struct {
	password string
	right    bool // a checksum says that the password is right
	wrong    bool // the first member did not open, so that no other is tried
}

const (
	// strongRounds is what the key of one member costs by AES or LEA: a thousand rounds of
	// PBKDF2 for each of four parts, doubled for the two forms of a Korean password.
	strongRounds = 16_000
	// maxUnsealed bounds what is unpacked of one member to check it.
	maxUnsealed = 16 << 20
)

// openKorean lists an ALZ or EGG archive with a password.
func (l *lister) openKorean(list func([]byte), data []byte, password string) bool {
	l.korean = &koreanLock{password: password}
	list(data)
	l.out.Encrypted = l.out.Encrypted && !l.korean.right
	return l.korean.right
}

// sealed is an encrypted member.
type sealed struct {
	unlock.Sample
	method int    // of packing, by the numbers of zip
	size   uint64 // unpacked
}

// unseal opens a member with the password, if there is one and it is right.
func (l *lister) unseal(name string, s *sealed) (head, content []byte) {
	k := l.korean
	if k == nil || k.wrong || l.limits.Bytes <= 0 {
		return nil, nil
	}
	if s.Strength > 0 {
		if l.limits.Rounds -= strongRounds; l.limits.Rounds < 0 {
			return nil, nil
		}
	}
	for _, form := range unlock.Forms(k.password) {
		packed, ok := s.Decrypt(form)
		if !ok {
			continue
		}
		plain := unpacked(s.method, packed, int(min(s.size, maxUnsealed, uint64(l.limits.Bytes))))
		if uint64(len(plain)) != s.size || crc32.ChecksumIEEE(plain) != s.CRC {
			continue
		}
		k.right = true
		l.limits.Bytes -= len(plain)
		return show(name, plain)
	}
	k.wrong = !k.right
	return nil, nil
}

// unpacked unpacks a member that was packed by one of the methods of zip.
func unpacked(method int, packed []byte, limit int) []byte {
	switch method {
	case methodStored:
		return packed[:min(len(packed), limit)]
	case methodDeflate:
		return upTo(flate.NewReader(bytes.NewReader(packed)), limit)
	case methodBzip2:
		return upTo(bzip2.NewReader(bytes.NewReader(packed)), limit)
	case methodLZMA:
		return zipLZMA(packed, limit)
	}
	return nil
}

// eggLock reads the field of EGG that says how a member is encrypted: the method, then
// what stands in zip at the head of the content, and for the strong ciphers at its end.
func eggLock(body []byte) (s unlock.Sample, foot []byte, ok bool) {
	const traditional, aes128, aes256, lea128, lea256 = 0, 1, 2, 5, 6
	const headTraditional, verifier, footer = 12, 2, 10
	if len(body) == 0 {
		return s, nil, false
	}
	method := body[0]
	body = body[1:]
	salt := 8
	switch method {
	case traditional:
		if len(body) < headTraditional {
			return s, nil, false
		}
		return unlock.Sample{Data: body[:headTraditional], Whole: true}, nil, true
	case aes128, lea128:
		s.Strength = 1
	case aes256, lea256:
		s.Strength, salt = 3, 16
	default:
		return s, nil, false
	}
	s.LEA, s.Whole = method >= lea128, true
	if len(body) < salt+verifier+footer {
		return s, nil, false
	}
	s.Data = body[:salt+verifier]
	return s, body[salt+verifier:][:footer], true
}
