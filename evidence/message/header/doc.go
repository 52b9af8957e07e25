// Package header reads the header of a mail or of a MIME part: the lines
// themselves (RFC 5322), encoded words (RFC 2047), parameters (RFC 2231),
// addresses, dates and Received lines. It takes what programs wrote, not what the
// standards allow, and reports what it had to overlook.
//
// It knows nothing of bodies, mailboxes or files.
package header
