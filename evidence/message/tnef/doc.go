// Package tnef unpacks TNEF ([MS-OXTNEF]), the form in which Outlook packs what MIME
// has no words for, as a part "winmail.dat" of type application/ms-tnef: a stream of
// attributes with checksums, some of which hold bags of MAPI properties.
//
// The result is a mapi.Message, whose bodies and attachments become parts of the mail
// like any others. What is damaged is named and read as far as it goes.
package tnef
