package attachment

import (
	"cmp"
	"crypto/sha256"
	"io"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	"dwell/detect/attachment/unlock"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "attachment"
	version = 3 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did a mail bring something that runs?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds the parts of mails. See the package comment.
type Detector struct {
	state state
	hung  int // archives that stalled what unpacks them; beside the state, for it changes no honest result
}

// state is everything that a snapshot holds.
type state struct {
	Items     *fold.Map[digest, item]    // by SHA-256
	Mailboxes *fold.Map[uint64, mailbox] // by hash of the path
	Hints     *fold.Map[uint64, hint]    // passwords, by hash of sender or thread and of the mailbox
	Vault     vault                      // locked files
}

// digest is a SHA-256.
type digest [sha256.Size]byte

func (d digest) hash() uint64 {
	var h uint64
	for _, b := range d[:8] {
		h = h<<8 | uint64(b)
	}
	return h
}

// mailbox counts what a mailbox got.
type mailbox struct{ Mails int64 }

// The bounds of one item.
const (
	maxDeliveries = 32
	maxNames      = 4
	maxRecipients = 8
	maxField      = 160 // bytes of a name or subject that are kept
)

// item is one file that arrived, however often.
type item struct {
	Traits     Traits
	Kind       filetype.Kind
	Size       int64
	Truncated  bool
	Most       Trait    // the most telling carrier
	Where      string   // what in the file it was found in, "" for the file itself
	Telling    []string // members; they follow from the bytes and, when opened, the password
	Notes      []string // facts in plain words, likewise
	Traces     []inside.Trace
	Leads      string // host to which a code in a picture leads
	Built      int64  // when a program was compiled, seconds since 1970; 0 unknown
	Sealed     []unlock.Sample
	Closed     []closed
	Offered    hint     // what the mails with it offer as passwords, when it is locked
	Names      []string // first in order of the alphabet
	Marks      fold.Marks
	Deliveries []delivery // earliest first
}

// delivery is one mail that brought the item.
type delivery struct {
	Time      event.Time
	Ref       event.Ref
	Path      string // of the part in the mail
	MessageID string
	From      string
	To        []string
	Subject   string
	Mailbox   uint64
	Sender    uint64 // keys of Hints
	Thread    uint64
}

func (d *delivery) compare(o *delivery) int {
	return cmp.Or(d.Time.Compare(o.Time), d.Ref.Compare(o.Ref), cmp.Compare(d.Path, o.Path))
}

// itemShare is the part of Config.MaxKeys that items may take: they are large, and
// few attachments run; hintShare is that of the passwords that mails give.
const (
	itemShare = 20
	hintShare = 20
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{
		Vault:     vault{Budget: c.MaxKeys * vaultShare},
		Items:     fold.NewMap[digest, item](max(1, c.MaxKeys/itemShare), digest.hash),
		Mailboxes: fold.NewMap[uint64, mailbox](c.MaxKeys, func(h uint64) uint64 { return h }),
		Hints:     fold.NewMap[uint64, hint](max(1, c.MaxKeys/hintShare), func(h uint64) uint64 { return h }),
	}}
}

// Observe folds the mails of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Mails {
		m := &b.Mails[i]
		if m.Medium != event.MediumMail {
			continue
		}
		box := fold.HashString(m.Mailbox)
		if v := d.state.Mailboxes.At(box); v != nil {
			v.Mails++
		}
		tokens := append(unlock.Tokens(m.Text), unlock.Tokens(m.Subject)...)
		d.hint(m, tokens)
		left := newAllowance()
		left.Hung = d.hung
		for j := range m.Parts {
			d.part(m, &m.Parts[j], tokens, left, box)
		}
		d.hung = left.Hung
	}
}

func (d *Detector) part(m *event.Mail, p *event.Part, tokens []string, left *allowance, box uint64) {
	v := judge(p, m.Codes, tokens, left)
	if !v.traits.carries() {
		return
	}
	locked := v.traits.Has(lockedArchive) || v.traits.Has(lockedDocument)
	if locked && len(tokens) > 0 {
		v.traits.add(password)
	}
	t := d.state.Items.At(sha256.Sum256(p.Data))
	if t == nil {
		return
	}
	one := item{Traits: v.traits, Kind: v.kind, Size: int64(len(p.Data)), Truncated: p.Truncated, Most: v.traits.carrier(), Where: v.where, Telling: v.telling, Notes: v.notes,
		Traces: v.traces, Built: v.built, Sealed: v.sealed, Closed: d.keeps(v.closed), Leads: v.leads}
	if locked {
		one.Offered = offered(m, tokens)
	}
	if p.Name != "" {
		one.Names = []string{short(p.Name)}
	}
	one.Deliveries = []delivery{{Time: m.Time, Ref: m.Ref, Path: p.Path, MessageID: short(m.MessageID), From: address(m.Author().Addr),
		To: recipients(m), Subject: short(m.Subject), Mailbox: box, Sender: senderKey(m), Thread: threadKey(m)}}
	one.Marks.Add(fold.Mark{Time: m.Time, Ref: m.Ref})
	t.merge(&one)
}

// merge folds another state of the same file in.
func (t *item) merge(o *item) {
	t.Traits |= o.Traits
	t.Kind, t.Size, t.Truncated = max(t.Kind, o.Kind), max(t.Size, o.Size), t.Truncated || o.Truncated
	t.placed(o)
	t.Telling, t.Notes = fuller(t.Telling, o.Telling), fuller(t.Notes, o.Notes)
	t.Traces = append(slices.Clip(t.Traces), o.Traces...)
	slices.SortFunc(t.Traces, compareTraces)
	t.Traces = slices.Compact(t.Traces)
	t.Traces = t.Traces[:min(len(t.Traces), maxTraces)]
	t.Built, t.Leads = max(t.Built, o.Built), max(t.Leads, o.Leads)
	if len(t.Sealed) == 0 {
		t.Sealed = o.Sealed // they follow from the bytes alone
	}
	t.Closed = united(t.Closed, o.Closed)
	t.Offered.merge(&o.Offered)
	t.Names = append(t.Names, o.Names...)
	slices.Sort(t.Names)
	t.Names = slices.Compact(t.Names)
	t.Names = t.Names[:min(len(t.Names), maxNames)]
	t.Marks.Merge(&o.Marks)
	for i := range o.Deliveries {
		at, _ := slices.BinarySearchFunc(t.Deliveries, &o.Deliveries[i], func(a delivery, b *delivery) int { return a.compare(b) })
		if at < maxDeliveries {
			t.Deliveries = slices.Insert(t.Deliveries, at, o.Deliveries[i])
			t.Deliveries = t.Deliveries[:min(len(t.Deliveries), maxDeliveries)]
		}
	}
}

// placed keeps where the most telling carrier was found; of equals the first in order,
// so that it is the same whatever is merged first.
func (t *item) placed(o *item) {
	order := cmp.Or(cmp.Compare(facts[t.Most].weight, facts[o.Most].weight), cmp.Compare(o.Most, t.Most), cmp.Compare(o.Where, t.Where))
	if len(t.Deliveries) == 0 || order < 0 {
		t.Most, t.Where = o.Most, o.Where
	}
}

// fuller chooses the longer list, of two as long the first in order: the same whatever
// is merged first.
func fuller(a, b []string) []string {
	if len(b) > len(a) || len(b) == len(a) && slices.Compare(b, a) < 0 {
		return b
	}
	return a
}

func compareTraces(a, b inside.Trace) int {
	return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Value, b.Value))
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Items.Merge(o.state.Items, (*item).merge)
	d.state.Hints.Merge(o.state.Hints, (*hint).merge)
	d.state.Vault.merge(&o.state.Vault)
	d.hung = max(d.hung, o.hung)
	d.state.Mailboxes.Merge(o.state.Mailboxes, func(into, from *mailbox) { into.Mails += from.Mails })
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }

func recipients(m *event.Mail) []string {
	var out []string
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for _, a := range list {
			if to := address(a.Addr); to != "" && len(out) < maxRecipients && !slices.Contains(out, to) {
				out = append(out, to)
			}
		}
	}
	return out
}

// address is a mail address in one case.
func address(a string) string {
	const longest = 254 // RFC 5321
	if len(a) > longest {
		return ""
	}
	return strings.ToLower(a)
}

// short cuts text at a rune.
func short(s string) string { return fold.Shorten(s, maxField) }
