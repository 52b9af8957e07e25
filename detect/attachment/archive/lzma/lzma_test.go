package lzma

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// Known answers, packed by xz-utils: three times the same sentence.
const (
	plain  = "inert text, inert text, and inert again"
	stream = "5d00008000ffffffffffffffff00349b88d4836520092cf26ef4d5d92e793c0562b63639c9da3fc14bf1f5921fffe3f24000"
	chunks = "e00074001f5d00349b88d4836520092cf26ef4d5d92e793c0562b63639c9da3fc14bbb4a440000"

	header = 13 // of a .lzma file: properties and size
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestKnownAnswers(t *testing.T) {
	want := strings.Repeat(plain, 3)
	packed := unhex(t, stream)
	if got := Decode(packed[:5], packed[header:], 1000); string(got) != want {
		t.Errorf("%q", got)
	}
	if got := Decode2(unhex(t, chunks), 1000); string(got) != want {
		t.Errorf("%q", got)
	}
	if got := Decode(packed[:5], packed[header:], 10); string(got) != want[:10] {
		t.Errorf("%q", got)
	}
}

func TestPlainChunksAreCopied(t *testing.T) {
	if got := Decode2([]byte("\x01\x00\x02abc\x02\x00\x00d\x00"), 100); string(got) != "abcd" {
		t.Errorf("%q", got)
	}
}

// What is unpacked never grows beyond what was asked for, whatever the data says.
func TestDamagedDataEnds(t *testing.T) {
	packed := unhex(t, stream)
	for i := range packed {
		damaged := bytes.Clone(packed)
		damaged[i] ^= 0x55
		if got := Decode(damaged[:5], damaged[header:], 1<<16); len(got) > 1<<16 {
			t.Errorf("%d bytes", len(got))
		}
		Decode(packed[:5], packed[header:][:max(0, i-header)], 1<<16)
	}
	Decode([]byte{0xff}, packed, 10)
	Decode(nil, packed, 10)
}

// Chunks of a byte each, all of which make the model new, do not hold the run up.
func TestManyChunksEnd(t *testing.T) {
	chunk := append([]byte{0xe0, 0, 0, 0, 5, 0x5d}, make([]byte, 6)...)
	if got := Decode2(bytes.Repeat(chunk, 1<<18), 4<<20); len(got) > maxChunks {
		t.Errorf("%d bytes", len(got))
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(unhex(f, stream)[header:], byte(0x5d))
	f.Add(unhex(f, chunks), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, properties byte) {
		const most = 1 << 16
		if len(Decode([]byte{properties}, data, most)) > most || len(Decode2(data, most)) > most {
			t.Error("more than asked for")
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	packed := unhex(b, stream)
	b.SetBytes(int64(3 * len(plain)))
	for b.Loop() {
		Decode(packed[:5], packed[header:], 1000)
	}
}
