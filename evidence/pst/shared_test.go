package pst

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/evidence/mapi"
	"dwell/evidence/pst/ndb"
	"dwell/internal/testkit"
)

// Stores that Outlook wrote are read without a fault, every block of every node; what they
// hold is known from libpff. Neither has a mail in it.
func TestSharedStores(t *testing.T) {
	for name, want := range map[string]struct {
		nodes    int
		folders  []string
		items    []string // class and number of attachments, in the order of the nodes
		skipped  int64    // these, and what is associated with folders
		password bool
	}{
		"dist-list": {128, []string{"Top of Personal Folders/Inbox", "Top of Personal Folders/Deleted Items", "Freebusy Data"},
			[]string{"IPM.DistList 0", "IPM.Microsoft.ScheduleData.FreeBusy 0", "IPM.Contact 0", "IPM.Appointment 2"}, 7, false},
		"passworded": {130, []string{"Top of Personal Folders/Inbox", "Top of Personal Folders/Calendar"},
			[]string{"IPM.DistList 0", "IPM.Microsoft.ScheduleData.FreeBusy 0", "IPM.Contact 0"}, 16, true},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join(testkit.Shared(t, "mail/formats/pst"), name+".pst"))
			if err != nil {
				t.Fatal(err)
			}
			s, err := openStore(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Nodes()) != want.nodes || len(s.Faults) > 0 || s.Rebuilt || s.Header.Crypt != ndb.CryptPermute {
				t.Errorf("%d nodes, %v, %+v", len(s.Nodes()), s.Faults, s.Header)
			}
			x := s.Session(1 << 30)
			var items []string
			e := extractor{store: s, session: s.Session(0)}
			for _, n := range s.Nodes() {
				_, err := x.Data(n.Data, 1<<30)
				subs, err2 := x.Subnodes(n.Sub)
				if err != nil || err2 != nil {
					t.Errorf("node %#x: %v %v", n.ID, err, err2)
				}
				for _, sub := range subs {
					if _, err := x.Data(sub.Data, 1<<30); err != nil {
						t.Errorf("node %#x: %v", n.ID, err)
					}
				}
				if n.ID.Type() != typeMessage {
					continue
				}
				m, err := e.message(n)
				if err != nil || len(m.Defects) > 0 {
					t.Errorf("message %#x: %v %q", n.ID, err, m.Defects)
					continue
				}
				items = append(items, fmt.Sprint(m.Text(mapi.MessageClass), " ", len(m.Attachments)))
				for _, a := range m.Attachments {
					if a.Embedded == nil || a.Embedded.Text(mapi.MessageClass) == "" {
						t.Errorf("message %#x: an attachment that is no message", n.ID)
					}
				}
			}
			if !slices.Equal(items, want.items) {
				t.Errorf("%q", items)
			}
			if len(x.Faults) > 0 {
				t.Error(x.Faults)
			}
			var paths []string
			for id := range s.folders.byID {
				path, ok := s.folders.path(id)
				if !ok {
					t.Errorf("folder %#x has no path", id)
				}
				paths = append(paths, path)
			}
			for _, f := range want.folders {
				if !slices.Contains(paths, f) {
					t.Errorf("no folder %s among %q", f, paths)
				}
			}
			r := read(t, file)
			hasPassword := slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "password") })
			if r.Tally.Records != 0 || r.Tally.Skipped != want.skipped || hasPassword != want.password {
				t.Errorf("%+v", r.Tally)
			}
		})
	}
}
