package phishing

import (
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest/realdata"
	"dwell/event"
	"dwell/evidence/mail"
	"dwell/internal/testkit"
)

func TestDev(t *testing.T) {
	for _, folder := range strings.Fields(os.Getenv("DEVSETS")) {
		files, _ := filepath.Glob(filepath.Join(testkit.Shared(t, "mail"), folder))
		hit, all := 0, 0
		for _, f := range files {
			split := strings.HasSuffix(f, ".mbox")
			name := filepath.Base(f)
			if !split || strings.HasPrefix(folder, "history") {
				if crc32.ChecksumIEEE([]byte(name))%10 > 4 {
					continue
				}
			}
			for _, m := range realdata.Mails(t, mail.New(), filepath.Join(filepath.Dir(folder), name)) {
				if split && !strings.HasPrefix(folder, "history") && crc32.ChecksumIEEE([]byte(m.MessageID))%10 > 4 {
					continue
				}
				d := New(detect.Config{})
				l, _ := d.examine(&m)
				if l.Ref == (event.Ref{}) {
					l.Name, l.Subject, l.Address = m.Author().Name, m.Subject, m.Author().Addr
				}
				all++
				got := l.Clues.total()
				if got >= 1 {
					hit++
				}
				if os.Getenv("ALL") != "" || (got < 1) == strings.HasPrefix(folder, "phish") || got > 0.5 && !strings.HasPrefix(folder, "phish") {
					fmt.Printf("%5.2f %s | %s | %s | claim=%s dom=%s target=%s/%s\n      %s\n", got, name, l.Name+" <"+l.Address+">", l.Subject, l.Claim, l.Domain, l.Target, l.Host, words1(&l))
				}
			}
		}
		fmt.Println(folder, hit, "of", all)
	}
}

func words1(l *letter) string {
	var out []string
	for c := range clues {
		if l.Clues.has(c) {
			out = append(out, fmt.Sprintf("%s %+.1f", l.why(c).name, weights[c]))
		}
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

var _ event.Mail
