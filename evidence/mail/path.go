package mail

import "strings"

// mailbox names the mailbox that a mail lay in: the file itself for an mbox, the
// folder of a single message, without the cur, new and tmp of a Maildir.
func mailbox(path string, k kind) string {
	if k == kindMbox {
		return path
	}
	cut := strings.LastIndexAny(path, "/!")
	if cut < 0 {
		return ""
	}
	folder := path[:cut]
	for _, sub := range []string{"cur", "new", "tmp"} {
		if parent, ok := strings.CutSuffix(folder, "/"+sub); ok {
			return parent
		}
	}
	return folder
}
