// Package value turns the bytes of a log line into values: numbers, addresses, times and
// strings. It holds what several formats write alike; what one format writes in a way of
// its own stays with that format's reader. Nothing here allocates for the usual value.
//
// Sources: ISO 8601 and RFC 3339 for times, RFC 4291 and RFC 4007 for addresses, RFC
// 1034 (3.1, 3.5) for names of hosts, RFC 5321 and RFC 5322 for mailboxes and Message-IDs.
// (The fields of a mail itself are read by evidence/message/header and mailevent.)
//
// The package knows no format and imports nothing but event.
package value
