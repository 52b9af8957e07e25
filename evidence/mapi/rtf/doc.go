// Package rtf takes out of RTF what Outlook wrapped in it: the HTML or the plain text
// that a mail came with ([MS-OXRTFEX]), or else the text of the RTF itself and the
// targets of its hyperlinks.
//
// RTF is read as far as that needs (groups, control words, fonts with their charsets,
// Unicode escapes); pictures and embedded objects are passed over. The package knows
// nothing of mails.
package rtf
