package value

import "bytes"

// longestMailbox is that of an SMTP path (RFC 5321, 4.5.3.1.3), with room for long
// local parts that systems make.
const longestMailbox = 400

// Mailbox returns a mail address in lower case, without angle brackets and without the
// kind that Exchange puts before it ("smtp:"). Local parts have a case on paper only
// (RFC 5321, 2.4). What is no address comes back as it is, in lower case.
func (n *Interner) Mailbox(b []byte) string {
	b = bytes.Trim(b, " \t<>\"'")
	const kind = "smtp:"
	if len(b) > len(kind) && bytes.EqualFold(b[:len(kind)], []byte(kind)) {
		b = b[len(kind):]
	}
	b = b[:min(len(b), longestMailbox)]
	for i, c := range b {
		if isUpper(c) {
			return n.Get(n.lowered(b, i))
		}
	}
	return n.Get(b)
}

// MessageID returns the identifier without angle brackets (RFC 5322, 3.6.4).
func MessageID(b []byte) []byte {
	const longest = 998 // a line of a header
	b = bytes.TrimSpace(b)
	b = bytes.TrimSuffix(bytes.TrimPrefix(b, []byte{'<'}), []byte{'>'})
	return b[:min(len(b), longest)]
}
