package container_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"dwell/evidence/container"
)

const text = "log one\nlog two\nlog three\n"

// The text as xz, bzip2 and ZIP with bzip2 members write it.
const (
	xzText     = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAZABddADYbyRSWlbzHFcOMRPz6+V9oDIvlLaxAAADy8r5nqKO57AABMxphKY8pH7bzfQEAAAAABFla"
	bz2Text    = "QlpoOTFBWSZTWZU0mZIAAAbRgAAQQAACxZSAIAAxANNNBGQBo+GQc2R1h0hyLX4u5IpwoSEqaTMk"
	zipBz2Text = "UEsDBC4AAAAMAAAAIQAvjNRTOQAAABoAAAAFAAAAYS5sb2dCWmg5MUFZJlNZlTSZkgAABtGAABBAAALFlIAgADEA000EZAGj4ZBzZHWHSHItfi7kinChISppMyRQSwECLgMuAAAADAAAACEAL4zUUzkAAAAaAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5sb2dQSwUGAAAAAAEAAQAzAAAAXAAAAAAA"
)

func decoded(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func gz(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.Bytes()
}

func zst(t testing.TB, s string, o ...zstd.EOption) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil, o...)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll([]byte(s), nil)
}

// tarred makes an archive from headers; each file holds the text.
func tarred(headers ...tar.Header) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		h.Mode = 0o644
		if h.Typeflag == tar.TypeReg || h.Typeflag == 0 {
			h.Size = int64(len(text))
		}
		_ = w.WriteHeader(&h)
		if h.Size > 0 {
			_, _ = io.WriteString(w, text)
		}
	}
	_ = w.Close()
	return b.Bytes()
}

// zipped makes an archive of members that hold the text; the writer puts the sizes
// behind the data, as most programs do that write as they go.
func zipped(names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: true})
		_, _ = io.WriteString(f, text)
	}
	_ = w.Close()
	return b.Bytes()
}

// stored makes an archive whose sizes stand before the data.
func stored(names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, _ := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)),
			CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
		_, _ = io.WriteString(f, text)
	}
	_ = w.Close()
	return b.Bytes()
}

// listing reads all members: "name: content", "name refused: why", "error: why".
func listing(members iter.Seq2[container.Member, error]) []string {
	var out []string
	for m, err := range members {
		switch {
		case err != nil:
			out = append(out, "error: "+err.Error())
		case m.Refused != "":
			out = append(out, m.Name+" refused: "+m.Refused)
		default:
			out = append(out, m.Name+": "+content(m))
		}
	}
	return out
}

func content(m container.Member) string {
	r, err := m.Open()
	if err != nil {
		return "error: " + err.Error()
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return string(b) + "error: " + err.Error()
	}
	return string(b)
}

func inZIP(b []byte) []string {
	return listing(container.ZIPMembers(bytes.NewReader(b), int64(len(b))))
}

func inTar(b []byte) []string { return listing(container.TarMembers(bytes.NewReader(b))) }

func wantListing(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBytesTellTheKind(t *testing.T) {
	v7 := tarred(tar.Header{Name: "a.log"})
	copy(v7[257:265], make([]byte, 8)) // no magic, as before POSIX
	copy(v7[148:], "        ")
	sum := 0
	for _, c := range v7[:512] {
		sum += int(c)
	}
	copy(v7[148:], fmt.Sprintf("%06o\x00 ", sum))
	skippable := append([]byte{0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4}, zst(t, text)...)
	for name, c := range map[string]struct {
		head []byte
		want container.Kind
	}{
		"gzip":               {gz(text), container.Gzip},
		"zstd":               {zst(t, text), container.Zstd},
		"zstd, skippable":    {skippable, container.Zstd},
		"bzip2":              {decoded(bz2Text), container.Bzip2},
		"bzip2, empty":       {[]byte("BZh9\x17rE8P\x90\x00\x00\x00\x00"), container.Bzip2},
		"xz":                 {decoded(xzText), container.XZ},
		"zip":                {zipped("a"), container.ZIP},
		"zip, empty":         {zipped(), container.ZIP},
		"tar, ustar":         {tarred(tar.Header{Name: "a"}), container.Tar},
		"tar, GNU":           {tarred(tar.Header{Name: "a", Format: tar.FormatGNU}), container.Tar},
		"tar, pax":           {tarred(tar.Header{Name: "가" + strings.Repeat("a", 300)}), container.Tar},
		"tar, before POSIX":  {v7, container.Tar},
		"text":               {[]byte(text), container.None},
		"text that says BZh": {[]byte("BZh9 is a bus stop in this text"), container.None},
		"tar, wrong sum":     {append([]byte("b"), tarred(tar.Header{Name: "aa"})[1:]...), container.None},
		"zeros":              {make([]byte, 1024), container.None},
		"nothing":            {nil, container.None},
	} {
		t.Run(name, func(t *testing.T) {
			if got := container.Identify(c.head); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStreamsThatFollowEachOtherAreOne(t *testing.T) {
	for kind, packed := range map[container.Kind][]byte{
		container.Gzip:  gz(text),
		container.Zstd:  zst(t, text),
		container.Bzip2: decoded(bz2Text),
		container.XZ:    decoded(xzText),
	} {
		t.Run(string(kind), func(t *testing.T) {
			s, err := container.Decompress(kind, bytes.NewReader(append(bytes.Clone(packed), packed...)))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got, err := io.ReadAll(s); err != nil || string(got) != text+text {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestADamagedStreamIsAnError(t *testing.T) {
	for kind, packed := range map[container.Kind][]byte{
		container.Gzip:  gz(text),
		container.Zstd:  zst(t, text, zstd.WithEncoderCRC(true)),
		container.Bzip2: decoded(bz2Text),
		container.XZ:    decoded(xzText),
	} {
		for n := range len(packed) {
			s, err := container.Decompress(kind, bytes.NewReader(packed[:n]))
			if err != nil {
				continue
			}
			got, err := io.ReadAll(s)
			s.Close()
			if err == nil && n > 0 {
				t.Errorf("%s cut after %d of %d bytes gave %q and no error", kind, n, len(packed), got)
			}
		}
	}
}

func TestTheNameInsideFollowsFromTheNameOutside(t *testing.T) {
	for _, c := range []struct {
		kind       container.Kind
		name, want string
	}{
		{container.Gzip, "logs/conn.log.gz", "conn.log"},
		{container.Gzip, "a.zip!logs.tgz", "logs.tar"},
		{container.XZ, "logs.txz", "logs.tar"},
		{container.Gzip, "picture.png", "content"},
		{container.Gzip, ".gz", "content"},
	} {
		if got := container.Inner(c.kind, c.name); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTarMembers(t *testing.T) {
	whole := tarred(
		tar.Header{Name: "folder/", Typeflag: tar.TypeDir},
		tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": "made by git archive"}},
		tar.Header{Name: "./folder/a.log"},
		tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink},
		tar.Header{Name: "hard", Linkname: "folder/a.log", Typeflag: tar.TypeLink},
		tar.Header{Name: "fifo", Typeflag: tar.TypeFifo},
		tar.Header{Name: "/etc/cron.log"},
		tar.Header{Name: "../../out.log"},
		tar.Header{Name: "가나다/로그.log"},
	)
	wantListing(t, inTar(whole),
		"folder/a.log: "+text,
		"link refused: a link in an archive: links are not followed",
		"hard refused: a link in an archive: links are not followed",
		"fifo refused: neither a file nor a folder in an archive: only files are read",
		"/etc/cron.log refused: path traversal: the member's name is an absolute path",
		"../../out.log refused: path traversal: the member's name leads out of the archive",
		"가나다/로그.log: "+text)
}

func TestTarsThatWereAppendedAreRead(t *testing.T) {
	one, two := tarred(tar.Header{Name: "one"}), tarred(tar.Header{Name: "two"})
	wantListing(t, inTar(append(bytes.Clone(one), two...)), "one: "+text, "two: "+text)
	padded := append(bytes.Clone(one), make([]byte, 10240-len(one))...)
	wantListing(t, inTar(padded), "one: "+text)
	wantListing(t, inTar(append(bytes.Clone(one), "surplus"...)), "one: "+text,
		"error: read tar: bytes that belong to no member follow the end of the archive")
}

func TestZIPMembers(t *testing.T) {
	wantListing(t, inZIP(zipped()))
	wantListing(t, inZIP(zipped("folder/", "folder/a.log", `win\b.log`, "../x.log", `C:\y.log`, "a:b.log")),
		"folder/a.log: "+text, "win/b.log: "+text,
		"../x.log refused: path traversal: the member's name leads out of the archive",
		`C:\y.log refused: path traversal: the member's name is an absolute path`,
		"a:b.log: "+text)
	wantListing(t, inZIP(decoded(zipBz2Text)), "a.log: "+text)
}

func TestKoreanNamesOfWindowsAreRead(t *testing.T) {
	wantListing(t, inZIP(zipped("\xb7\xce\xb1\xd7.log")), "로그.log: "+text) // code page 949
	wantListing(t, inZIP(zipped("\x82\x20\xff.log")), "\x82\x20\xff.log: "+text)
}

func TestANameThatNoSystemWritesIsRefused(t *testing.T) {
	got := inZIP(zipped(strings.Repeat("a", 60_000)))
	if len(got) != 1 || !strings.Contains(got[0], "refused: a member with a name of 60000 bytes") || len(got[0]) > 5000 {
		t.Errorf("%.200q", got)
	}
	wantListing(t, inZIP(zipped("./")))
	wantListing(t, inZIP(zipped(".")), ". refused: a member without a name")
}

func TestZIP64IsRead(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 1<<16 + 1 { // more members than the old format can count
		_, _ = w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%05d", i), Method: zip.Store})
	}
	_ = w.Close()
	if got := inZIP(b.Bytes()); len(got) != 1<<16+1 || got[1<<16] != "65536: " {
		t.Errorf("%d members", len(got))
	}
}

func TestRefusedZIPMembers(t *testing.T) {
	for name, c := range map[string]struct {
		change func(local, index []byte)
		why    string
	}{
		"encrypted":    {func(local, index []byte) { local[6] |= 1; index[8] |= 1 }, "encrypted: "},
		"Deflate64":    {func(local, index []byte) { local[8], index[10] = 9, 9 }, "compressed by Deflate64, "},
		"unknown":      {func(local, index []byte) { local[8], index[10] = 77, 77 }, "compressed by method 77, "},
		"symlink":      {func(_, index []byte) { index[5] = 3; binary.LittleEndian.PutUint32(index[38:], 0o120777<<16) }, "a link or device"},
		"wrong header": {func(local, _ []byte) { local[0] = 'X' }, "error: zip: not a valid zip file"},
	} {
		t.Run(name, func(t *testing.T) {
			b := zipped("a.log", "b.log")
			c.change(b[bytes.Index(b, []byte("PK\x03\x04")):], b[bytes.Index(b, []byte("PK\x01\x02")):])
			got := inZIP(b)
			if len(got) != 2 || !strings.Contains(got[0], c.why) || got[1] != "b.log: "+text {
				t.Errorf("%q", got)
			}
		})
	}
}

// Fifield's bomb: many entries of the index share one piece of data.
func TestOverlappingMembersAreRefused(t *testing.T) {
	b := zipped("a.log", "b.log", "c.log")
	entry := bytes.Index(b, []byte("PK\x01\x02"))
	second := entry + 46 + len("a.log")
	copy(b[second+42:second+46], b[entry+42:entry+46]) // offset of the local header
	got := inZIP(b)
	for i := range 2 {
		if !strings.Contains(got[i], "shares its bytes with another member") {
			t.Errorf("%q", got[i])
		}
	}
	if got[2] != "c.log: "+text {
		t.Errorf("%q", got[2])
	}
}

func TestAZIPWithoutItsIndexGivesWhatIsThere(t *testing.T) {
	lost := "error: the index of the ZIP archive cannot be read (zip: not a valid zip file); "
	for name, whole := range map[string][]byte{"sizes behind": zipped("a.log", "folder/", "b.log"), "sizes before": stored("a.log", "b.log")} {
		t.Run(name, func(t *testing.T) {
			index := bytes.Index(whole, []byte("PK\x01\x02"))
			found := strings.Count(string(whole), "PK\x03\x04")
			wantListing(t, inZIP(whole[:index]), "a.log: "+text, "b.log: "+text, fmt.Sprintf("%s%d members found without it", lost, found))
		})
	}
	whole := stored("a.log", "b.log")
	index := bytes.Index(whole, []byte("PK\x01\x02"))
	wantListing(t, inZIP(whole[:index-5]), "a.log: "+text, "b.log: "+text[:len(text)-5]+"error: unexpected EOF",
		lost+"2 members found without it: the last member lacks 5 bytes: unexpected EOF")
}

func TestAMemberWithAWrongChecksumIsAnError(t *testing.T) {
	for name, b := range map[string][]byte{"with index": stored("a.log"), "without": stored("a.log")[:30+len("a.log")+len(text)]} {
		b = bytes.Clone(b)
		b[30+len("a.log")] ^= 1
		if got := inZIP(b); !strings.Contains(got[0], "checksum error") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// An index of 90 million entries must not be loaded to find that there are too many.
func TestAHugeIndexIsNotLoaded(t *testing.T) {
	entry := make([]byte, 46+65_000)
	copy(entry, "PK\x01\x02")
	binary.LittleEndian.PutUint16(entry[28:], 65_000)
	index := bytes.Repeat(entry, 600) // 39 MB
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], 600)
	binary.LittleEndian.PutUint16(end[10:], 600)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(index)))
	got := inZIP(append(index, end...))
	if len(got) != 1 || !strings.Contains(got[0], "it is larger than 32 MiB") {
		t.Errorf("%.300q", got)
	}
}

func TestDocumentsAreNoArchivesOfEvidence(t *testing.T) {
	for want, b := range map[string][]byte{
		"an Office document (OOXML)": zipped("[Content_Types].xml", "word/document.xml"),
		"":                           zipped("logs/[Content_Types].xml"),
	} {
		if got := container.Document(b); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// FuzzMembers: whatever an archive holds, listing it ends, without a panic, and no
// name that is opened leads anywhere.
func FuzzMembers(f *testing.F) {
	f.Add(zipped("a.log", "b.log"))
	f.Add(stored("a.log", "b.log")[:120])
	f.Add(tarred(tar.Header{Name: "a"}, tar.Header{Name: "../b"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, members := range []iter.Seq2[container.Member, error]{
			container.ZIPMembers(bytes.NewReader(b), int64(len(b))), container.TarMembers(bytes.NewReader(b)),
		} {
			for m, err := range members {
				if err != nil || m.Refused != "" {
					continue
				}
				if m.Name == "" || strings.HasPrefix(m.Name, "/") || strings.HasPrefix(m.Name, "../") || strings.Contains(m.Name, "/../") {
					t.Errorf("opened %q", m.Name)
				}
				if r, err := m.Open(); err == nil {
					_, _ = io.CopyN(io.Discard, r, 1<<20)
					r.Close()
				}
			}
		}
	})
}
