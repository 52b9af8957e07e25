// Package archivetest makes RAR archives for tests, which no free program does: members
// that are stored or packed without any repetition found, encrypted or not.
//
// Sources: rarlab.com, "RAR 5.0 archive format"; the RAR 4 technical note; the
// descriptions of RAR's packed blocks in the readers that are public.
package archivetest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // RAR 4 is built on it
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"unicode/utf16"
)

// Member is one file.
type Member struct {
	Name   string
	Data   []byte
	Packed bool // not stored
}

// RAR says how an archive is made.
type RAR struct {
	Password  string // "" none
	Hidden    bool   // the names are encrypted too
	LogRounds byte   // of RAR 5; 0 for 15, which archivers write
	Unchecked bool   // RAR 5 without the value that checks the password
}

var (
	salt5 = []byte("sixteen of salts")
	salt4 = []byte("salted 8")
	iv    = []byte("sixteen for once")
)

// Five makes an archive of RAR 5.
func (r RAR) Five(members ...Member) []byte {
	if r.LogRounds == 0 {
		r.LogRounds = 15
	}
	out := []byte("Rar!\x1a\x07\x01\x00")
	var key []byte
	if r.Password != "" {
		key, _ = pbkdf2.Key(sha256.New, r.Password, salt5, 1<<min(r.LogRounds, 20), 32)
	}
	lock := r.lock5()
	emit := func(head []byte) {
		block := framed5(head)
		if r.Hidden && r.Password != "" {
			block = append(append([]byte(nil), iv...), encrypt(key, iv, block)...)
		}
		out = append(out, block...)
	}
	if r.Hidden && r.Password != "" {
		out = append(out, framed5(append([]byte{4, 0}, lock...))...)
	}
	emit([]byte{1, 0, 0})
	for _, m := range members {
		head, data := r.file5(m, key, lock)
		emit(head)
		out = append(out, data...)
	}
	emit([]byte{5, 0, 0})
	return out
}

// lock5 is the part that the encryption of headers and of members have alike.
func (r RAR) lock5() []byte {
	flags := byte(1)
	if r.Unchecked {
		flags = 0
	}
	out := append([]byte{0, flags, r.LogRounds}, salt5...)
	if r.Unchecked {
		return out
	}
	sum, _ := pbkdf2.Key(sha256.New, r.Password, salt5, 1<<min(r.LogRounds, 20)+32, 32)
	for i := 8; i < len(sum); i++ {
		sum[i%8] ^= sum[i]
	}
	again := sha256.Sum256(sum[:8])
	return append(append(out, sum[:8]...), again[:4]...)
}

func (r RAR) file5(m Member, key, lock []byte) (head, data []byte) {
	const version0, dictionary = 0, 0
	method := uint64(0)
	data = m.Data
	if m.Packed {
		method = 3
		data = packed5(m.Data)
	}
	var extra []byte
	if r.Password != "" {
		data = encrypt(key, iv, data)
		// What both have ends with version, flags, rounds and salt; here the vector stands
		// before the value that checks.
		const fixed = 3 + 16
		record := append([]byte{1}, lock[:fixed]...)
		record = append(append(record, iv...), lock[fixed:]...)
		extra = append(binary.AppendUvarint(nil, uint64(len(record))), record...)
	}
	flags := byte(2)
	if extra != nil {
		flags |= 1
	}
	head = []byte{2, flags}
	if extra != nil {
		head = binary.AppendUvarint(head, uint64(len(extra)))
	}
	head = binary.AppendUvarint(head, uint64(len(data)))
	head = append(head, 4) // a checksum is there
	head = binary.AppendUvarint(head, uint64(len(m.Data)))
	head = append(head, 0) // attributes
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(m.Data))
	head = binary.AppendUvarint(head, version0|method<<7|dictionary<<10)
	head = append(head, 1) // Unix
	head = binary.AppendUvarint(head, uint64(len(m.Name)))
	return append(append(head, m.Name...), extra...), data
}

func framed5(head []byte) []byte {
	sized := append(binary.AppendUvarint(nil, uint64(len(head))), head...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(sized)), sized...)
}

// Four makes an archive of RAR 4.
func (r RAR) Four(members ...Member) []byte {
	out := []byte("Rar!\x1a\x07\x00")
	var key, vector []byte
	if r.Password != "" {
		key, vector = key4(r.Password)
	}
	main := make([]byte, 13)
	main[2], main[5] = 0x73, 13
	hidden := r.Hidden && r.Password != ""
	if hidden {
		main[3] = 0x80
	}
	out = append(out, framed4(main)...)
	for _, m := range members {
		data, method := m.Data, byte(0x30)
		if m.Packed {
			data, method = packed4(m.Data), 0x33
		}
		flags := uint16(0x8000)
		if r.Password != "" {
			data = encrypt(key, vector, data)
			flags |= 0x404
		}
		head := make([]byte, 32)
		head[2], head[24], head[25] = 0x74, 29, method
		binary.LittleEndian.PutUint16(head[3:], flags)
		binary.LittleEndian.PutUint32(head[7:], uint32(len(data)))
		binary.LittleEndian.PutUint32(head[11:], uint32(len(m.Data)))
		binary.LittleEndian.PutUint32(head[16:], crc32.ChecksumIEEE(m.Data))
		binary.LittleEndian.PutUint16(head[26:], uint16(len(m.Name)))
		head = append(head, m.Name...)
		if r.Password != "" {
			head = append(head, salt4...)
		}
		binary.LittleEndian.PutUint16(head[5:], uint16(len(head)))
		head = framed4(head)
		if hidden {
			head = append(append([]byte(nil), salt4...), encrypt(key, vector, head)...)
		}
		out = append(append(out, head...), data...)
	}
	return out
}

func framed4(head []byte) []byte {
	binary.LittleEndian.PutUint16(head, uint16(crc32.ChecksumIEEE(head[2:])))
	return head
}

// key4 derives the key of RAR 4.
func key4(password string) (key, vector []byte) {
	const rounds = 1 << 18
	var seed []byte
	for _, u := range utf16.Encode([]rune(password)) {
		seed = binary.LittleEndian.AppendUint16(seed, u)
	}
	seed = append(seed, salt4...)
	h := sha1.New() //nolint:gosec // see above
	for i := range rounds {
		h.Write(seed)
		h.Write([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		if i%(rounds/16) == 0 {
			vector = append(vector, h.Sum(nil)[19])
		}
	}
	sum := h.Sum(nil)
	for i := range 16 {
		key = append(key, sum[i/4*4+3-i%4])
	}
	return key, vector
}

func encrypt(key, iv, data []byte) []byte {
	out := append([]byte(nil), data...)
	for len(out)%aes.BlockSize != 0 {
		out = append(out, 0)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out
}
