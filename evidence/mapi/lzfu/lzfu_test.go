package lzfu

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// The example of [MS-OXRTFCP] 3.1.1.
var example = []byte{
	0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 'L', 'Z', 'F', 'u', 0xf1, 0xc5, 0xc7, 0xa7,
	0x03, 0x00, 0x0a, 0x00, 'r', 'c', 'p', 'g', '1', '2', '5', 'B', '2', 0x0a, 0xf3, ' ', 'h', 'e', 'l', 0x09, 0x00, ' ', 'b', 'w', 0x05, 0xb0, 'l', 'd', '}', 0x0a, 0x80, 0x0f, 0xa0,
}

const exampleText = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"

const plenty = 1 << 20

func TestExampleOfTheSpecification(t *testing.T) {
	got, err := Decompress(example, plenty)
	if err != nil || string(got) != exampleText {
		t.Fatalf("%q %v", got, err)
	}
}

// pack compresses the simplest way there is: literals, and runs as matches with the
// bytes just written.
func pack(raw []byte) []byte {
	var body []byte
	at := len(prefix)
	items, control := 0, -1
	item := func(match bool, b ...byte) {
		if items%8 == 0 {
			control = len(body)
			body = append(body, 0)
		}
		if match {
			body[control] |= 1 << (items % 8)
		}
		body = append(body, b...)
		items++
	}
	for i := 0; i < len(raw); {
		run := 0
		for i > 0 && run < 17 && i+run < len(raw) && raw[i+run] == raw[i-1] {
			run++
		}
		if run >= shortest {
			from := (at + ring - 1) % ring
			item(true, byte(from>>4), byte(from<<4|(run-shortest)))
			at, i = (at+run)%ring, i+run
			continue
		}
		item(false, raw[i])
		at, i = (at+1)%ring, i+1
	}
	item(true, byte(at>>4), byte(at<<4))
	return seal("LZFu", len(raw), checksum(body), body)
}

func seal(kind string, size int, crc uint32, body []byte) []byte {
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(body)+12))
	head = binary.LittleEndian.AppendUint32(head, uint32(size))
	head = append(head, kind...)
	head = binary.LittleEndian.AppendUint32(head, crc)
	return append(head, body...)
}

func TestRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		raw := make([]byte, random.IntN(20_000))
		for i := range raw {
			raw[i] = byte('a' + random.IntN(2))
		}
		if got, err := Decompress(pack(raw), plenty); err != nil || !bytes.Equal(got, raw) {
			t.Fatalf("%d bytes: %d, %v", len(raw), len(got), err)
		}
	}
}

func TestNotCompressed(t *testing.T) {
	got, err := Decompress(seal("MELA", 4, 0, []byte("text")), plenty)
	if err != nil || string(got) != "text" {
		t.Fatalf("%q %v", got, err)
	}
}

// What is damaged is named, and what can be read of it is given.
func TestDamage(t *testing.T) {
	flipped := bytes.Clone(example)
	flipped[30] = 'j'
	wrongSize := bytes.Clone(example)
	wrongSize[4]++
	for name, c := range map[string]struct {
		data  []byte
		err   error
		start string
	}{
		"empty":        {nil, ErrHeader, ""},
		"unknown kind": {seal("LZxx", 1, 0, []byte("x")), ErrHeader, ""},
		"wrong CRC":    {flipped, ErrCRC, "{\\rtf1\\ansi\\ansicpg1252"},
		"cut":          {example[:len(example)-6], ErrCut, "{\\rtf1\\ansi\\ansicpg1252\\pard hello wo"},
		"wrong size":   {wrongSize, ErrSize, exampleText},
		"cut plain":    {seal("MELA", 9, 0, []byte("text")), ErrCut, "text"},
	} {
		got, err := Decompress(c.data, plenty)
		if !errors.Is(err, c.err) || !strings.HasPrefix(string(got), c.start) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// A few bytes may expand nine times; the limit holds.
func TestLimit(t *testing.T) {
	bomb := pack(bytes.Repeat([]byte("x"), 1<<20))
	got, err := Decompress(bomb, 1000)
	if !errors.Is(err, ErrLong) || len(got) != 1000 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
}

func FuzzDecompress(f *testing.F) {
	f.Add(example)
	f.Add(pack([]byte("hello hello hello")))
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 1 << 16
		if got, _ := Decompress(data, limit); len(got) > limit {
			t.Fatalf("%d bytes", len(got))
		}
	})
}

func BenchmarkDecompress(b *testing.B) {
	raw := []byte(strings.Repeat("{\\*\\htmltag84 <p>}text of a mail, line after line aaaaaaaaaaaaaaaaaaaa", 1000))
	data := pack(raw)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Decompress(data, plenty); err != nil {
			b.Fatal(err)
		}
	}
}
