package acceptance_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dwell/event"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
	"dwell/finding"
	"dwell/internal/example"
	"dwell/internal/testkit"
)

// The same mails are found to be the same attack, whether they lie in a folder as
// messages or in Outlook's stores, of every layout.
func TestOutlookStoresGiveTheFindingsOfTheirMails(t *testing.T) {
	boxes := map[string][][]byte{}
	for _, f := range example.Files() {
		if strings.HasSuffix(f.Path, ".mbox") {
			boxes[strings.TrimSuffix(filepath.Base(f.Path), ".mbox")] = mailsOf(f.Content)
		}
	}
	if len(boxes) < 2 {
		t.Fatalf("%d mailboxes", len(boxes))
	}
	messages := t.TempDir()
	for name, mails := range boxes {
		writeMessages(t, filepath.Join(messages, name), mails)
	}
	want := claims(investigate(t, messages).Case.Findings)
	if len(want) < 2 {
		t.Fatalf("only %d findings", len(want))
	}
	for _, v := range []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K} {
		t.Run(v.String(), func(t *testing.T) {
			stores := t.TempDir()
			for name, mails := range boxes {
				s := store(t, mails)
				s.Variant = v
				write(t, filepath.Join(stores, name+".pst"), s.Build())
			}
			if d := cmp.Diff(want, claims(investigate(t, stores).Case.Findings), cmpopts.EquateEmpty()); d != "" {
				t.Error(d)
			}
		})
	}
}

// A store in archives is read like one on disk.
func TestOutlookStoreInArchives(t *testing.T) {
	var mails [][]byte
	for _, f := range example.Files() {
		if strings.HasSuffix(f.Path, "executive.mbox") {
			mails = mailsOf(f.Content)
		}
	}
	file := store(t, mails).Build()
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	member, err := z.Create("mail/box.pst")
	if err == nil {
		_, err = member.Write(file)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	plain, packed := t.TempDir(), t.TempDir()
	write(t, filepath.Join(plain, "box.pst"), file)
	write(t, filepath.Join(packed, "box.zip"), archive.Bytes())
	want, got := claims(investigate(t, plain).Case.Findings), claims(investigate(t, packed).Case.Findings)
	if len(want) == 0 {
		t.Fatal("no finding")
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Real mails give the same findings from a store, too.
func TestOutlookStoreOfRealMails(t *testing.T) {
	var mails [][]byte
	for _, folder := range []string{"mail/phishing", "mail/extortion", "mail/korean"} {
		paths, err := filepath.Glob(filepath.Join(testkit.Shared(t, folder), "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			mails = append(mails, testkit.Content(t, path))
		}
	}
	messages, stores := t.TempDir(), t.TempDir()
	writeMessages(t, messages, mails)
	s := store(t, mails)
	s.Variant, s.Crypt = ndb.Unicode, ndb.CryptCyclic
	write(t, filepath.Join(stores, "box.pst"), s.Build())
	want, got := investigate(t, messages).Case, investigate(t, stores).Case
	if len(want.Findings) < len(mails)/100 {
		t.Fatalf("only %d findings", len(want.Findings))
	}
	t.Logf("%d mails, %d findings", len(mails), len(want.Findings))
	if f := file(t, got, "box.pst"); f.Records != int64(len(mails)) || f.Damaged > 0 {
		t.Errorf("%+v", f)
	}
	if d := cmp.Diff(claims(want.Findings), claims(got.Findings), cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

// claims are the findings without where their records stand. Nor does a store keep in
// which charset a plain text came.
func claims(findings []finding.Finding) []finding.Finding {
	out := slices.Clone(findings)
	for i := range out {
		out[i].ID, out[i].Refs = "", nil
		var clues []finding.Clue
		for _, c := range out[i].Clues {
			if c.Refs = nil; c.Class != "charset" {
				clues = append(clues, c)
			}
		}
		out[i].Clues = clues
		if out[i].Demand != nil {
			demand := *out[i].Demand
			demand.KnownRef, demand.Steps = nil, slices.Clone(demand.Steps)
			for k := range demand.Steps {
				demand.Steps[k].Ref = event.Ref{}
			}
			out[i].Demand = &demand
		}
	}
	slices.SortFunc(out, func(a, b finding.Finding) int {
		return strings.Compare(string(a.Kind)+a.Sentence, string(b.Kind)+b.Sentence)
	})
	return out
}

// mailsOf cuts a mailbox of the example, whose mails hold no other "From " line.
func mailsOf(mbox []byte) (mails [][]byte) {
	for _, m := range bytes.Split(mbox, []byte("\nFrom ")) {
		_, m, _ = bytes.Cut(m, []byte("\n"))
		mails = append(mails, m)
	}
	return mails
}

func writeMessages(t *testing.T, folder string, mails [][]byte) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, m := range mails {
		write(t, filepath.Join(folder, fmt.Sprintf("%05d.eml", i)), m)
	}
}

// store puts mails into the inbox of a store, and every tenth into another folder.
func store(t *testing.T, mails [][]byte) *psttest.Store {
	t.Helper()
	inbox, other := psttest.Folder{Name: "Inbox"}, psttest.Folder{Name: "Archive"}
	for i, raw := range mails {
		m, err := psttest.FromEML(raw)
		if err != nil {
			t.Fatalf("mail %d: %v", i, err)
		}
		if i%10 == 9 {
			other.Messages = append(other.Messages, m)
		} else {
			inbox.Messages = append(inbox.Messages, m)
		}
	}
	inbox.Folders = []psttest.Folder{other}
	return &psttest.Store{Variant: ndb.Unicode, Crypt: ndb.CryptPermute, Folders: []psttest.Folder{inbox}}
}
