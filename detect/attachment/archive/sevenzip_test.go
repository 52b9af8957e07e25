package archive

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/klauspost/compress/zstd"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/sample"
)

// Two inert members, packed by 7-Zip in its rarer ways: what carriedBySeven gives and a
// text. The last two are encrypted, the first of them with its names.
const (
	sevenBcj = "N3q8ryccAARp9XJEuQEAAAAAAAAhAAAAAAAAALQT6cLgA3kBSV0AJpZ8G4yrPgN7vV3vQ0y6w6I9KH2XB9fXHwu0+wCsGWiSxJ6C3w6Ke4x0ecga2Wz3XbuPL2rm1f/FWjacwnYz" +
		"SS1CvdJJlOmKAa72PUM/BdV0+p54A7AaH7DQALvy1EgKOoFhqCG967DMxNFKr3GsudPwy+a3nEt9Cn1DlxLBjO9h+9RGaOLzZs86Qfp/udpSP7DQczjYltPgCFcPbMwTM71jF4Tb" +
		"YKNnSl773zKNMmUJ+eBXVpCse7ll3n5V0nmVNwAguJIFl0CTQspz9Wd9geOTqLircsiSizL9NtlY39EVM5ZllgwpyEWmugDa/mjx2vv2ZpIRXh8GdGffuFvSE4GtJbXBmMCXuDA2" +
		"T3/fA0dvm19kI50kVQChwg1Q8CdOo4XrhfeGSwKBjjtjUcL2MFUHY2Qt0PyikmAiGeR7bqWVhs54iZmQOMMAAACBMweuD9U5nVFXJNHP4/eOJCo0sFEgHGLiqy48u1kE1SC/mZR+" +
		"OjyLW9CvzHEdpDpVs90s4DENeFdzLu8VwWCy5xSOBRfcAz+czRi4oaGfnmRtEeDoO2cyqQ7JRM2NC4biX3hK8LcXBoFRAQloAAcLAQABIwMBAQVdABAAAAx6CgHPSWleAAA="
	sevenBcj2 = "N3q8ryccAATtcfke4wEAAAAAAAAiAAAAAAAAADjAqcMAJpZ8G4yrPgN7vV3vRBvguILtENTy9eBePCROq8t/A91E1ZJ2jCzsduPmlrjDeSMFp7i3RmF4tCxPXowDr/+0albAPk0G" +
		"SzBWaKSuyAcbBoI0EHdpKvwqbkVDSKt4Z/yyaMVTBw7M05nUA24oUUYedY8gwS1+H1K+vQKfmnR41FoZ9lVGZ7j2C+E8ksPVDSrzuBUm427GidFya50ZO0edy/iRtnYljXS01I9z" +
		"0y6muuWEjr2qXx8bxtjG5zZBykgEW5C/4fqma95ky8IpAUs+vO2R7yW8c1F0J6tDatzTI1NYk1U3lNAtHBXiDPRx7rSd02G0ADAKAYsFRy4ZTk2yV1m4jQAAAGAHwuNca3EHiGlW" +
		"PtJ3WWDDY+ZP9T3FIaUUs32JedYkEe2Z4IL3UbEOMPXjYlxIO/ar3CsAAABgA33tD76pycQK6JAfF2M8LeORYO31MrHs3lLDyo8btsPZha6HAAAAgTMHrm3FdVj9dlgvXPRe3Sg7" +
		"JoT5QOBs8BoBMJVgpNZJNhBdhCXVgnsGGtFXBQjuvl+UTamUkUhhdYbtjm7ncIFv5L79TjG/qsBiUFjH8xa4FC7kdsWV5rM5FbaRC/gXkQxC7fJaDGFH5oy5qkvq/swoZKYidEuM" +
		"qmHcknQXBoFkAQl/AAcLAQABIwMBAQVdABAAAAyAqgoB2RvKwQAA"
	sevenPpmd = "N3q8ryccAASNLta9hAEAAAAAAAAhAAAAAAAAABSWfNoATQ8j3TCF5Cmip7xu2i2ZtuPeVqXYUK3EhDIWru+QWN2NpSaJ2yyA1dbmyGewlHbLQn0kKeKPE/hFuOBpTEBqnVm2tktu" +
		"yWiEgyipkhgrq/2ZJTkzRBWTwB+Kn4J9yq0EXPzTnu/37nciYUsgRVuAdSwG8oehQpLw+sqmlJYZgOinmKIjkK8b0P5KlujTi9Wfcy3Aby6QU6F9k5TTZRKfPtslYWfCXVBmuTDG" +
		"ZqLKq/IOSdFFsnUGTxjFdzzzTAiJxEVJJlU2xSCM3j7fJsQKaOL3qb/ZzxEVFGYPJu2NgAYlZtG9WvqBFwnpOgpB9uCO4h12fVrZnremHHXUf6czPQUA5q/p5bpPCxDEsBm1kvJI" +
		"T6KmPm5XqgAAAAAAAACBMweuD9U4fAC5xmbajhxhga5x5gV6FYTLfNg6Y5BHr6Y8OHNWclYg7YBFQmhb4ihAp4PQ3KOQf/czloJ//AKgVl90rzftCW2PZhGJZHNNXaa1wclIOUh3" +
		"aOPf8gfwOtV27HQAFwaBHgEJZgAHCwEAASMDAQEFXQAQAAAMegoBNm9PUAAA"
	sevenDelta = "N3q8ryccAAQNuw+BjQIAAAAAAAAhAAAAAAAAAPQamVEAJpZ8GK0mK3US7GuaQs3SWHqbyA/8wNIxbsYGHE5AHcEmYm6NKDUDQmduKycgOVEV335zEyFCI3FVwxT2iAF57pE6qDkU" +
		"S7xAP5RaBHQgc0M2Zv9lUk2dddCXqf+AtbSqNvivBByu7xW4ys0R9S6HY/WIGRjQQk2MewYNlflijLWYx0038I2lMonwAV7Tm8MDArUP33vBu8F/w3Mk7UOHvkM9S+HUHuCJAPbB" +
		"gQKkwRNP99d/MyCoE0S8prrw375LQjk8xKtK6I8Jn4naDPtxk7dlDd5mG2oUt+qB46ob9+tZHtIwVAEbbKCTJqWYNZl4nhuWiw0vy7nsse4CoTx2s67z3QHlW0K2Dm7wuGstTYtx" +
		"4rAbMOSCzULT/RigC8hjr3kUVu/YTH0otUUVOYpLSFIsUE0vBnTGyCdOQnTDjwhURn/DoNmu2ouf8ONfmjzs4JpXVK2zkNKgAta3Gg43Qn7Or9Gv14ZLlO5wGmre3Q8Vs1eKMbLi" +
		"Od8MKXuUvGrgLD4nyY4yF2ljqM0lENl8hvG+s6Ke1ExvjET7LxFLZDcKrFk7pqOPebKzTomS1iwH7a61g9P5cB+yB7LJ3uLH68qdJo0NtHKSLYTUwiBuSRQyXrMQqRvLYxC4cGvo" +
		"vihDe3sPcjMyyPycnTxMIG2IOaTDxnJWhKuy0+FWdN4Xv3efV8Um+AtV4Pv2uWbB/d8TX8h3wGqmi36WpgeLq9cAAACBMweuD9VDh9kXJNHP4/5tPNQg7Co9GyENnEoqjeoB78uc" +
		"NmL2dslFktNhql/DBSM4aHV2I11Xh9x4mEhGIgl2I/1MuqVG0Z9ItH/hopSP4nNA12T/owk7m30/n39RcDkRovzjVHHlBaFaMhcGgiABCW0ABwsBAAEjAwEBBV0AEAAADHoKARSr" +
		"nlEAAA=="
	sevenNames = "N3q8ryccAARPkm+z4AEAAAAAAAA+AAAAAAAAAA6LEV4TbP08buIxP1q9JAveK01x9iDYQodysHgGPZey+YouV7fY4tGvvO7rb/+zaUUBihULxR0/smpSY4qZcSVfRjJ973dvBP3h" +
		"RkTA9FsuRQgmnoXuSVnXEP6rXnViArgkA9ud+tdMmI/v6ltBS6yD5q2BN//Ve22p/oV3ze00sh1iqBnlWgv12xJMgDUeL4I5g2evhmcTbcKPkNMN26WLhz2dCaRp8c+huFCyrhnZ" +
		"4kqaQlFhFgKDmhVeirxqAHRa/Lpbzy5QMzWS7pZ/I1zSMZdhAOOfBByfOv6DRtZar9VJX+RRFyookWkRKQnS8YnI9cKAg/uMSvvUZCT1ofjC6TgliOTAECd0krxm0AMKoRa9tpcJ" +
		"cfoMAXjL7WyaNEPGn1Pu6Yi71rVlq0QqH9dUoDbGjshNpyoEqQGUpvBZ15rAd95E+MdipKAeQ7EbupLXKkngIaxW4Cmel6NOWIXtHBePypu05mPNrWPfrENK3DNNy9s0I1ZErVP2" +
		"gFrgf8PyXj46BJlW3kurn4kaPnGC6iab6h1Lr8UlDjnBLUSsZZdDCN7e/gkwPasvx6ZCZvtXRLg4DGR4NyYRPRnc1p2RLvtkvNV+l9wRG/3VvpIQhIHn36FidhstjQlIed6TxqJN" +
		"j3QXBoFgAQmAgAAHCwEAAiQG8QcBElMPEppTTT8fcyhdZREpCsZO2CMDAQEFXQAQAAABAAx/gIoKAVthSOIAAA=="
	sevenKorean = "N3q8ryccAASgzUzVowEAAAAAAAAjAAAAAAAAAEKpFMJ/2QOEZJZXsHYKgWRPqmtbQKkPu26IuECIHatIuQJm4MXVpgcwl7KzA2UZKaiHhi1tMMwfa1Wvhvz/6pF7AimFi/8zU9dy" +
		"kN7bQYkK6vZnNzDILtIfGvU7hndO9uTTTD+mRbkuyLD4O/x7+974whq5kqNCdOfWnS66MRMcGOORy5rsWSako4n0+klcHeiPuUrmXA1ESfPaaOMuv3e4kYLr628MlNk4NM5XbQYg" +
		"KfuEny0cXgt+vpk0zMqlq3OIMq+LyjO63wprzZvpcYKsw919GHP9tHBowsVr4KhdGXcwRwfplmf/QZw0tWsP9CsU+KUEUomttG3pQJmzE3I0oiW0MWIaIpfKMLjNdEsZ2R77XMnh" +
		"Ic/jfE7Raf9AWAxA6W8AAIEzB64P1TiHWRck0c/kBCuQMyzjAVSxi/fDV2GQ6PGT6Er5yhOpTgeozAEI0+v9E0NPBmzIB4s9LVqxPSbIKx/+DA88T5HsAmYeq3D/Pnv74ErFTjDc" +
		"01PCFrOLsoBGetBUDQR2a5KtJwx4b++jlVIf72xQ4LscF7knrBol7YgAABcGgSABCYCDAAcLAQABIwMBAQVdABAAAAyAmgoB6fk2ZwAA"
)

// carriedBySeven is the head of a program without code, and then bytes that look like
// calls and jumps, which is what the filters of 7-Zip change.
func carriedBySeven() []byte {
	out := append([]byte(nil), sample.Executable()...)
	jump := func(code string, by int) {
		out = binary.LittleEndian.AppendUint32(append(out, code...), uint32(by))
	}
	for i := range 60 {
		jump("\xe8", 1000-i*37)
		out = append(out, bytes.Repeat([]byte{0x90}, i%7)...)
		if i%5 == 0 {
			jump("\x0f\x84", 300-i)
		}
		if i%9 == 0 {
			jump("\xe9", -i*3)
			out = append(out, "\xe8\xe8\xe9"...)
		}
	}
	return append(out, make([]byte, 16)...)
}

func carries(t *testing.T, what string, l Listing) {
	t.Helper()
	if len(l.Members) != 2 || l.Encrypted || l.Damaged {
		t.Errorf("%s: %+v", what, l)
		return
	}
	if !bytes.Equal(l.Members[0].Content, carriedBySeven()) || string(l.Members[1].Head) != string(bytes.Repeat([]byte("inert text, nothing else\n"), 8)) {
		t.Errorf("%s: %d and %d bytes, not what was packed", what, len(l.Members[0].Content), len(l.Members[1].Head))
	}
}

func TestTheRarerWaysOfSevenZip(t *testing.T) {
	for what, data := range map[string]string{"BCJ": sevenBcj, "BCJ2": sevenBcj2, "PPMd": sevenPpmd, "Delta": sevenDelta} {
		carries(t, what, list(filetype.SevenZip, sample.Base64(t, data)))
	}
}

func TestAPasswordOpensSevenZip(t *testing.T) {
	for what, c := range map[string]struct{ data, password string }{"names encrypted": {sevenNames, "secret1"}, "content encrypted": {sevenKorean, "가족2016"}} {
		data := sample.Base64(t, c.data)
		l, ok := Open(filetype.SevenZip, data, c.password, &Limits{Bytes: MaxUnpacked, Rounds: rounds})
		if !ok {
			t.Errorf("%s: does not open", what)
			continue
		}
		carries(t, what, l)
		for _, wrong := range []string{"", "secret2", "2016"} {
			if _, ok := Open(filetype.SevenZip, data, wrong, &Limits{Bytes: MaxUnpacked, Rounds: rounds}); ok {
				t.Errorf("%s: opens with %q", what, wrong)
			}
		}
		if _, ok := Open(filetype.SevenZip, data, c.password, &Limits{Bytes: MaxUnpacked, Rounds: 1 << 18}); ok {
			t.Errorf("%s: opens although there are not enough rounds left", what)
		}
	}
	if _, ok := Open(filetype.SevenZip, sample.Base64(t, sevenLZMA), "x", &Limits{Bytes: MaxUnpacked, Rounds: rounds}); ok {
		t.Error("an archive without a password was opened with one")
	}
}

// makeSeven makes an archive of one member, packed by one coder.
func makeSeven(coder, properties string, packed, plain []byte) []byte {
	flags := byte(len(coder))
	if properties != "" {
		flags |= 0x20
		properties = string(rune(len(properties))) + properties
	}
	wide := func(n int) string { return "\xf0" + le(4, uint64(n)) }
	header := "\x01\x04" + "\x06\x00\x01\x09" + wide(len(packed)) + "\x00" +
		"\x07\x0b\x01\x00\x01" + string([]byte{flags}) + coder + properties + "\x0c" + wide(len(plain)) + "\x0a\x01" + le(4, uint64(crc32.ChecksumIEEE(plain))) + "\x00\x00" +
		"\x05\x01\x11\x0d\x00a\x00.\x00e\x00x\x00e\x00\x00\x00\x00\x00"
	return []byte("7z\xbc\xaf\x27\x1c\x00\x04" + le(4, 0) + le(8, uint64(len(packed))) + le(8, uint64(len(header))) + le(4, 0) + string(packed) + header)
}

func TestZstandardInSevenZip(t *testing.T) {
	plain := carriedBySeven()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	l := list(filetype.SevenZip, makeSeven(szZstandard, "", z.EncodeAll(plain, nil), plain))
	if len(l.Members) != 1 || !bytes.Equal(l.Members[0].Content, plain) {
		t.Errorf("%+v", l)
	}
}

// Folders whose coders feed one another in a circle, ask for gigabytes of memory or for
// keys of billions of rounds end.
func TestHostileCodersEnd(t *testing.T) {
	for what, data := range map[string][]byte{
		"memory of PPMd":      makeSeven(szPPMd, "\x06\x00\x00\x00\xf0", []byte("12345678"), make([]byte, 100)),
		"rounds of a key":     makeSeven(szAES, "\x3e\x00", []byte("1234567812345678"), make([]byte, 16)),
		"no rounds at all":    makeSeven(szAES, "\x3f\x00", []byte("1234567812345678"), make([]byte, 16)),
		"salt of no length":   makeSeven(szAES, "\xff\xff", []byte("1234567812345678"), make([]byte, 16)),
		"four streams of one": makeSeven(szBCJ2, "", []byte("12345678"), make([]byte, 16)),
	} {
		limits := Limits{Bytes: MaxUnpacked, Rounds: rounds}
		if _, ok := Open(filetype.SevenZip, data, "x", &limits); ok || limits.Rounds != rounds {
			t.Errorf("%s: %v, %d rounds left", what, ok, limits.Rounds)
		}
	}
	// Two coders, the output of each the input of the other.
	f := szFolderInfo{coders: []szCoder{{id: []byte(szBCJ), inputs: 1}, {id: []byte(szBCJ), inputs: 1}}, binds: []szBind{{0, 1}, {1, 0}}, streams: 1, sizes: []uint64{9, 9}}
	c := szChain{lister: &lister{limits: &Limits{}}, folder: &f, limit: 9, left: 2 * maxCoders}
	if got := c.output(0); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func FuzzSevenZip(f *testing.F) {
	for _, data := range []string{sevenBcj, sevenBcj2, sevenPpmd, sevenNames, sevenAES} {
		f.Add(sample.Base64(f, data))
	}
	f.Add(makeSeven(szPPMd, "\x06\x00\x00\x10\x00", []byte("12345678"), make([]byte, 100)))
	f.Fuzz(func(t *testing.T, data []byte) {
		List(filetype.SevenZip, data, &Limits{Bytes: 1 << 16})
		Open(filetype.SevenZip, data, "x", &Limits{Bytes: 1 << 16, Rounds: 1 << 8})
	})
}

func BenchmarkOpenSevenZip(b *testing.B) {
	data := sample.Base64(b, sevenNames)
	for b.Loop() {
		Open(filetype.SevenZip, data, "wrong", &Limits{Bytes: MaxUnpacked, Rounds: rounds})
	}
}
