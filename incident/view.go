package incident

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/entity"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The classes of demands that linking tells apart: two go to everybody alike, one
// speaks of stolen data, one lies on machines.
const (
	massClass   = "mass-sextortion"
	begClass    = "bug-bounty-beg"
	theftClass  = "targeted-data-extortion"
	ransomClass = "ransomware-note"
)

// view is a finding as linking sees it.
type view struct {
	*finding.Finding
	start, end int64 // nanoseconds; 0 when untimed
	timed      bool
	parties    []party  // sorted by key, one per key
	hosts      []string // the company's machines
	accounts   []string
	addresses  []string // the attacker's
}

func newView(f *finding.Finding, e *entity.Estate) *view {
	v := &view{Finding: f, timed: !f.First.IsZero()}
	if v.timed {
		v.start, v.end = f.First.Nanos, f.First.Nanos
		if !f.Last.IsZero() {
			v.end = max(v.end, f.Last.Nanos)
		}
	}
	for _, entity := range f.Entities {
		v.add(entity, e)
	}
	if f.Demand != nil {
		for _, w := range f.Demand.Wallets {
			v.join(byWallet, w.Address, actor)
		}
	}
	v.settle()
	return v
}

// core reports whether the finding is grave enough to begin an incident.
func (v *view) core() bool { return v.Severity >= finding.Medium }

// mail reports whether the finding is about a mail that came.
func (v *view) mail() bool { return strings.HasPrefix(string(v.Kind), "mail.") && !v.misuse() }

// misuse reports whether the finding is about an account that somebody else uses.
func (v *view) misuse() bool { return v.Kind == finding.MailAccountMisuse }

// left reports whether the finding's texts lay on a machine, as notes and chats do, and
// came by no mail.
func (v *view) left() bool {
	return len(v.Values(finding.Victim))+len(v.Values(finding.Recipient)) == 0 &&
		!slices.ContainsFunc(v.Entities, func(e finding.Entity) bool { return e.Type == finding.Message })
}

// title is the finding's, safe for one line.
func (v *view) title() string { return humanize.Line(strings.TrimSuffix(v.Title, ".")) }

// callsOut reports whether the finding is about traffic to the outside.
func (v *view) callsOut() bool {
	return v.Tactic == finding.CommandControl || v.Tactic == finding.Exfiltration
}

// theft reports whether the finding says that data was read in bulk or carried away. A
// volume of low severity says no such thing: it is one of many.
func (v *view) theft() bool {
	return v.Tactic == finding.Exfiltration && v.Severity >= finding.Medium || v.Kind == finding.BulkRead || v.Taken != nil
}

// massMail reports whether the finding is a mail of the kind that goes to everybody.
func (v *view) massMail() bool {
	return v.Demand != nil && (v.Demand.Class == massClass || v.Demand.Class == begClass)
}

// extortion reports whether the finding is a demand that speaks to this company.
func (v *view) extortion() bool { return v.Demand != nil && !v.massMail() }

func (v *view) join(c class, value string, l level) {
	if value != "" {
		v.parties = append(v.parties, party{key{class: c, value: value}, l})
	}
}

// settle brings the parties into their final form: one per key at its closest
// level, and for mass blackmail only what belongs to the sender.
func (v *view) settle() {
	slices.SortFunc(v.parties, func(a, b party) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.value, b.value), cmp.Compare(b.level, a.level))
	})
	v.parties = slices.CompactFunc(v.parties, func(a, b party) bool { return a.key == b.key })
	if v.massMail() {
		v.parties = slices.DeleteFunc(v.parties, func(p party) bool { return p.class.ours() })
		for i := range v.parties {
			v.parties[i].mass = true
		}
	}
	for _, list := range []*[]string{&v.hosts, &v.accounts, &v.addresses} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// add says what an entity means for linking.
func (v *view) add(x finding.Entity, e *entity.Estate) {
	switch x.Type {
	case finding.Message:
		v.join(byMessage, x.Value, actor)
	case finding.Wallet:
		v.join(byWallet, x.Value, actor)
	case finding.Table:
		v.join(byTable, strings.ToLower(x.Value), touched)
	case finding.File:
		v.join(byFile, x.Value, fileLevel(x.Value))
	case finding.Account:
		v.account(x)
	case finding.Mailbox:
		v.mailbox(x, e)
	case finding.Domain:
		v.domain(x, e)
	case finding.Host:
		v.host(x, e)
	}
	// A display name ties nothing: anybody may write it.
}

// fileLevel tells a hash, which is one content, from a name, which many share.
func fileLevel(value string) level {
	const md5, sha1, sha256 = 32, 40, 64
	if n := len(value); n != md5 && n != sha1 && n != sha256 {
		return touched
	}
	if strings.Trim(strings.ToLower(value), "0123456789abcdef") != "" {
		return touched
	}
	return actor
}

func (v *view) account(x finding.Entity) {
	if x.Role == finding.Attacker && (v.mail() || v.Demand != nil) {
		v.join(bySender, strings.ToLower(x.Value), actor) // where to answer: a chat handle, not a login here
		return
	}
	v.accounts = append(v.accounts, x.Value)
	l := actor
	if x.Role == finding.Destination || x.Role == finding.Object {
		l = touched
	}
	v.join(byAccount, login(x.Value), l)
}

// login is the name that a person types: without the domain around it.
func login(account string) string {
	account = strings.ToLower(account)
	if _, name, ok := strings.Cut(account, `\`); ok {
		account = name
	}
	name, _, _ := strings.Cut(account, "@")
	return name
}

// sharedLogins are names that exist everywhere; as the left part of a mail
// address they say nothing about who uses the account of that name.
var sharedLogins = []string{
	"admin", "administrator", "backup", "contact", "help", "info", "mail", "office",
	"postgres", "postmaster", "root", "sales", "service", "support", "system", "test", "webmaster",
}

func (v *view) mailbox(x finding.Entity, e *entity.Estate) {
	address := strings.ToLower(x.Value)
	name, domain, _ := strings.Cut(address, "@")
	company := e.Company(domain)
	switch {
	case x.Role == finding.Attacker && !company:
		v.join(bySender, address, actor)
	case x.Role == finding.Sender && !company:
		v.join(bySender, address, presumed)
	case x.Role == finding.Victim:
		v.join(byMailbox, address, actor)
	case x.Role == finding.Recipient:
		v.join(byMailbox, address, touched)
	}
	const shortest = 3 // shorter names fit too many people
	if company && x.Role != finding.Sender && len(name) >= shortest && !slices.Contains(sharedLogins, name) {
		v.join(byAccount, name, touched)
	}
}

// freeMail are domains at which anybody may have a mailbox: sharing one ties nothing. Whole
// names only, unlike in entity/freemail.go: an attacker registers the brand under another
// ending, and that ties.
var freeMail = []string{
	"aol.com", "daum.net", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "hanmail.net", "hotmail.com", "icloud.com",
	"kakao.com", "live.com", "mail.com", "mail.ru", "nate.com", "naver.com", "outlook.com", "proton.me",
	"protonmail.com", "qq.com", "163.com", "web.de", "yahoo.co.jp", "yahoo.com", "yandex.ru",
}

func (v *view) domain(x finding.Entity, e *entity.Estate) {
	name := strings.TrimSuffix(strings.ToLower(x.Value), ".")
	if e.Company(name) || slices.Contains(freeMail, name) {
		return
	}
	switch {
	case x.Role == finding.Attacker:
		v.outside(name, actor)
	case x.Role == finding.Destination && v.callsOut():
		v.outside(name, presumed)
	case !v.mail():
		v.join(byAttacker, name, touched)
	}
}

func (v *view) host(x finding.Entity, e *entity.Estate) {
	a, err := netip.ParseAddr(x.Value)
	switch {
	case err == nil && (a.IsLoopback() || a.IsUnspecified() || a.IsMulticast()):
	case err == nil:
		v.address(x.Role, a.Unmap(), e)
	case x.Role == finding.Attacker, x.Role == finding.Destination && v.callsOut() && strings.Contains(x.Value, "."):
		v.domain(finding.Entity{Type: finding.Domain, Value: x.Value, Role: x.Role}, e)
	default:
		v.inside(strings.ToLower(x.Value), x.Role)
	}
}

func (v *view) address(role finding.Role, a netip.Addr, e *entity.Estate) {
	known := len(e.InsideNetworks()) > 0
	switch {
	case v.mail() && role != finding.Attacker && role != finding.Victim:
		return // a mail relay passes everybody's mail on
	case e.Inside(a), role == finding.Victim, !known && ourEnd(role, v.Tactic):
		v.inside(a.String(), role)
		v.alias(byHost, role, a, e)
	case role == finding.Attacker:
		v.outside(a.String(), actor)
		v.alias(byAttacker, role, a, e)
	case role == finding.Destination && v.callsOut(), role == finding.Source && ourEnd(role, v.Tactic):
		v.outside(a.String(), presumed)
		v.alias(byAttacker, role, a, e)
	default:
		v.join(byAttacker, a.String(), touched)
	}
}

// ourEnd reports whether an address in that role is the company's when nothing is
// known about the network: the end that calls out, moves on or reads a table.
func ourEnd(role finding.Role, t finding.Tactic) bool {
	switch t {
	case finding.CommandControl, finding.Exfiltration:
		return role == finding.Source
	case finding.LateralMove, finding.Collection:
		return role == finding.Source || role == finding.Destination
	}
	return false
}

func (v *view) inside(host string, role finding.Role) {
	v.hosts = append(v.hosts, host)
	v.join(byHost, host, v.insideLevel(role))
}

func (v *view) insideLevel(role finding.Role) level {
	switch {
	case role == finding.Source, role == finding.Victim, role == finding.Attacker:
		return actor
	case role == finding.Destination && v.callsOut():
		return passing
	}
	return touched
}

func (v *view) outside(address string, l level) {
	v.addresses = append(v.addresses, address)
	v.join(byAttacker, address, l)
}

// alias adds the one name by which the evidence knows an address, so that
// findings that name the machine meet those that give its address. An address
// with several names is shared hosting and means nothing.
func (v *view) alias(c class, role finding.Role, a netip.Addr, e *entity.Estate) {
	names := e.Names(a)
	if len(names) != 1 {
		return
	}
	l := presumed
	if c == byHost {
		l = v.insideLevel(role)
	}
	v.join(c, strings.ToLower(names[0]), l)
}

// lead is the thing by which popularity counts who stands behind a finding.
func (v *view) lead() string {
	for _, c := range []class{byHost, byAccount, bySender, byAttacker, byMessage} {
		for _, p := range v.parties {
			if p.class == c && p.level >= presumed {
				return classNouns[c] + p.value
			}
		}
	}
	return v.ID
}

// gapTo is the silence between two findings, 0 when they overlap or when one of
// them carries no time.
func (v *view) gapTo(o *view) time.Duration {
	if !v.timed || !o.timed {
		return 0
	}
	if v.start > o.start {
		v, o = o, v
	}
	if o.start <= v.end {
		return 0
	}
	// Times of hostile records may lie so far apart that a signed difference overflows.
	silence := uint64(o.start) - uint64(v.end)
	return time.Duration(min(silence, 1<<63-1))
}

// earlier orders findings by time, then by id.
func earlier(a, b *view) int {
	return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.end, b.end), cmp.Compare(a.ID, b.ID))
}
