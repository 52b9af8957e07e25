// Package charset turns the bytes of mail into UTF-8 text. It trusts no label: a
// label is tried first, and when the bytes contradict it the text is read another
// way and the contradiction is reported.
//
// The tables come from golang.org/x/text; this package adds what Korean mail
// needs and x/text lacks: the labels that Korean programs write (cp949, ms949,
// uhc, ks_c_5601-1987 and their kin), ISO-2022-KR (RFC 1557) and Johab (KS X 1001
// annex 3), and UTF-7 (RFC 2152).
//
// It must not import anything of dwell: it knows bytes, not mails.
package charset
