// Package qr reads the QR codes in the pictures of a mail: PNG, JPEG, GIF and BMP. A
// link or a wallet in a picture passes every filter of text, and the telephone that
// opens it stands outside the company's network.
//
// To decode pictures costs a thousand times what a mail without them does, so it is done
// where a code would be the point of the mail: few words, or words about scanning; the
// first pictures only, of a bounded size, each content once. A picture in which no row
// of pixels crosses the marks of a code is given up early.
//
// Sources: ISO/IEC 18004 for the marks in the corners; the decoder is gozxing, a
// translation of ZXing. Pictures are hostile: sizes are read before they are decoded,
// and one with more marks than codes have is not decoded. The package must not import
// readers.
package qr
