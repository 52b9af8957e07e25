// Package mime walks the tree of a mail body (RFC 2045, 2046) and gives every leaf,
// decoded. It recovers what strict readers give up on: a multipart that is never
// closed, whose boundary is not declared or never used, that is closed in the wrong
// order or goes on after its end; forwarded mails within mails; files uuencoded
// within text; parts under a wrong transfer encoding. Whatever it had to overlook
// is named in the defects.
//
// The walk is one pass over the body with a stack of open boundaries. It must not
// know what a mail means: it gives bytes and labels.
package mime
