package rule

import (
	"errors"
	"slices"
	"strings"

	"dwell/event"
	"dwell/evidence/mapi"
)

// The properties of rules ([MS-OXORULE] 2.2.4.1; the binary ones of version 2 messages as
// EdkMdb.h numbers them).
const (
	messageState     mapi.ID = 0x65e9
	messageProvider  mapi.ID = 0x65eb
	messageName      mapi.ID = 0x65ec
	messageActions   mapi.ID = 0x65ef
	messageCondition mapi.ID = 0x65f0
	extendedActions  mapi.ID = 0x0e99
	extendedWhen     mapi.ID = 0x0e9a
	rulesStream      mapi.ID = 0x6802
)

// enabled is the bit of a rule's state that lets it work.
const enabled = 1

// The bounds of what is read.
const (
	maxRules      = 500
	maxActions    = 100
	maxRecipients = 100
	maxDepth      = 16 // conditions within conditions
	maxWords      = 100
	maxElements   = 500
)

// Rule is one rule.
type Rule struct {
	event.InboxRule
	Enabled bool
	Partial bool // not all of it could be read
}

// Folders names the folder of an entry identifier, or of the eight bytes by which a
// server knows one; "" for none that is known.
type Folders func(id []byte) string

// unknownFolder stands for a folder that nothing names.
const unknownFolder = "?"

// IsRule reports whether a hidden message of that class holds rules.
func IsRule(class string) bool {
	switch strings.ToUpper(class) {
	case "IPM.RULE.VERSION2.MESSAGE", "IPM.RULE.MESSAGE", "IPM.EXTENDEDRULE.MESSAGE", "IPM.RULEORGANIZER":
		return true
	}
	return false
}

// ErrNoRule means that a message holds nothing that can be read as a rule.
var ErrNoRule = errors.New("a hidden message of rules without any that can be read")

// junkProvider makes the rule that files what the server takes for junk.
const junkProvider = "JunkEmailRule"

// Read returns the rules of a hidden message. That of the junk filter is none.
func Read(m *mapi.Properties, folders Folders) ([]Rule, error) {
	if data := m.Bytes(rulesStream); data != nil {
		return stream(data, folders)
	}
	state, _ := m.Int(messageState)
	r := Rule{Enabled: state&enabled != 0}
	r.Name = clip(m.Text(messageName))
	b := builder{Rule: &r, folders: folders}
	actions := first(m, messageActions, extendedActions)
	if actions == nil || !b.actions(actions) {
		return nil, ErrNoRule
	}
	if m.Text(messageProvider) == junkProvider && len(r.Forwards) == 0 {
		return nil, nil
	}
	if when := first(m, messageCondition, extendedWhen); when != nil && !b.conditions(when) {
		r.Partial = true
		b.when("Other", "not read") // it may meet few mails
	}
	b.done()
	return []Rule{r}, nil
}

// first is the first of two properties that is there.
func first(m *mapi.Properties, ids ...mapi.ID) []byte {
	for _, id := range ids {
		if b := m.Bytes(id); len(b) > 0 {
			return b
		}
	}
	return nil
}

// builder gathers what a rule does and when.
type builder struct {
	*Rule
	folders Folders
	words   map[string][]string // of conditions, by kind
	count   int
}

// when adds a condition, named like the parameters of Exchange's New-InboxRule.
func (b *builder) when(kind, word string) {
	if b.count++; b.count > maxWords {
		return
	}
	if b.words == nil {
		b.words = make(map[string][]string)
	}
	if !slices.Contains(b.words[kind], word) {
		b.words[kind] = append(b.words[kind], word)
	}
}

// done writes the conditions down.
func (b *builder) done() {
	for kind, words := range b.words {
		b.Conditions = append(b.Conditions, clip(kind+": "+strings.Join(words, ";")))
	}
	slices.Sort(b.Conditions)
}

// moveTo notes the folder that an entry identifier names.
func (b *builder) moveTo(id []byte, name string) {
	if b.folders != nil {
		if known := b.folders(id); known != "" {
			name = known
		}
	}
	if b.Folder = clip(name); name == "" {
		b.Folder = unknownFolder
	}
}

// passTo notes a recipient.
func (b *builder) passTo(p *mapi.Properties) {
	a := p.Recipient()
	addr := strings.ToLower(a.Addr)
	if addr == "" {
		addr = a.Name
	}
	if addr = clip(addr); addr != "" && len(b.Forwards) < maxRecipients && !slices.Contains(b.Forwards, addr) {
		b.Forwards = append(b.Forwards, addr)
	}
}
