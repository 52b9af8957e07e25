package auditd

// titleLength is the kernel's MAX_PROCTITLE_AUDIT_LEN.
const titleLength = 128

// appendTitle writes the arguments of the process with NULs between them, cut to what the kernel keeps.
func appendTitle(dst []byte, h *Header, args []string) []byte {
	var buffer [titleLength]byte
	title := buffer[:0]
	for i, a := range args {
		if i > 0 && len(title) < titleLength {
			title = append(title, 0)
		}
		title = append(title, a[:min(len(a), titleLength-len(title))]...)
	}
	for len(title) > 0 && !printable(title[len(title)-1]) {
		title = title[:len(title)-1]
	}
	return end(appendUntrusted(h.begin(dst, "PROCTITLE"), "proctitle=", string(title)))
}

// printable is isprint of the kernel, whose characters are Latin-1.
func printable(c byte) bool { return c >= 0x20 && c < 0x7f || c >= 0xa0 }
