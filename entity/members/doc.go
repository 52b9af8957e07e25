// Package members compares personal data that stands in evidence with the company's
// own member table: an extortioner who shows records shows whether he holds the
// company's data. Of both sides only hashes are kept (HMAC-SHA-256, RFC 2104, with the
// company's key where one is given,
// cut to 64 bits), so that neither the state nor the case holds anybody's address.
//
// A table is a CSV file with a header. Columns whose names speak of mail addresses or
// of telephones are read, in plain or as hashes that the company made itself with a
// key: 64 hexadecimal digits of the HMAC of the normalised value (Normal).
//
// Memory: eight bytes for each address and each number. The package imports nothing of
// dwell.
package members
