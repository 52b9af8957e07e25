package qr

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// decode gives what the code in a picture says; "" when there is none.
func decode(data []byte) (said string) {
	defer func() {
		if recover() != nil { // hostile pictures may break what decodes them
			said = ""
		}
	}()
	g, ok := load(data)
	if !ok || !g.marked() {
		return ""
	}
	picture, err := gozxing.NewPlanarYUVLuminanceSource(g.pixels, g.width, g.height, 0, 0, g.width, g.height, false)
	if err != nil {
		return ""
	}
	// The first tells dark from light by the surroundings, as photographs need; the second
	// by the whole, as drawn codes of few pixels need.
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(picture), gozxing.NewGlobalHistgramBinarizer(picture)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		matrix, err := bitmap.GetBlackMatrix()
		if err != nil || crowded(matrix) {
			continue
		}
		// A drawn code that is the whole picture is read by its frame where its marks are
		// not found: in one of a hundred the fields look like another mark.
		for _, hint := range []gozxing.DecodeHintType{gozxing.DecodeHintType_TRY_HARDER, gozxing.DecodeHintType_PURE_BARCODE} {
			result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{hint: true})
			if err == nil {
				return clean(result.GetText())
			}
		}
	}
	return ""
}

// marked reports whether rows of pixels cross the marks in the corners of a code: dark,
// light, three times as much dark, light, dark. Dark is below the middle between the
// darkest and the brightest pixels.
func (g *grey) marked() bool {
	const every, least = 2, 3 // rows; of them that cross a mark
	middle := g.middle()
	crossed := 0
	for y := 0; y < g.height; y += every {
		row := g.pixels[y*g.width:][:g.width]
		var runs marks
		for _, v := range row {
			if runs.add(v < middle) {
				if crossed++; crossed >= least {
					return true
				}
				break
			}
		}
	}
	return false
}

// middle is the brightness half way between the tenth that is darkest and the tenth that
// is brightest.
func (g *grey) middle() byte {
	var counts [256]int
	for _, v := range g.pixels {
		counts[v]++
	}
	at := func(share int) int {
		for v, seen := 0, 0; v < len(counts); v++ {
			if seen += counts[v]; seen >= share {
				return v
			}
		}
		return len(counts) - 1
	}
	tenth := len(g.pixels) / 10
	return byte((at(tenth) + at(len(g.pixels)-tenth) + 1) / 2)
}

// marks follows the lengths of dark and light in a row or column.
type marks struct {
	runs  [5]int // the last of them, the newest last
	dark  bool
	begun bool
}

// add takes the next pixel; it returns true when the runs before it were those of a mark.
func (m *marks) add(dark bool) bool {
	if m.begun && dark == m.dark {
		m.runs[4]++
		return false
	}
	ended := m.begun && m.dark && m.isMark()
	copy(m.runs[:], m.runs[1:])
	m.runs[4], m.dark, m.begun = 1, dark, true
	return ended
}

// isMark compares the runs with 1:1:3:1:1, each by half a field.
func (m *marks) isMark() bool {
	total := 0
	for _, n := range m.runs {
		if n == 0 {
			return false
		}
		total += n
	}
	const fields = 7
	if total < fields {
		return false
	}
	for i, n := range m.runs {
		want := 1
		if i == 2 {
			want = 3
		}
		// |n - want*total/7| < want*total/14, in whole numbers
		if off := fields*n - want*total; 2*max(off, -off) > want*total+fields {
			return false
		}
	}
	return true
}

// crowded reports whether a picture has more places that look like marks than pictures
// of codes do: to choose three of many takes their third power of time.
func crowded(matrix *gozxing.BitMatrix) bool {
	const most, cell = 120, 4
	across := make(map[[2]int]bool)
	for y := range matrix.GetHeight() {
		var runs marks
		for x := range matrix.GetWidth() {
			if runs.add(matrix.Get(x, y)) {
				across[[2]int{(x - runs.width()/2) / cell, y / cell}] = true
			}
		}
	}
	if len(across) <= most {
		return false
	}
	both := 0
	for x := range matrix.GetWidth() {
		var runs marks
		for y := range matrix.GetHeight() {
			if runs.add(matrix.Get(x, y)) && across[[2]int{x / cell, (y - runs.width()/2) / cell}] {
				if both++; both > most*cell {
					return true
				}
			}
		}
	}
	return false
}

// width is how long the mark was that just ended.
func (m *marks) width() int { return m.runs[0] + m.runs[1] + m.runs[2] + m.runs[3] }
