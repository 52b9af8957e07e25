package qr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"

	"dwell/event"
	"dwell/evidence/message/qr/qrtest"
)

const link = "https://login.example.org/verify?u=kim%40example.com"

func encoded(t testing.TB, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, p image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, p) })
}

// page puts a picture on a larger one with some lines that look like text.
func page(p *image.Gray, width, height int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			v := uint8(240)
			if y%17 < 8 && (x*7+y/17*13)%11 < 4 && (y < 200 || y > 900) {
				v = 60
			}
			out.SetNRGBA(x, y, color.NRGBA{v, v, v, 255})
		}
	}
	left, top := (width-p.Rect.Dx())/2, (height-p.Rect.Dy())/2
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			out.Set(left+x, top+y, p.GrayAt(x, y))
		}
	}
	return out
}

// turned is a picture turned by so many degrees about its middle.
func turned(p *image.Gray, degrees float64) *image.Gray {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	side := p.Rect.Dx() * 3 / 2
	out := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			dx, dy := float64(x-side/2), float64(y-side/2)
			from := image.Pt(int(math.Round(dx*cos+dy*sin))+p.Rect.Dx()/2, int(math.Round(dy*cos-dx*sin))+p.Rect.Dy()/2)
			v := color.Gray{Y: 255}
			if from.In(p.Rect) {
				v = p.GrayAt(from.X, from.Y)
			}
			out.SetGray(x, y, v)
		}
	}
	return out
}

func transparent(p *image.Gray) *image.NRGBA {
	out := image.NewNRGBA(p.Rect)
	for i, v := range p.Pix {
		if v == 0 {
			out.Pix[4*i+3] = 255 // black that covers; the rest is nothing
		}
	}
	return out
}

func TestPicturesOfEachKind(t *testing.T) {
	small, large := qrtest.Code(t, link, 120), qrtest.Code(t, link, 500)
	noisy := page(large, 900, 1100)
	for what, data := range map[string][]byte{
		"PNG":               asPNG(t, large),
		"a small PNG":       asPNG(t, small),
		"a transparent PNG": asPNG(t, transparent(large)),
		"JPEG":              encoded(t, func(w io.Writer) error { return jpeg.Encode(w, large, &jpeg.Options{Quality: 60}) }),
		"a coloured JPEG":   encoded(t, func(w io.Writer) error { return jpeg.Encode(w, noisy, &jpeg.Options{Quality: 70}) }),
		"GIF":               encoded(t, func(w io.Writer) error { return gif.Encode(w, large, nil) }),
		"BMP":               encoded(t, func(w io.Writer) error { return bmp.Encode(w, large) }),
		"on a page":         asPNG(t, noisy),
		"on a large page":   asPNG(t, page(large, 960, 1350)),
		"upside down":       asPNG(t, turned(large, 180)),
		"askew":             asPNG(t, turned(large, 7)),
	} {
		if got := decode(data); got != link {
			t.Errorf("%s: %q", what, got)
		}
	}
}

func mailOf(parts ...[]byte) []event.Part {
	var out []event.Part
	for i, data := range parts {
		out = append(out, event.Part{Path: fmt.Sprint(i + 1), Type: "image/png", Data: data})
	}
	return out
}

// Pictures are looked at where a code would be the point of the mail.
func TestWhereCodesAreLookedFor(t *testing.T) {
	with := asPNG(t, qrtest.Code(t, "bitcoin:bc1qexample", 200))
	without := asPNG(t, page(image.NewGray(image.Rect(0, 0, 9, 9)), 300, 300))
	long := strings.Repeat("The minutes of the meeting follow. ", 100)
	want := []event.Code{{Path: "1", Text: "bitcoin:bc1qexample"}}
	for what, c := range map[string]struct {
		subject, text string
		parts         []event.Part
		want          []event.Code
	}{
		"no words":             {"", "", mailOf(with), want},
		"few words":            {"", "See the picture.", mailOf(with), want},
		"many words":           {"", long, mailOf(with), nil},
		"many, about scanning": {"", "Please scan the code. " + long, mailOf(with), want},
		"a subject about it":   {"QR코드를 확인하세요", long, mailOf(with), want},
		"the second picture":   {"", "", mailOf(without, with), []event.Code{{Path: "2", Text: want[0].Text}}},
		"the third picture":    {"", "", mailOf(without, without, with), nil},
		"no picture":           {"", "", mailOf([]byte("text")), nil},
		"no mark in it":        {"", "", mailOf(without), nil},
	} {
		var r Reader
		for range 2 { // the second time out of memory
			if diff := cmp.Diff(c.want, r.Read(c.subject, c.text, c.parts)); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	var r Reader
	for i := range 2*maxKnown + 7 {
		r.picture(binary.LittleEndian.AppendUint64([]byte("\x89PNG\r\n\x1a\n"), uint64(i)))
	}
	if len(r.known) > maxKnown {
		t.Errorf("%d pictures", len(r.known))
	}
}

// tiled fills a picture with marks.
func tiled(mark int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			fx, fy := x/mark%9, y/mark%9
			dark := fx < 7 && fy < 7 && (fx == 0 || fx == 6 || fy == 0 || fy == 6 || fx >= 2 && fx <= 4 && fy >= 2 && fy <= 4)
			if !dark {
				g.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return g
}

// A picture of hundreds of marks, sizes of gigabytes, animations and cut files end at
// once.
func TestHostilePictures(t *testing.T) {
	for _, mark := range []int{1, 2, 3} {
		if g := greyOf(tiled(mark)); decode(asPNG(t, tiled(mark))) != "" || !g.marked() {
			t.Errorf("%d pixels: something was read", mark)
		}
	}
	huge := asPNG(t, qrtest.Code(t, link, 200))
	binary.BigEndian.PutUint32(huge[16:], 60_000)
	binary.BigEndian.PutUint32(huge[20:], 60_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	if _, ok := load(huge); ok {
		t.Error("a picture of 3.6 billion pixels was decoded")
	}
	scans := encoded(t, func(w io.Writer) error { return jpeg.Encode(w, qrtest.Code(t, link, 200), nil) })
	if _, ok := load(append(scans, bytes.Repeat([]byte("\xff\xda"), 100)...)); ok {
		t.Error("a JPEG of a hundred scans was decoded")
	}
	for _, data := range [][]byte{asPNG(t, qrtest.Code(t, link, 200)), encoded(t, func(w io.Writer) error { return gif.Encode(w, qrtest.Code(t, link, 200), nil) })} {
		for cut := 0; cut < len(data); cut += 37 {
			decode(data[:cut])
		}
	}
}

func FuzzDecode(f *testing.F) {
	c := qrtest.Code(f, link, 100)
	f.Add(asPNG(f, c))
	f.Add(encoded(f, func(w io.Writer) error { return jpeg.Encode(w, c, nil) }))
	f.Add(encoded(f, func(w io.Writer) error { return gif.Encode(w, c, nil) }))
	f.Add(encoded(f, func(w io.Writer) error { return bmp.Encode(w, c) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		if said := decode(data); len(said) > maxCode {
			t.Errorf("%d bytes", len(said))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	photo := image.NewYCbCr(image.Rect(0, 0, 1280, 960), image.YCbCrSubsampleRatio420)
	for i := range photo.Y {
		photo.Y[i] = byte(i*i>>7 ^ i>>3)
	}
	for what, data := range map[string][]byte{
		"code":       asPNG(b, qrtest.Code(b, link, 300)),
		"page":       asPNG(b, page(qrtest.Code(b, link, 300), 900, 1100)),
		"photograph": encoded(b, func(w io.Writer) error { return jpeg.Encode(w, photo, nil) }),
		"marks":      asPNG(b, tiled(1)),
	} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				decode(data)
			}
		})
	}
}

// Mails without pictures must not notice.
func BenchmarkMailWithoutPictures(b *testing.B) {
	parts := []event.Part{{Path: "1", Type: "text/plain", Data: []byte("text")}, {Path: "2", Type: "text/html", Data: []byte("<html>")}}
	var r Reader
	for b.Loop() {
		r.Read("subject", "text", parts)
	}
}
