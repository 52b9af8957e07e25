package spearphish

import (
	"strings"

	"dwell/detect/spearphish/alike"
)

// machines are local parts of addresses that programs write from, some of them in
// the names of people.
var machines = []string{"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "notification", "notify", "mailer-daemon", "postmaster", "bounce",
	"alert", "newsletter", "drive-shares", "comments-noreply", "calendar-notification", "jira", "confluence", "reply", "invitations", "messages-noreply", "forum", "bugzilla"}

// machine reports whether an address is one that programs write from.
func machine(address string) bool {
	local, _ := alike.Split(address)
	for _, m := range machines {
		if strings.HasPrefix(local, m) || strings.HasSuffix(local, "-"+m) || strings.HasSuffix(local, "."+m) {
			return true
		}
	}
	return false
}
