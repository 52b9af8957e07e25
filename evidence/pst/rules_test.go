package pst

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mapi/rule/ruletest"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

var ruleMade = time.Date(2016, 5, 4, 1, 2, 3, 0, time.UTC)

// server is a rule as the server's hidden message has it.
func server(r ruletest.Rule) psttest.Message {
	state := uint32(1)
	if r.Off {
		state = 0
	}
	return psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.Rule.Version2.Message"), psttest.Time(0x3007, ruleMade), psttest.Time(0x3008, ruleMade.Add(time.Hour)),
		psttest.Text(0x65ec, r.Name), psttest.Int(0x65e9, state), psttest.Binary(0x65ef, r.Hidden()), psttest.Binary(0x65f0, r.Condition())}}
}

// organizer is the hidden message of all rules that Outlook has.
func organizer(rules ...ruletest.Rule) psttest.Message {
	return psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.RuleOrganizer"), psttest.Time(0x3008, ruleMade.Add(2*time.Hour)), psttest.Binary(0x6802, ruletest.Stream(rules...))}}
}

// exchangeFolder is how a server names a folder: flags, provider, kind, its own name, a
// number, two zeros.
func exchangeFolder(number string) []byte { return append(append(make([]byte, 38), number...), 0, 0) }

// received is a mail that minji.park@shop.example got.
func received() psttest.Message {
	m := letter()
	m.Properties = append(m.Properties, psttest.Text(0x5d07, "Minji.Park@shop.example"))
	return m
}

func ruled(v ndb.Variant, settings ...psttest.Message) *psttest.Store {
	return &psttest.Store{Variant: v, Crypt: ndb.CryptPermute, Folders: []psttest.Folder{
		{Name: "Inbox", Messages: []psttest.Message{received()}, Settings: settings},
		{Name: "RSS Feeds", Extra: []psttest.Property{psttest.Binary(0x65e0, append(make([]byte, 16), "number"...))}},
	}}
}

var hides = ruletest.Rule{Name: "..", Subject: []string{"invoice"}, Folder: exchangeFolder("number"), FolderName: "RSS Feeds", MarkRead: true}

func TestRulesAreReadFromEveryLayout(t *testing.T) {
	forwards := ruletest.Rule{Name: "copy", Forwards: []string{"drop@mail.example"}, Off: true}
	for _, v := range variants {
		view := psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.Configuration.Folder")}}
		r := read(t, ruled(v, server(hides), view, organizer(hides, forwards)).Build())
		var got []event.MailboxAction
		for _, a := range r.Events.Actions {
			if a.Ref.Length == 0 {
				t.Error("no reference")
			}
			a.Ref = event.Ref{}
			got = append(got, a)
		}
		at := func(t time.Time) event.Time { return event.UTC(t.UnixNano(), event.PrecisionMicro) }
		want := []event.MailboxAction{
			{Time: at(ruleMade), Product: "outlook", Act: event.ActRule, Operation: "IPM.Rule.Version2.Message", Account: "minji.park@shop.example",
				Rule: &event.InboxRule{Name: "..", Conditions: []string{"SubjectContainsWords: invoice"}, Folder: "RSS Feeds", MarkRead: true}},
			{Time: at(ruleMade.Add(2 * time.Hour)), Product: "outlook", Act: event.ActRule, Operation: "IPM.RuleOrganizer", Account: "minji.park@shop.example", Removed: true,
				Rule: &event.InboxRule{Name: "copy", Forwards: []string{"drop@mail.example"}}},
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Addr{})); diff != "" {
			t.Errorf("%s: %s", v, diff)
		}
		if r.Tally.Records != 3 || r.Tally.Skipped != 1 {
			t.Errorf("%s: %+v", v, r.Tally)
		}
	}
}

// A rule that was deleted is found while a page still tells of it.
func TestDeletedRules(t *testing.T) {
	s := ruled(ndb.Unicode)
	s.Folders[0].Dropped = []psttest.Message{server(hides)}
	r := read(t, s.Build())
	if len(r.Events.Actions) != 1 || r.Events.Actions[0].Rule.Name != ".." || !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "rules that were deleted") }) {
		t.Errorf("%+v %+v", r.Events.Actions, r.Tally)
	}
}

func TestRulesThatCannotBeRead(t *testing.T) {
	broken := psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.Rule.Version2.Message"), psttest.Binary(0x65ef, []byte{1, 2, 3})}}
	r := read(t, ruled(ndb.Unicode, broken).Build())
	if len(r.Events.Actions) != 0 || r.Tally.Skipped != 1 || !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "form that is not known") }) {
		t.Errorf("%+v %+v", r.Events.Actions, r.Tally)
	}
}

func TestWhoseMailbox(t *testing.T) {
	for name, c := range map[string]struct {
		mails []psttest.Message
		path  string
		want  string
	}{
		"received by":     {[]psttest.Message{received(), letter()}, "a.pst", "minji.park@shop.example"},
		"in most of them": {[]psttest.Message{letter(), letter()}, "a.pst", "hana.lee@shop.example"}, // of several the first
		"file":            {nil, "profiles/kim@example.com.ost", "kim@example.com"},
		"nothing tells":   {nil, "archive.pst", ""},
	} {
		s := ruled(ndb.Unicode, server(hides))
		s.Folders[0].Messages = c.mails
		result, err := evidencetest.Read(New(), c.path, s.Build())
		if err != nil || len(result.Events.Actions) != 1 || result.Events.Actions[0].Account != c.want {
			t.Errorf("%s: %+v, %v", name, result.Events.Actions, err)
		}
	}
}

func TestARuleIsShown(t *testing.T) {
	file := ruled(ndb.Unicode, server(hides)).Build()
	ref := read(t, file).Events.Actions[0].Ref
	text, err := New().Record(bytes.NewReader(file), int64(len(file)), ref.Offset)
	if want := "Rule: ..\nWhen: SubjectContainsWords: invoice\nMoves to: RSS Feeds\nMarks as read\n\n"; err != nil || string(text) != want {
		t.Errorf("%q, %v", text, err)
	}
}
