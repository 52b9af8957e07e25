package message_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/internal/testkit"
	"dwell/simulate/format/message"
)

// kind is one program as it is found among real mails.
type kind struct {
	name    string
	is      func(m *event.Mail) bool
	client  func(m *event.Mail) message.Client
	folders string // of the shared data in which it occurs for real
	id      string // shape of the Message-ID, anchored
	mark    string // shape of the boundary, anchored
	least   int    // real mails that must be there
	share   float64
}

func agent(expression string) func(m *event.Mail) bool {
	r := regexp.MustCompile(expression)
	return func(m *event.Mail) bool { return r.MatchString(m.Client) }
}

func program(p message.Program, version string) func(m *event.Mail) message.Client {
	r := regexp.MustCompile(version)
	return func(m *event.Mail) message.Client {
		c := message.Client{Program: p}
		if found := r.FindStringSubmatch(m.Client); len(found) > 1 {
			c.Version = found[1]
		}
		return c
	}
}

const (
	uuid  = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	bigID = `[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}`
)

// kinds says how each program is known and what its identifiers look like. The
// share is the part of the real mails that must agree; it is below one because
// lists and relays move lines, and because some real mails only claim a program.
var kinds = []kind{
	{name: "Outlook via Exchange", is: func(m *event.Mail) bool {
		return hasField(m, "X-MS-Has-Attach") && hasField(m, "Thread-Topic") && !hasField(m, "X-MimeOLE") && m.Client == ""
	},
		client:  program(message.OutlookExchange, "$^"),
		folders: "history outsiders korean phishing",
		id:      `[0-9A-F]{42}@.+|[0-9a-f]{32}@.+|[A-Z0-9]{10,18}[0-9A-F]{25}@[A-Za-z0-9]+\..+\.prod\.outlook\.com`,
		mark:    `_00\d_[0-9A-Za-z]{20,55}_`, least: 30, share: .6},
	{name: "Outlook", is: agent(`^Microsoft (Office )?Outlook(, Build| 1\d)`), client: program(message.OutlookInternet, `(\d[\d.]+)$`), folders: "history outsiders korean ham",
		id:   `[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}\$?@.+`,
		mark: `----=_NextPart_\d{3}_[0-9A-F]{4}_[0-9A-F]{8}\.[0-9A-F]{8}`, least: 5, share: .5},
	{name: "Outlook Express", is: agent(`^Microsoft Outlook Express`), client: program(message.OutlookExpress, `Express (.+)`), folders: "ham korean",
		id:   `[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}@.+`,
		mark: `----=_NextPart_\d{3}_[0-9A-F]{4}_[0-9A-F]{8}\.[0-9A-F]{8}`, least: 15, share: .6},
	{name: "Thunderbird to 37", is: agent(`Thunderbird/([1-9]|[12]\d|3[0-7])\.`), client: program(message.Thunderbird, `Thunderbird/(.+)`), folders: "history outsiders korean",
		id: `[0-9A-F]{8}\.\d{5,7}@.+`, mark: `-{12}(0\d){12}`, least: 100, share: .9},
	{name: "Thunderbird from 38", is: agent(`Thunderbird/(3[89]|[4-9]\d)\.`), client: program(message.Thunderbird, `Thunderbird/(.+)`), folders: "history outsiders korean",
		id: uuid + `@.+|[0-9A-F]{8}\.\d{5,7}@.+`, mark: `-{12}[0-9A-F]{24}`, least: 100, share: .6},
	{name: "Apple Mail", is: agent(`^Apple Mail \(2\.[1-9]\d\d`), client: program(message.AppleMail, `\((.+)\)`), folders: "history outsiders",
		id: bigID + `@.+`, mark: `Apple-Mail=_` + bigID, least: 15, share: .9},
	{name: "iPhone Mail", is: agent(`^iPhone Mail`), client: program(message.IPhone, `\((.+)\)`), folders: "korean history outsiders",
		id: bigID + `@.+`, mark: `Apple-Mail-` + bigID, least: 1, share: 1},
	{name: "Gmail", is: func(m *event.Mail) bool {
		return strings.HasSuffix(m.MessageID, "@mail.gmail.com") && strings.HasPrefix(m.MessageID, "CA") && m.Client == ""
	},
		client: program(message.Gmail, "$^"), folders: "history outsiders phishing",
		id: `CA[A-Za-z0-9+=_-]{49}@mail\.gmail\.com`, mark: `[0-9a-f]{28}`, least: 500, share: .9},
	{name: "PHPMailer", is: agent(`^PHPMailer [[\d]`), client: func(m *event.Mail) message.Client {
		c := program(message.PHPMailer, `PHPMailer (\d\S+) \(`)(m)
		return c
	}, folders: "phishing",
		id: `[0-9a-f]{32}@.+|[A-Za-z0-9]{41,43}@.+`, mark: `b\d_([0-9a-f]{32}|[A-Za-z0-9]{41,43})`, least: 15, share: .8},
	{name: "newsletter engine", is: func(m *event.Mail) bool { return strings.Contains(m.MessageID, "@geopod-ismtpd-") },
		client: program(message.Newsletter, "$^"), folders: "phishing extortion",
		id: `[A-Za-z0-9_-]{22}@geopod-ismtpd-\d+(-\d+)?`, mark: `[0-9a-f]{60}`, least: 3, share: .7},
}

func hasField(m *event.Mail, name string) bool {
	return slices.ContainsFunc(m.Headers, func(h event.Header) bool { return strings.EqualFold(h.Name, name) })
}

// realMails reads the mails of a folder of the shared data.
func realMails(t *testing.T, root, folder string) []event.Mail {
	t.Helper()
	var all []event.Mail
	for _, pattern := range []string{"*.eml", "*.mbox"} {
		paths, err := filepath.Glob(filepath.Join(root, folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			result, err := evidencetest.Read(mail.New(), path, content)
			if err != nil {
				t.Fatal(err)
			}
			for i := range result.Events.Mails {
				result.Events.Mails[i].Parts, result.Events.Mails[i].Text = nil, ""
			}
			all = append(all, result.Events.Mails...)
		}
	}
	return all
}

// The header order, the Message-ID and the boundary of each program agree with
// those of most real mails of it.
func TestRealMails(t *testing.T) {
	root := testkit.Shared(t, "mail")
	cache := make(map[string][]event.Mail)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			var mails []event.Mail
			for folder := range strings.FieldsSeq(k.folders) {
				if cache[folder] == nil {
					cache[folder] = realMails(t, root, folder)
				}
				mails = append(mails, cache[folder]...)
			}
			var total, order, ids, marked, marks int
			id, mark := regexp.MustCompile("^(?:"+k.id+")$"), regexp.MustCompile("^(?:"+k.mark+")$")
			odd := make(map[string]int)
			for i := range mails {
				m := &mails[i]
				if !k.is(m) {
					continue
				}
				total++
				ours := like(t, m, k.client(m))
				if !id.MatchString(ours.MessageID) {
					t.Fatalf("our own Message-ID %s", ours.MessageID)
				}
				if id.MatchString(m.MessageID) {
					ids++
				}
				if agrees(m, &ours) {
					order++
				} else {
					odd[strings.Join(common(m, &ours), " ")]++
				}
				signed := strings.Contains(m.Header("Content-Type"), "multipart/signed") // by another program
				if real, own := boundary(m), boundary(&ours); real != "" && !signed {
					marked++
					if mark.MatchString(real) {
						marks++
					}
					if !mark.MatchString(own) {
						t.Fatalf("our own boundary %s", own)
					}
				}
			}
			if total < k.least {
				t.Fatalf("only %d real mails, want %d", total, k.least)
			}
			t.Logf("%d real mails: header order agrees in %d (%.0f %%), Message-ID in %d (%.0f %%), boundary in %d of %d",
				total, order, percent(order, total), ids, percent(ids, total), marks, marked)
			if float64(order) < k.share*float64(total) || float64(ids) < k.share*float64(total) || 2*marks < marked {
				t.Errorf("less than most; other orders: %v", odd)
			}
		})
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// like composes a mail with the same lines as a real one.
func like(t *testing.T, m *event.Mail, c message.Client) event.Mail {
	t.Helper()
	l := letter()
	l.Date = m.Time.Std()
	l.From, l.To, l.Cc = message.Address{Addr: "a@example.com"}, l.To[:1], nil
	if hasField(m, "Cc") {
		l.Cc = l.To
	}
	if hasField(m, "Reply-To") {
		l.ReplyTo = l.To
	}
	if m.InReplyTo != "" || len(m.References) > 0 {
		l.InReplyTo = "x@example.com"
	}
	if strings.HasPrefix(strings.ToLower(m.Header("Content-Type")), "multipart/") {
		l.HTML = "<p>x</p>"
	}
	if c.Program == message.Gmail { // Date above From in accounts of an even number
		if before(m, "From", "Date") {
			c.Account = 1
		}
	}
	if strings.Contains(m.MessageID, ".prod.outlook.com") {
		c.Host = "SN4PR0601MB8665.namprd06.prod.outlook.com"
	}
	return readOne(t, "x.eml", message.Append(nil, l, &c, nil))
}

func before(m *event.Mail, first, second string) bool {
	for _, h := range m.Headers {
		switch {
		case strings.EqualFold(h.Name, first):
			return true
		case strings.EqualFold(h.Name, second):
			return false
		}
	}
	return false
}

// moved reports whether the way is known to have moved a field to the end: Exchange
// moves MIME-Version, Mailman writes Subject again, and the collector of the old
// corpus fetched mails by a program that moved Date.
func moved(m *event.Mail, name string) bool {
	switch name {
	case "mime-version":
		return hasField(m, "X-MS-Exchange-Organization-AuthSource")
	case "subject":
		return hasField(m, "X-Mailman-Version")
	case "date":
		return hasField(m, "X-Mailman-Version") || hasField(m, "X-Original-Date") || m.Time.Std().Year() == 2002
	}
	return false
}

// common gives the names of the fields that both mails have, in the order of the
// first.
func common(m, other *event.Mail) []string {
	var names []string
	for _, h := range m.Headers {
		name := strings.ToLower(h.Name)
		if name == "received" || slices.Contains(names, name) || !hasField(other, name) || moved(m, name) || moved(other, name) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// agrees reports whether the fields that both mails have stand in the same order.
func agrees(m, ours *event.Mail) bool { return slices.Equal(common(m, ours), common(ours, m)) }

var boundaryParam = regexp.MustCompile(`(?i)boundary="?([^"\s;]+)`)

func boundary(m *event.Mail) string {
	if found := boundaryParam.FindStringSubmatch(m.Header("Content-Type")); found != nil {
		return found[1]
	}
	return ""
}
