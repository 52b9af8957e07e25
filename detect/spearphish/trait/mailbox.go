package trait

import (
	"strings"

	"dwell/detect/spearphish/alike"
)

// MailboxMark returns the beginning of a Message-ID that Gmail's own programs write: "CA"
// and five characters that stay the same in all mails of one mailbox and differ between
// mailboxes, whatever address the mail shows. "" for other Message-IDs.
//
// The format is not published. Measured on a public list: of 563 such Message-IDs each has
// 51 characters before the at sign; of the nine people with more than one of them seven have
// one mark in all, one has it in 146 of 147. Who writes from
// a mailbox of his own at the same provider has another mark; who has the mailbox, or
// writes the Message-ID himself after a true one, has the true mark.
func MailboxMark(id string) string {
	const begin, mark, size = "CA", 7, 51
	local, _ := alike.Split(cut(id, longest))
	if len(local) != size || !strings.HasPrefix(local, begin) || strings.Contains(local, ".") {
		return ""
	}
	return local[:mark]
}
