package trait

import "testing"

// The mark is that of the mailbox, not of the mail; other programs write none.
func TestMailboxesAreMarked(t *testing.T) {
	const rest = "5Kq0vZ3m+wQ2r8tY_hB6nD=xJ7fLcP4sG1aE9uR5iT"
	for id, want := range map[string]string{
		"CAexmplKq" + rest + "@mail.gmail.com":  "CAexmpl",
		"CAexmplZw" + rest + "@example.org":     "CAexmpl",
		"CAo_her+1" + rest + "@mail.gmail.com":  "CAo_her",
		"CAexmpl@mail.gmail.com":                "",
		"58191A22.1080907@mail.example.org":     "",
		"CAexmplKq" + rest + "x@mail.gmail.com": "",
		"XAexmplKq" + rest + "@mail.gmail.com":  "",
		"":                                      "",
	} {
		if got := MailboxMark(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
