// Package namelist reads lists of DNS names that were asked for: one name per line, or a
// table (commas, semicolons, tabs) with a column of names, with or without a header.
// Columns of time, client, record type and answer code are read where the header names
// them; others are left out, and the notes say so.
//
// Such lists are what people export from a resolver, a proxy or a SIEM when they have no
// better log. They carry no format of their own, so the reader is never surer than
// Likely, and any reader that knows its own format gets the file: names stand under
// registered top-level domains, and what else lines of text may be (mail addresses,
// locators, paths, words, names of files) is refused.
//
// Names are given as packages event and zeek do: in lower case, without the final dot
// (RFC 1035, RFC 4343). A list says that a name was asked for, not when nor by whom; a
// lookup from it then has no time and no ends, and it is a question: nothing is known of
// the answers.
//
// The package must not import detectors or other readers.
package namelist
