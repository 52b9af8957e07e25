package trait

import (
	"strings"

	"dwell/event"
)

// programs are the mail programs that name themselves within longer strings.
var programs = []string{"thunderbird", "outlook", "apple mail", "iphone mail", "ipad mail", "mutt", "git-send-email", "evolution", "kmail", "roundcube",
	"squirrelmail", "horde", "zimbra", "alpine", "gnus", "claws", "sylpheed", "the bat", "foxmail", "becky", "lotus notes", "groupwise", "eudora", "naver", "daum"}

// Program returns the family of the mail program: its name without version, "" when
// it does not say its name. Programs are replaced by newer versions all the time,
// families seldom.
func Program(m *event.Mail) string {
	const longest = 80
	lower := strings.ToLower(cut(m.Client, longest))
	for _, p := range programs {
		if strings.Contains(lower, p) {
			return p
		}
	}
	if end := strings.IndexAny(lower, "0123456789/(["); end > 0 {
		lower = lower[:end]
	}
	return strings.ToValidUTF8(strings.TrimSpace(lower), "")
}
