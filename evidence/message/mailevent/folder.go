package mailevent

import "strings"

// Folder names the mailbox that a single message lay in: the folder of its file,
// without the cur, new and tmp of a Maildir.
func Folder(path string) string {
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
