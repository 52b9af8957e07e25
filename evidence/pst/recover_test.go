package pst

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

// A message that no folder lists is there and marked; those that are listed are not.
func TestDeletedMessagesAreRecovered(t *testing.T) {
	s := psttest.Store{Variant: ndb.Unicode, Folders: []psttest.Folder{{Name: "Inbox", Messages: []psttest.Message{note("kept", "a")}, Deleted: []psttest.Message{note("gone", "b")}}}}
	r := read(t, s.Build())
	if m := bySubject(t, r, "kept"); slices.Contains(m.Defects, defectRecovered) {
		t.Errorf("%q", m.Defects)
	}
	if m := bySubject(t, r, "gone"); !slices.Contains(m.Defects, defectRecovered) || m.Text != "b" || !strings.HasSuffix(m.Folder, "/Inbox") {
		t.Errorf("%+v", m)
	}
	if !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "recovered") }) {
		t.Errorf("%q", r.Tally.Notes)
	}
}

// The password is no lock.
func TestPassword(t *testing.T) {
	s := inbox(note("secret", "text"))
	s.Password = 0xe61eb50f
	r := read(t, s.Build())
	if bySubject(t, r, "secret").Text != "text" || !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "password") }) {
		t.Errorf("%q", r.Tally.Notes)
	}
}

// A header that names the wrong cipher hides nothing.
func TestWrongCipher(t *testing.T) {
	for crypt := range byte(3) {
		for stated := range byte(3) {
			s := inbox(note("secret", "text"))
			s.Crypt = crypt
			file := s.Build()
			file[513] = stated
			r := readAny(t, file)
			noted := slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "cipher") })
			if bySubject(t, r, "secret").Text != "text" || noted != (crypt != stated) {
				t.Errorf("%d in place of %d: %+v", stated, crypt, r.Tally)
			}
		}
	}
}

// A block that was written over costs its message, or a part of it, and nothing else.
func TestDamage(t *testing.T) {
	file := inbox(note("a", "b"), letter(), note("c", "d")).Build()
	whole := read(t, file)
	for i, m := range whole.Events.Mails {
		broken := slices.Clone(file)
		copy(broken[m.Ref.Offset:], bytes.Repeat([]byte{0xaa}, int(m.Ref.Length)+80))
		r := readAny(t, broken)
		if len(r.Events.Mails) != 2 || r.Tally.Damaged != 1 || r.Tally.Reasons[0].Offset != m.Ref.Offset {
			t.Errorf("mail %d: %d mails, %+v", i, len(r.Events.Mails), r.Tally)
		}
	}
	plan := bySubject(t, whole, "dinner on Sunday").Parts[1].Data
	s := inbox(letter())
	s.Crypt = ndb.CryptNone
	file = s.Build()
	at := bytes.Index(file, plan[:100])
	copy(file[at:], make([]byte, 8192))
	r := readAny(t, file)
	m := bySubject(t, r, "dinner on Sunday")
	if !m.Parts[1].Truncated || len(m.Parts[1].Data) >= len(plan) || string(m.Parts[2].Data) != "x" || r.Tally.Records != 1 ||
		!slices.ContainsFunc(m.Defects, func(d string) bool { return strings.Contains(d, fmt.Sprintf("at byte %d", at)) }) {
		t.Errorf("%q, %d bytes", m.Defects, len(m.Parts[1].Data))
	}
}

// A store whose index is broken is searched, says so, and gives its mails.
func TestBrokenIndex(t *testing.T) {
	file := inbox(note("a", "b"), letter()).Build()
	for at := 216; at < 248; at++ {
		file[at] = 0xff
	}
	r := readAny(t, file)
	if len(r.Events.Mails) != 2 || r.Tally.Damaged == 0 || !slices.ContainsFunc(r.Tally.Notes, func(n string) bool { return strings.Contains(n, "searched") }) {
		t.Errorf("%d mails, %+v", len(r.Events.Mails), r.Tally)
	}
}

// A message that was deleted for good is found while pages of the past tell of it and its
// blocks stand; one that was moved is not found twice.
func TestPurgedMessagesAreRecovered(t *testing.T) {
	for _, v := range variants {
		s := psttest.Store{Variant: v, Crypt: ndb.CryptPermute, Folders: []psttest.Folder{{Name: "Inbox",
			Messages: []psttest.Message{note("kept", "a")}, Purged: []psttest.Message{letter(), note("kept", "a"), note("wiped", "w"), note("twice", "x"), note("twice", "x")}}}}
		file := s.Build()
		whole := read(t, file)
		wiped := bySubject(t, whole, "wiped").Ref
		copy(file[wiped.Offset:], bytes.Repeat([]byte{0x55}, int(wiped.Length)+60))
		r := read(t, file)
		m := bySubject(t, r, "dinner on Sunday")
		if !slices.Contains(m.Defects, defectPast) || len(m.Parts) != 3 || len(m.Parts[1].Data) != 250_000 || !strings.HasSuffix(m.Folder, "/Inbox") {
			t.Errorf("%s: %q, %d parts in %q", v, m.Defects, len(m.Parts), m.Folder)
		}
		var subjects []string
		for _, m := range r.Events.Mails {
			subjects = append(subjects, m.Subject)
		}
		if !slices.Equal(subjects, []string{"kept", "dinner on Sunday", "twice"}) {
			t.Errorf("%s: %q", v, subjects)
		}
		if slices.Contains(bySubject(t, r, "kept").Defects, defectPast) {
			t.Errorf("%s: what is there is marked", v)
		}
	}
}

// Whatever bytes are changed: a mail that is given without a word of damage is the mail
// that was there.
func TestNoSilentChange(t *testing.T) {
	const from = 0x4600 // behind the header
	for _, v := range variants {
		s := inbox(letter(), note("a", "b"), note("long", strings.Repeat("text ", 5000)))
		s.Variant = v
		file := s.Build()
		before := map[int64]event.Mail{}
		for _, m := range read(t, file).Events.Mails {
			before[m.Ref.Offset] = m
		}
		silent := 0
		for seed := range uint64(150) {
			r := rand.New(rand.NewPCG(seed, uint64(v)))
			broken := slices.Clone(file)
			at := from + r.IntN(len(file)-from)
			for i := range min(1+r.IntN(16), len(file)-at) {
				broken[at+i] ^= byte(1 + r.IntN(255))
			}
			result, err := evidencetest.Read(New(), "kim.pst", broken)
			if err != nil || result.Tally.Damaged > 0 {
				continue
			}
			for _, m := range result.Events.Mails {
				was, ok := before[m.Ref.Offset]
				if ok && !slices.Equal(m.Defects, was.Defects) {
					continue
				}
				if silent++; !ok || m.Subject != was.Subject || m.Text != was.Text || len(m.Parts) != len(was.Parts) || !slices.EqualFunc(m.Parts, was.Parts, samePart) {
					t.Fatalf("%s, seed %d, byte %d: %+v", v, seed, at, m.Ref)
				}
			}
		}
		if silent < 50 {
			t.Errorf("%s: only %d mails were compared", v, silent)
		}
	}
}

func samePart(a, b event.Part) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) }
