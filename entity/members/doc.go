// Package members compares personal data that stands in evidence with the company's
// own member tables: an extortioner who shows records shows whether he holds the
// company's data. Of both sides only hashes are kept (HMAC-SHA-256, RFC 2104, with the
// company's key where one is given, cut to 64 bits), so that neither the state nor the
// case holds anybody's address.
//
// A table is a text file with a header, its fields separated by comma, semicolon or
// tabulator, in UTF-8, UTF-16 or the Korean charset of Windows. What its columns hold
// is told by their names (Named). They are read in plain or as hashes that the company
// made itself with a key: 64 hexadecimal digits of the HMAC of the normalised value
// (Normal, Person). Columns that say since when somebody is a member, and when the row
// was last changed, are kept as days: they tell from when a copy of the table is.
//
// Memory: twelve bytes for each value, and four for each row and column of days. The
// package imports nothing of dwell.
package members
