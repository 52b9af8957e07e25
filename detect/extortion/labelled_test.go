package extortion

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dwell/detect/extortion/deadline"
	"dwell/detect/extortion/money"
	"dwell/detect/extortion/wallet"
	"dwell/event"
	"dwell/internal/testkit"
)

// labels are sums and time limits of 44 real negotiations (1,843 messages), written
// down by reading, before any output of the package was looked at. See
// testdata/README.md for the rules; the text itself stays outside the repository.
//
//go:embed testdata/chats.txt
var labels string

// labelled is one negotiation by the hash of its file.
type labelled struct {
	held    bool             // held out: its errors are never looked at
	amounts map[int][]string // by number of the message
	limits  map[int][]string
}

func readLabels(t *testing.T) map[string]labelled {
	t.Helper()
	out := make(map[string]labelled)
	var chat labelled
	lines := bufio.NewScanner(strings.NewReader(labels))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if f[0] == "chat" {
			chat = labelled{f[3] == "held-out", map[int][]string{}, map[int][]string{}}
			out[f[1]] = chat
			continue
		}
		n, err := strconv.Atoi(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if f[1] == "amounts" {
			chat.amounts[n] = f[2:]
		} else {
			chat.limits[n] = f[2:]
		}
	}
	return out
}

// counts are right, missed and wrong answers.
type counts struct{ right, missed, wrong int }

func (c counts) f1() float64 { return 2 * float64(c.right) / float64(2*c.right+c.missed+c.wrong) }

func (c counts) String() string {
	return fmt.Sprintf("F1 %.3f (%d right, %d missed, %d wrong)", c.f1(), c.right, c.missed, c.wrong)
}

// compare counts each value of a message once and returns what differs.
func (c *counts) compare(want, got []string) (missed, wrong []string) {
	for _, w := range want {
		if slices.Contains(got, w) {
			c.right++
		} else {
			c.missed++
			missed = append(missed, w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			c.wrong++
			wrong = append(wrong, g)
		}
	}
	return missed, wrong
}

// Sums and limits of the real negotiations, against labels made by reading: an F1 of
// at least 0.9 on the half that was never looked at while the rules were written.
func TestSharedNegotiationsAreReadAsLabelled(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/extortion/chats"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	byHash := readLabels(t)
	var stated, sums, limits [2]counts
	found := 0
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(content)
		chat, ok := byHash[hex.EncodeToString(hash[:8])]
		if !ok {
			continue
		}
		found++
		half := 0
		if chat.held {
			half = 1
		}
		for i, m := range messages(t, content) {
			text := wallet.Plain(m.Content)
			amounts := amountsOf(text)
			stated[half].compare(withCurrency(chat.amounts[i]), withCurrency(amounts))
			missed, wrong := sums[half].compare(chat.amounts[i], amounts)
			var late, early []string
			if !victim(m.Party) {
				late, early = limits[half].compare(chat.limits[i], limitsOf(text, chat.limits[i]))
			}
			if !chat.held && len(missed)+len(wrong)+len(late)+len(early) > 0 {
				t.Logf("%s %d: sums missed %v wrong %v; limits missed %v wrong %v", filepath.Base(path), i, missed, wrong, late, early)
			}
		}
	}
	if found != len(byHash) {
		t.Errorf("%d of %d labelled negotiations are there", found, len(byHash))
	}
	for half, name := range []string{"development", "held out"} {
		t.Logf("%s: sums with a currency %s; all sums %s; limits %s", name, stated[half], sums[half], limits[half])
	}
	const least = 0.9 // goal 4 of the reference
	for name, c := range map[string]counts{"sums with a currency": stated[1], "all sums": sums[1], "limits": limits[1]} {
		if c.f1() < least {
			t.Errorf("held out, %s: %s", name, c)
		}
	}
}

type spoken struct{ Party, Content string }

func messages(t *testing.T, content []byte) []spoken {
	t.Helper()
	var chat struct{ Messages []spoken }
	if err := json.Unmarshal(content, &chat); err != nil {
		t.Fatal(err)
	}
	return chat.Messages
}

func victim(party string) bool {
	l := letter{Medium: event.MediumChat, Name: party}
	return l.ours()
}

// amountsOf writes sums as the labels do: "USD45000", "?5000" without a currency.
func amountsOf(text string) []string {
	out := map[string]bool{}
	for _, s := range money.FindSpoken(text) {
		currency := s.Currency
		if currency == "" {
			currency = "?"
		}
		out[currency+strconv.FormatFloat(s.Value, 'f', -1, 64)] = true
	}
	return slices.Sorted(maps.Keys(out))
}

func withCurrency(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.HasPrefix(v, "?") })
}

// read is when the messages are taken to be sent: a Sunday, the last day of a week.
var read = time.Date(2024, 1, 7, 12, 0, 0, 0, time.UTC)

// limitsOf writes limits as the labels do, a distance as hours and everything else
// as a date, with the time of day where the labels of the message give times.
func limitsOf(text string, want []string) []string {
	clock := slices.ContainsFunc(want, func(w string) bool { return strings.Contains(w, "@") })
	out := map[string]bool{}
	for _, l := range deadline.Find(text, event.At(read, event.PrecisionSecond)) {
		if l.After > 0 {
			out[fmt.Sprintf("+%gh", l.After.Hours())] = true
			continue
		}
		out[named(l.At.Std(), want, clock)] = true
	}
	return slices.Sorted(maps.Keys(out))
}

// named finds the label that means the day of at, else writes the date.
func named(at time.Time, want []string, clock bool) string {
	for _, w := range want {
		day, hour, _ := strings.Cut(w, "@")
		if meant(day).Format(time.DateOnly) == at.Format(time.DateOnly) && (!clock || hour == at.Format("15:04")) {
			return w
		}
	}
	return at.Format("01-02 15:04")
}

// meant is the day that a label names: "day+1", "fri", "week+1", "07-30".
func meant(label string) time.Time {
	if n, ok := strings.CutPrefix(label, "day+"); ok {
		days, _ := strconv.Atoi(n)
		return read.AddDate(0, 0, days)
	}
	if label == "week+1" {
		return read.AddDate(0, 0, 7)
	}
	if i := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, label); i >= 0 {
		return read.AddDate(0, 0, (i-int(read.Weekday())+7)%7)
	}
	at, _ := time.Parse("2006-01-02", "2024-"+label)
	return at
}
