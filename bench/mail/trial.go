package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dwell/internal/impostor"
	"dwell/simulate/chance"
)

// specimen is one mail to judge.
type specimen struct {
	raw    []byte
	id     string // Message-ID
	sender string
	at     time.Time
	level  impostor.Level // of a forgery
	round  int            // of a forgery
}

// trial is what every judge gets.
type trial struct {
	senders  []string
	learn    []specimen // genuine, in order of time
	genuine  []specimen // to judge, in order of time
	forged   []specimen // to judge
	phishing []specimen // to learn from
}

func levels() int { return len(impostor.Levels()) }

func newTrial(o options) (*trial, error) {
	histories, err := filepath.Glob(filepath.Join(o.data, "history", "*.mbox"))
	if err != nil {
		return nil, err
	}
	if len(histories) == 0 {
		return nil, fmt.Errorf("no histories of senders in %s", o.data)
	}
	t := &trial{}
	bySender := make(map[string][]specimen)
	for _, path := range histories {
		sender := strings.TrimSuffix(filepath.Base(path), ".mbox")
		mails, err := readMbox(path, sender)
		if err != nil {
			return nil, err
		}
		t.senders = append(t.senders, sender)
		bySender[sender] = mails
		n := min(o.train, len(mails)/2)
		t.learn = append(t.learn, mails[:n]...)
		t.genuine = append(t.genuine, mails[n:]...)
	}
	outsiders, err := readMbox(filepath.Join(o.data, "outsiders", "outsiders.mbox"), "")
	if err != nil {
		return nil, err
	}
	t.forge(bySender, outsiders, o)
	for _, list := range [][]specimen{t.learn, t.genuine, t.forged} {
		slices.SortStableFunc(list, func(a, b specimen) int { return a.at.Compare(b.at) })
	}
	return t, t.readPhishing(filepath.Join(o.data, "phishing"))
}

// forge makes one forgery of each level, sender and round, dated when the person was
// writing and made from what he had written before.
func (t *trial) forge(bySender map[string][]specimen, outsiders []specimen, o options) {
	for _, sender := range t.senders {
		mails := bySender[sender]
		beside := colleagues(t.senders, sender)
		for round := range o.rounds {
			draw := chance.New(o.seed, "forge", sender, fmt.Sprint(round))
			first := min(o.train, len(mails)/2)
			at := first + draw.IntN(len(mails)-first)
			for _, level := range impostor.Levels() {
				scene := impostor.Scene{
					True:  impostor.Parse(mails[draw.IntN(at)].raw),
					Other: impostor.Parse(outsiders[draw.IntN(len(outsiders))].raw),
					At:    mails[at].at.Add(draw.Between(time.Minute, 6*time.Hour)),
				}
				if level == impostor.Colleague {
					if len(beside) == 0 {
						continue
					}
					of := bySender[beside[draw.IntN(len(beside))]]
					scene.Other = impostor.Parse(of[draw.IntN(len(of))].raw)
				}
				l := impostor.Forge(level, scene, draw)
				t.forged = append(t.forged, specimen{raw: l.Bytes(), id: identity(l), sender: sender, at: scene.At, level: level, round: round})
			}
		}
	}
}

// colleagues are the senders of the same domain.
func colleagues(senders []string, of string) []string {
	_, domain, _ := strings.Cut(of, "@")
	var out []string
	for _, s := range senders {
		if s != of && strings.HasSuffix(s, "@"+domain) && !strings.HasSuffix(s, "@gmail.com") {
			out = append(out, s)
		}
	}
	return out
}

func identity(l impostor.Letter) string { return strings.Trim(l.Value("message-id"), "<> ") }

// readMbox reads an archive of the mboxrd kind.
func readMbox(path, sender string) ([]specimen, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []specimen
	for _, raw := range bytes.Split(append([]byte("\n"), data...), []byte("\nFrom ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
		l := impostor.Parse(unquoted(raw))
		if id := identity(l); id != "" && !l.Time().IsZero() {
			out = append(out, specimen{raw: l.Bytes(), id: id, sender: sender, at: l.Time()})
		}
	}
	slices.SortStableFunc(out, func(a, b specimen) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	return out, nil
}

func unquoted(raw []byte) []byte {
	lines := bytes.SplitAfter(raw, []byte("\n"))
	for i, line := range lines {
		if bare := bytes.TrimLeft(line, ">"); len(bare) < len(line) && bytes.HasPrefix(bare, []byte("From ")) {
			lines[i] = line[1:]
		}
	}
	return bytes.Join(lines, nil)
}

func (t *trial) readPhishing(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		t.phishing = append(t.phishing, specimen{raw: raw})
	}
	return nil
}
