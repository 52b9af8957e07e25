// Package visible reduces the text of a mail to what its reader sees: HTML without
// markup, scripts, styles and the text that it hides, and the links that a click
// would follow. Nothing is fetched, rendered or run.
//
// Character references are those of golang.org/x/net/html; the tokens are cut by package
// markup. The package knows nothing of mails.
package visible
