package smime

import (
	"bytes"
	"testing"
)

// der writes an element of definite length.
func der(tag byte, parts ...[]byte) []byte {
	value := bytes.Join(parts, nil)
	n := len(value)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, value...)
	case n < 1<<16:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, value...)
	}
	return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, value...)
}

// ber writes an element whose end is marked.
func ber(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(parts, nil)...), 0, 0)
}

// sealed wraps a content as a SignedData, with a writer of elements.
func sealed(write func(byte, ...[]byte) []byte, content ...[]byte) []byte {
	dataID := der(object, []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01})
	algorithms := der(0x31, der(sequence, der(object, []byte{0x60, 0x86, 0x48})))
	signers := der(0x31, der(sequence, der(0x02, []byte{1})))
	return write(sequence, der(object, signedID), write(explicit, write(sequence, der(0x02, []byte{1}), algorithms, write(sequence, append([][]byte{dataID}, content...)...), signers)))
}

const entity = "Content-Type: text/plain\r\n\r\nthe plan\r\n"

func TestOpen(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		kind Kind
		want string
	}{
		"DER":           {sealed(der, der(explicit, der(octets, []byte(entity)))), Signed, entity},
		"BER":           {sealed(ber, ber(explicit, der(octets, []byte(entity)))), Signed, entity},
		"in pieces":     {sealed(ber, ber(explicit, ber(octetsList, der(octets, []byte(entity[:9])), der(octets, []byte(entity[9:]))))), Signed, entity},
		"long":          {sealed(der, der(explicit, der(octets, bytes.Repeat([]byte("x"), 70_000)))), Signed, string(bytes.Repeat([]byte("x"), 70_000))},
		"apart":         {sealed(der), Signed, ""},
		"cut":           {sealed(der, der(explicit, der(octets, []byte(entity))))[:80], Signed, entity[:80-57]},
		"encrypted":     {der(sequence, der(object, envelopedID), der(explicit, der(sequence))), Encrypted, ""},
		"authenticated": {der(sequence, der(object, authID), der(explicit, der(sequence))), Encrypted, ""},
		"certificate":   {der(sequence, der(sequence, der(explicit, der(0x02, []byte{2})))), None, ""},
		"nothing":       {nil, None, ""},
		"text":          {[]byte("0 text"), None, ""},
	} {
		kind, content := Open(c.data)
		if kind != c.kind || name != "cut" && string(content) != c.want || name == "cut" && !bytes.HasPrefix([]byte(entity), content) {
			t.Errorf("%s: %d %.80q", name, kind, content)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sealed(der, der(explicit, der(octets, []byte(entity)))))
	f.Add(sealed(ber, ber(explicit, ber(octetsList, der(octets, []byte(entity))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, content := Open(data); len(content) > len(data) {
			t.Fatalf("%d bytes of %d", len(content), len(data))
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	data := sealed(ber, ber(explicit, ber(octetsList, der(octets, bytes.Repeat([]byte("x"), 60_000)))))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Open(data)
	}
}
