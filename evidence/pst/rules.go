package pst

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/mapi"
	"dwell/evidence/mapi/rule"
	"dwell/evidence/pst/ndb"
)

// maxSettings bounds the hidden messages that are looked at for rules: mailboxes have
// some hundred.
const maxSettings = 20_000

// setting is a hidden message of a folder.
type setting struct {
	store *store
	node  ndb.Node
	past  bool // only pages of the past tell of it
}

// hiddenRules reads the rules among the hidden messages, and hands them over as what was
// done to the mailbox.
func (j *job) hiddenRules(s *store) error {
	if len(j.settings) == 0 {
		return nil
	}
	offset, _ := s.Place(j.settings[0].node.Data)
	return j.out.Do(j.ctx, offset, func(w *evidence.Worker) {
		g := gathering{worker: w, job: j, names: s.folderNames()}
		for i, it := range j.settings {
			if i == maxSettings {
				w.Skip(len(j.settings)-i, "hidden messages beyond the limit were left out")
				break
			}
			g.take(it)
		}
		g.emit(s)
	})
}

// gathering is the rules found so far.
type gathering struct {
	worker  *evidence.Worker
	job     *job
	names   *folderNames
	found   []event.MailboxAction
	streams []event.MailboxAction // those of Outlook itself, which has the server's as well
}

const leftOut = "settings that Outlook keeps as hidden messages were left out"

// take reads one hidden message.
func (g *gathering) take(it setting) {
	e := extractor{store: it.store, session: it.store.Session(0)}
	m, err := e.message(it.node)
	if err != nil || !rule.IsRule(m.Text(mapi.MessageClass)) {
		if !it.past {
			g.worker.Skip(1, leftOut)
		}
		return
	}
	rules, err := rule.Read(&m.Properties, g.names.find)
	if len(rules) == 0 {
		switch {
		case it.past:
		case err != nil:
			g.worker.Skip(1, "rules in a form that is not known were left out")
		default:
			g.worker.Skip(1, leftOut)
		}
		return
	}
	g.worker.Read(1)
	if it.past {
		g.worker.Note("rules that were deleted were recovered from unused parts of the store")
	}
	offset, length := e.session.First(it.node.Data)
	ref := event.Ref{File: g.job.in.ID, Offset: offset, Length: int64(length)}
	for i := range rules {
		g.add(m, &rules[i], ref)
	}
}

// add keeps a rule. When it was made, only a message of its own tells; the one message of
// all rules says when the last of them was changed.
func (g *gathering) add(m *mapi.Message, r *rule.Rule, ref event.Ref) {
	if r.Partial {
		g.worker.Note("parts of some rules could not be read")
	}
	a := event.MailboxAction{Ref: ref, Product: "outlook", Act: event.ActRule, Operation: m.Text(mapi.MessageClass), Removed: !r.Enabled}
	inbox := r.InboxRule
	a.Rule = &inbox
	if a.Time = m.Time(mapi.CreationTime); !m.Has(mapi.CreationTime) || strings.EqualFold(a.Operation, "IPM.RuleOrganizer") {
		a.Time = m.Time(mapi.ModificationTime)
	}
	if strings.EqualFold(a.Operation, "IPM.RuleOrganizer") {
		g.streams = append(g.streams, a)
		return
	}
	if !slices.ContainsFunc(g.found, func(o event.MailboxAction) bool { return same(o.Rule, a.Rule) && o.Time == a.Time }) {
		g.found = append(g.found, a)
	}
}

// emit hands the rules over, those that Outlook and the server both have once.
func (g *gathering) emit(s *store) {
	for _, a := range g.streams {
		i := slices.IndexFunc(g.found, func(o event.MailboxAction) bool { return same(o.Rule, a.Rule) })
		if i < 0 {
			g.found = append(g.found, a)
		} else if g.found[i].Rule.Folder == unnamed {
			g.found[i].Rule.Folder = a.Rule.Folder
		}
	}
	if len(g.found) == 0 {
		return
	}
	owner := s.owner(g.job.in.Path)
	if owner == "" {
		g.worker.Note("whose mailbox it is could not be found out: its rules are told of without an account")
	}
	for i := range g.found {
		g.found[i].Account = owner
	}
	g.worker.Emit(&event.Batch{Actions: g.found})
}

// unnamed is how a rule has a folder that nothing names.
const unnamed = "?"

// same reports whether two rules are one: the server may know a folder by a number only.
func same(a, b *event.InboxRule) bool {
	return a.Name == b.Name && a.Delete == b.Delete && slices.Equal(a.Forwards, b.Forwards) && (a.Folder == b.Folder || a.Folder == unnamed || b.Folder == unnamed)
}

// folderNames are the folders of a store by the identifiers that rules use.
type folderNames struct {
	store     *store
	byCounter map[[counterSize]byte]ndb.NID
}

// counterSize is the size of the number that a server gives a folder
// ([MS-OXCDATA] 2.2.1.1).
const counterSize = 6

// sourceKey holds it, behind the identifier of the server.
const sourceKey mapi.ID = 0x65e0

// folderNames reads the identifiers, once.
func (s *store) folderNames() *folderNames {
	if s.byServer != nil {
		return s.byServer
	}
	f := &folderNames{store: s, byCounter: make(map[[counterSize]byte]ndb.NID)}
	for _, id := range slices.Sorted(maps.Keys(s.folders.byID)) {
		var p mapi.Properties
		fill(&p, s.bag(id))
		if key := p.Bytes(sourceKey); len(key) > counterSize {
			f.byCounter[[counterSize]byte(key[len(key)-counterSize:])] = id
		}
	}
	s.byServer = f
	return f
}

// find names a folder by an identifier of the store itself ([MS-PST] 2.4.3.2), by that of
// a folder on a server ([MS-OXCDATA] 2.2.4.1), or by the server's number alone.
func (f *folderNames) find(id []byte) string {
	const own, server, counterAt, number = 24, 46, 38, 8
	switch len(id) {
	case own:
		return f.path(ndb.NID(binary.LittleEndian.Uint32(id[20:])))
	case server:
		return f.path(f.byCounter[[counterSize]byte(id[counterAt:counterAt+counterSize])])
	case number:
		return f.path(f.byCounter[[counterSize]byte(id[number-counterSize:])])
	}
	return ""
}

// path is the path of a folder below the top of the mailbox.
func (f *folderNames) path(id ndb.NID) string {
	if _, ok := f.store.folders.byID[id]; !ok {
		return ""
	}
	path, _ := f.store.folders.path(id)
	if _, below, ok := strings.Cut(path, "/"); ok {
		return below
	}
	return path
}

// owner finds out whose mailbox a store is: the address that most of its mails were
// received by, or else that stands in most of them; failing that the store's name or
// the file's, which Outlook calls after the account. "" when nothing tells.
func (s *store) owner(path string) string {
	const enough = 300 // mails
	received, named, read := make(map[string]int), make(map[string]int), 0
	e := extractor{store: s, session: s.Session(0)}
	var c mapi.Converter
	for _, n := range s.Nodes() {
		if n.ID.Type() != typeMessage || read == enough {
			continue
		}
		m, err := e.message(n)
		if err != nil || !mapi.IsMail(m.Text(mapi.MessageClass)) {
			continue
		}
		read++
		if a := receiver(m); a != "" {
			received[a]++
		}
		mail := c.Mail(m)
		for _, a := range correspondents(&mail) {
			named[a]++
		}
		c.Reset()
	}
	if a := most(received, 1); a != "" {
		return a
	}
	if a := most(named, read/2+1); a != "" {
		return a
	}
	var p mapi.Properties
	fill(&p, s.bag(nodeStore))
	file := path[strings.LastIndexAny(path, `/\!`)+1:]
	for _, name := range []string{p.Text(mapi.DisplayName), strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(file), ".ost"), ".pst")} {
		if name = strings.ToLower(strings.TrimSpace(name)); mapi.IsAddress(name) {
			return name
		}
	}
	return ""
}

// receiver is the address that a mail was received by.
func receiver(m *mapi.Message) string {
	const smtp, address mapi.ID = 0x5d07, 0x0076
	for _, id := range []mapi.ID{smtp, address} {
		if a := strings.ToLower(m.Text(id)); mapi.IsAddress(a) {
			return a
		}
	}
	return ""
}

// correspondents are the addresses of a mail, each once.
func correspondents(m *event.Mail) []string {
	var out []string
	for _, list := range [][]event.Address{m.From, m.To, m.Cc} {
		for _, a := range list {
			if addr := strings.ToLower(a.Addr); mapi.IsAddress(addr) && !slices.Contains(out, addr) {
				out = append(out, addr)
			}
		}
	}
	return out
}

// most is the address that stands most often, at least so often; of several the first.
func most(counts map[string]int, least int) string {
	best, n := "", least-1
	for a, count := range counts {
		if count > n || count == n && best != "" && a < best {
			best, n = a, count
		}
	}
	return best
}

// ruleText tells a rule as a person reads it.
func ruleText(rules []rule.Rule) []byte {
	var b bytes.Buffer
	for i := range rules {
		r := &rules[i]
		b.WriteString("Rule: " + r.Name + "\n")
		if !r.Enabled {
			b.WriteString("Switched off\n")
		}
		for _, c := range r.Conditions {
			b.WriteString("When: " + c + "\n")
		}
		if r.Folder != "" {
			b.WriteString("Moves to: " + r.Folder + "\n")
		}
		for _, to := range r.Forwards {
			b.WriteString("Passes on to: " + to + "\n")
		}
		if r.Delete {
			b.WriteString("Deletes\n")
		}
		if r.MarkRead {
			b.WriteString("Marks as read\n")
		}
		if r.Partial {
			b.WriteString("Not all of it could be read\n")
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}
