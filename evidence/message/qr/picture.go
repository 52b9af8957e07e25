package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
)

const (
	leastSide = 42 // pixels: the smallest code has 21 by 21 fields
	// mostPixels is 1.3 million, 1280 by 1024: a page on a screen. Most photographs have
	// more.
	mostPixels = 5 << 18
	// mostScans is how often a JPEG may go over the whole picture. Programs write some ten
	// scans, and each costs as much as a picture.
	mostScans = 64
	// side is to how many pixels a picture is made smaller before a code is looked for. The
	// largest code in use has some 60 fields a side.
	side = 800
)

// format is one kind of picture, told by its first bytes.
type format struct {
	magic  string
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

const jpegMagic = "\xff\xd8\xff"

var formats = [...]format{
	{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{jpegMagic, jpeg.DecodeConfig, jpeg.Decode},
	{"GIF8", gif.DecodeConfig, gif.Decode},
	{"BM", bmp.DecodeConfig, bmp.Decode},
}

// formatOf tells the kind; nil for one that is not read.
func formatOf(data []byte) *format {
	for i := range formats {
		if f := &formats[i]; len(data) >= len(f.magic) && string(data[:len(f.magic)]) == f.magic {
			return f
		}
	}
	return nil
}

// grey is a picture without colours, a byte for each pixel.
type grey struct {
	pixels        []byte
	width, height int
}

// load decodes a picture of a size that may hold a code; ok is false for others.
func load(data []byte) (g grey, ok bool) {
	f := formatOf(data)
	if f == nil || f.magic == jpegMagic && bytes.Count(data, []byte("\xff\xda")) > mostScans {
		return g, false
	}
	c, err := f.size(bytes.NewReader(data))
	if err != nil || min(c.Width, c.Height) < leastSide || c.Width > mostPixels || c.Height > mostPixels/c.Width {
		return g, false
	}
	picture, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return g, false
	}
	g = greyOf(picture)
	// What an animation shows first may be smaller than the whole.
	if min(g.width, g.height) < leastSide {
		return g, false
	}
	return g.smaller(), true
}

// greyOf takes the brightness of each pixel, on white where it lets through.
func greyOf(picture image.Image) grey {
	b := picture.Bounds()
	g := grey{make([]byte, b.Dx()*b.Dy()), b.Dx(), b.Dy()}
	switch p := picture.(type) {
	case *image.Gray:
		g.rows(p.Pix, p.Stride)
	case *image.YCbCr:
		g.rows(p.Y, p.YStride)
	case *image.Paletted:
		g.palette(p)
	case *image.NRGBA:
		g.colours(p.Pix, p.Stride, true)
	case *image.RGBA:
		g.colours(p.Pix, p.Stride, false)
	default:
		for y := range g.height {
			for x := range g.width {
				g.pixels[y*g.width+x] = brightness(picture.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return g
}

func (g *grey) rows(from []byte, stride int) {
	for y := range g.height {
		copy(g.pixels[y*g.width:(y+1)*g.width], from[y*stride:])
	}
}

func (g *grey) palette(p *image.Paletted) {
	var table [256]byte
	for i, c := range p.Palette {
		table[i&0xff] = brightness(c)
	}
	for y := range g.height {
		for x, c := range p.Pix[y*p.Stride:][:g.width] {
			g.pixels[y*g.width+x] = table[c]
		}
	}
}

// colours reads four bytes for each pixel. Straight colours are those that were not
// multiplied by how much they cover.
func (g *grey) colours(from []byte, stride int, straight bool) {
	for y := range g.height {
		row := from[y*stride:]
		for x := range g.width {
			c := row[4*x : 4*x+4]
			v, cover := light(uint32(c[0]), uint32(c[1]), uint32(c[2])), uint32(c[3])
			if straight {
				v = v * cover / 255
			}
			g.pixels[y*g.width+x] = byte(min(255, v+255-cover))
		}
	}
}

func brightness(c color.Color) byte {
	r, gr, b, a := c.RGBA()
	return byte(min(255, (light(r, gr, b)+0xffff-a)>>8))
}

// light weighs the colours as the eye does (ITU-R BT.601).
func light(r, g, b uint32) uint32 { return (299*r + 587*g + 114*b) / 1000 }

// smaller averages squares of pixels until the longer side fits.
func (g grey) smaller() grey {
	step := (max(g.width, g.height) + side - 1) / side
	if step <= 1 {
		return g
	}
	out := grey{width: g.width / step, height: g.height / step}
	out.pixels = make([]byte, out.width*out.height)
	for y := range out.height {
		for x := range out.width {
			sum := 0
			for dy := range step {
				for _, v := range g.pixels[(y*step+dy)*g.width+x*step:][:step] {
					sum += int(v)
				}
			}
			out.pixels[y*out.width+x] = byte(sum / (step * step))
		}
	}
	return out
}
