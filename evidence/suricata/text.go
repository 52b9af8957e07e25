package suricata

// maxName bounds names that come from the evidence into notes.
const maxName = 40

// cleanName makes a name from the evidence fit for a note: letters, digits and the
// few marks that names have. It returns "" for what is no name.
func cleanName(name string) string {
	if name == "" || len(name) > maxName {
		return ""
	}
	for i := range len(name) {
		c := name[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && c != '_' && c != '.' && c != '-' {
			return ""
		}
	}
	return name
}
