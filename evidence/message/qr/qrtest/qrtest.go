// Package qrtest draws QR codes for tests.
package qrtest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Code draws a code of so many pixels a side.
func Code(t testing.TB, text string, size int) *image.Gray {
	t.Helper()
	m, err := qrcode.NewQRCodeWriter().EncodeWithoutHint(text, gozxing.BarcodeFormat_QR_CODE, size, size)
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, m.GetWidth(), m.GetHeight()))
	for y := range m.GetHeight() {
		for x := range m.GetWidth() {
			if !m.Get(x, y) {
				g.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return g
}

// PNG is such a code as a file.
func PNG(t testing.TB, text string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, Code(t, text, size)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
