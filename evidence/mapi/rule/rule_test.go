package rule

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence/mapi"
	"dwell/evidence/mapi/rule/ruletest"
)

// message is a hidden message with properties of bytes and texts.
func message(name string, state uint32, binaries map[mapi.ID][]byte) *mapi.Properties {
	var p mapi.Properties
	var wide []byte
	for _, r := range name {
		wide = append(wide, byte(r), byte(r>>8))
	}
	p.Set(mapi.NewTag(messageName, mapi.TypeUnicode), wide)
	p.Set(mapi.NewTag(messageState, mapi.TypeInt32), []byte{byte(state), 0, 0, 0})
	for _, id := range []mapi.ID{messageActions, messageCondition, extendedActions, extendedWhen, rulesStream} {
		if data, ok := binaries[id]; ok {
			p.Set(mapi.NewTag(id, mapi.TypeBinary), data)
		}
	}
	return &p
}

// folders knows one folder by three bytes.
func folders(id []byte) string {
	if string(id) == "rss" {
		return "RSS Feeds"
	}
	return ""
}

var hiding = ruletest.Rule{Name: ".", Subject: []string{"invoice", "송금"}, Folder: []byte("rss"), FolderName: "RSS", Forwards: []string{"Drop@Mail.example", "b@mail.example"}, MarkRead: true}

var hides = Rule{Enabled: true, InboxRule: event.InboxRule{Name: ".", Conditions: []string{"SubjectContainsWords: invoice;송금"}, Folder: "RSS Feeds",
	Forwards: []string{"drop@mail.example", "b@mail.example"}, MarkRead: true}}

func TestTheSameRuleIsReadFromEveryForm(t *testing.T) {
	all := ruletest.Rule{Name: "all", Delete: true}
	for name, c := range map[string]struct {
		from *mapi.Properties
		want []Rule
	}{
		"version 2":                    {message(".", 1, map[mapi.ID][]byte{messageActions: hiding.Hidden(), messageCondition: hiding.Condition()}), []Rule{hides}},
		"extended":                     {message(".", 1, map[mapi.ID][]byte{extendedActions: hiding.Hidden(), extendedWhen: hiding.Condition()}), []Rule{hides}},
		"as the table of rules has it": {message(".", 1, map[mapi.ID][]byte{messageActions: hiding.Actions(false), messageCondition: hiding.Condition()}), []Rule{hides}},
		"left to Outlook":              {message(".", 1, map[mapi.ID][]byte{messageActions: hiding.Deferred()}), []Rule{hides}},
		"stream":                       {message("", 0, map[mapi.ID][]byte{rulesStream: ruletest.Stream(hiding, all)}), []Rule{hides, {Enabled: true, InboxRule: event.InboxRule{Name: "all", Delete: true}}}},
		"meets all mails":              {message("all", 1, map[mapi.ID][]byte{messageActions: all.Hidden(), messageCondition: all.Condition()}), []Rule{{Enabled: true, InboxRule: event.InboxRule{Name: "all", Delete: true}}}},
		"switched off":                 {message("all", 0, map[mapi.ID][]byte{messageActions: all.Hidden()}), []Rule{{InboxRule: event.InboxRule{Name: "all", Delete: true}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(c.from, folders)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// A folder that nothing names is told of as one.
func TestFoldersThatNothingNames(t *testing.T) {
	r := ruletest.Rule{Name: "x", Folder: []byte("other")}
	got, err := Read(message("x", 1, map[mapi.ID][]byte{messageActions: r.Hidden()}), folders)
	if err != nil || got[0].Folder != "?" {
		t.Errorf("%+v, %v", got, err)
	}
	r.FolderName = "Somewhere"
	got, err = Read(message("", 0, map[mapi.ID][]byte{rulesStream: ruletest.Stream(r)}), folders)
	if err != nil || got[0].Folder != "Somewhere" {
		t.Errorf("%+v, %v", got, err)
	}
	// the server's own number: one byte, the folder's eight, the message's eight, four more
	id := append(append([]byte{1}, "12345678"...), make([]byte, 12)...)
	r = ruletest.Rule{Folder: id}
	seen := ""
	if _, err := Read(message("x", 1, map[mapi.ID][]byte{messageActions: r.Actions(false)}), func(id []byte) string { seen = string(id); return "" }); err != nil || seen != "12345678" {
		t.Errorf("%q, %v", seen, err)
	}
}

// The rule that Outlook writes for who keeps no rule of a client, as public sources show
// it: two elements that say that mails were received, and nothing done.
func TestOutlooksOwnBytes(t *testing.T) {
	data, err := hex.DecodeString("E0C810000120000100000000000000010000000000000001000000360000000200FFFF00000C004352756C65456C656D656E7490010000010000000000000001000000018064000000010000000000000001000000")
	if err != nil {
		t.Fatal(err)
	}
	var r Rule
	b := builder{Rule: &r}
	in := input{data: data}
	if ok := b.rule(&in); ok && r.Name == " " && r.Enabled && !r.Partial && len(in.data) == 0 {
		return
	}
	t.Errorf("%+v", r)
}

func TestConditions(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want []string
	}{
		"from":           {slices.Concat([]byte{0, 0, 4, 4, 2, 1, 0x1d, 0x0c, 2, 1, 0x1d, 0x0c, 19, 0, 0, 0}, []byte("SMTP:A@MAIL.EXAMPLE")), []string{"FromAddressContainsWords: a@mail.example"}},
		"not":            {slices.Concat([]byte{0, 0, 2, 3, 1, 0, 0, 0, 0x1f, 0, 0x37, 0, 0x1f, 0, 0x37, 0, 'x', 0, 0, 0}), []string{"ExceptSubjectContainsWords: x"}},
		"attachment":     {[]byte{0, 0, 6, 1, 3, 0, 7, 0x0e, 0x10, 0, 0, 0}, []string{"HasAttachment: true"}},
		"two-byte lists": {slices.Concat([]byte{0, 0, 0, 2, 0}, []byte{6, 1, 3, 0, 7, 0x0e, 0x10, 0, 0, 0}, []byte{8, 0x1f, 0, 0x1a, 0}), []string{"HasAttachment: true"}},
		"comment":        {slices.Concat([]byte{0, 0, 10, 1, 3, 0, 0, 0x60, 1, 0, 0, 0, 1}, []byte{4, 4, 0x1f, 0, 0x37, 0, 0x1f, 0, 0x37, 0, 'x', 0, 0, 0}), []string{"SubjectContainsWords: x"}},
		"to me":          {[]byte{0, 0, 4, 4, 0x0b, 0, 0x57, 0, 0x0b, 0, 0x57, 0, 1}, []string{"MyNameInToOrCcBox: true"}},
	} {
		var r Rule
		b := builder{Rule: &r}
		if !b.conditions(c.data) {
			t.Errorf("%s is not read", name)
			continue
		}
		b.done()
		if diff := cmp.Diff(c.want, r.Conditions); diff != "" {
			t.Error(name, diff)
		}
	}
	// A condition that cannot be read narrows the rule nevertheless.
	rule := ruletest.Rule{Name: "x", Delete: true}
	got, err := Read(message("x", 1, map[mapi.ID][]byte{messageActions: rule.Hidden(), messageCondition: {0, 0, 99}}), nil)
	if err != nil || !got[0].Partial || len(got[0].Conditions) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// An element of unknown number costs the rest of its rule, and no other rule.
func TestUnknownElements(t *testing.T) {
	data := ruletest.Stream(ruletest.Rule{Name: "first", MarkRead: true, Delete: true}, hiding)
	at := strings.Index(string(data), "\x4a\x01\x00\x00") // 330
	data[at] = 0xff
	got, err := Read(message("", 0, map[mapi.ID][]byte{rulesStream: data}), folders)
	if err != nil || len(got) != 2 || !got[0].Partial || got[0].Delete || !cmp.Equal(got[1], hides) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsNoRule(t *testing.T) {
	for name, p := range map[string]*mapi.Properties{
		"no actions":       message("x", 1, nil),
		"broken actions":   message("x", 1, map[mapi.ID][]byte{messageActions: {0, 0, 1, 0, 0, 0, 9}}),
		"too many rules":   message("", 0, map[mapi.ID][]byte{rulesStream: append(make([]byte, 44), 0xff, 0xff)}),
		"a broken stream":  message("", 0, map[mapi.ID][]byte{rulesStream: append(make([]byte, 44), 2, 0, 1)}),
		"a stream of dust": message("", 0, map[mapi.ID][]byte{rulesStream: {1, 2, 3}}),
	} {
		if got, err := Read(p, folders); !errors.Is(err, ErrNoRule) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	junk := ruletest.Rule{Name: "Junk E-mail Rule", Folder: []byte("junk")}
	p := message(junk.Name, 1, map[mapi.ID][]byte{extendedActions: junk.Hidden()})
	p.Set(mapi.NewTag(messageProvider, mapi.TypeString8), []byte("JunkEmailRule"))
	if got, err := Read(p, folders); len(got) != 0 || err != nil {
		t.Errorf("the junk filter: %+v, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(hiding.Hidden(), hiding.Condition(), ruletest.Stream(hiding, hiding))
	f.Add(hiding.Deferred(), []byte{0, 0, 2, 2, 2}, []byte{})
	f.Fuzz(func(t *testing.T, actions, condition, stream []byte) {
		for _, p := range []*mapi.Properties{message("x", 1, map[mapi.ID][]byte{messageActions: actions, messageCondition: condition}), message("x", 1, map[mapi.ID][]byte{rulesStream: stream})} {
			rules, err := Read(p, folders)
			if len(rules) > maxRules || err != nil && len(rules) > 0 {
				t.Errorf("%d rules, %v", len(rules), err)
			}
			for _, r := range rules {
				if len(r.Forwards) > maxRecipients || len(r.Conditions) > maxWords || len(r.Folder) > 400 {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}

func BenchmarkStream(b *testing.B) {
	p := message("", 0, map[mapi.ID][]byte{rulesStream: ruletest.Stream(slices.Repeat([]ruletest.Rule{hiding}, 100)...)})
	for b.Loop() {
		if got, err := Read(p, folders); err != nil || len(got) != 100 {
			b.Fatal(err)
		}
	}
}
