// Package markup cuts HTML into tokens as the standard has it (WHATWG, 13.2.5), so that
// whoever looks at a page of a mail sees what its reader's program sees. Declarations are
// left out. It copies nothing; golang.org/x/net/html, which it is tested against, needs
// three times as long, and mail is HTML for the most part.
//
// Character references are those of golang.org/x/net/html. The package imports nothing of
// dwell, and everybody may use it.
package markup
