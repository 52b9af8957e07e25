package lateral

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/entity"
)

// logonSurvey is what the logons show, by pair of machines and by account.
type logonSurvey struct {
	direct   map[ends][]loggedOn // to the machine itself
	tickets  map[ends][]loggedOn // for a service on it
	askers   map[string]map[fold.Addr]bool
	accounts map[uint64]*account
	names    map[fold.Addr]map[string]int64 // that clients give themselves
	ntlm     int                            // accounts that used it
	kerberos int
}

type loggedOn struct {
	useKey
	*use
}

// account is where a login is used.
type account struct {
	sources        map[fold.Addr]*use
	ntlm, kerberos bool
}

func newLogonSurvey(s *state, e *entity.Estate, pairs []*pair) *logonSurvey {
	y := &logonSurvey{map[ends][]loggedOn{}, map[ends][]loggedOn{}, map[string]map[fold.Addr]bool{}, map[uint64]*account{}, map[fold.Addr]map[string]int64{}, 0, 0}
	machines := machinesByName(e, pairs)
	for k, u := range s.Uses.All() {
		y.use(k, u)
		if k.Method == byNTLM || k.Method == byRDP {
			at := ends{k.Src, k.Place}
			y.direct[at] = append(y.direct[at], loggedOn{k, u})
		}
		if k.Method == byTicket {
			add(y.askers, u.Service, k.Src)
			for _, dst := range machines.of(u.Service) {
				at := ends{k.Src, dst}
				y.tickets[at] = append(y.tickets[at], loggedOn{k, u})
			}
		}
	}
	for _, a := range y.accounts {
		if a.ntlm {
			y.ntlm++
		}
		if a.kerberos {
			y.kerberos++
		}
	}
	for _, of := range []map[ends][]loggedOn{y.direct, y.tickets} {
		for _, all := range of {
			slices.SortFunc(all, func(a, b loggedOn) int {
				return cmp.Or(cmp.Compare(a.Method, b.Method), cmp.Compare(a.use.Account, b.use.Account), cmp.Compare(a.Service, b.Service))
			})
		}
	}
	return y
}

// use adds one use to what is known of the account and of the machine.
func (y *logonSurvey) use(k useKey, u *use) {
	a := y.accounts[k.Account]
	if a == nil {
		a = &account{sources: map[fold.Addr]*use{}}
		y.accounts[k.Account] = a
	}
	if a.sources[k.Src] == nil {
		a.sources[k.Src] = &use{}
	}
	a.sources[k.Src].merge(u)
	a.ntlm = a.ntlm || k.Method == byNTLM
	a.kerberos = a.kerberos || k.Method == byTicket || k.Method == byKerberos
	if u.From != "" {
		if y.names[k.Src] == nil {
			y.names[k.Src] = map[string]int64{}
		}
		y.names[k.Src][u.From] += u.Marks.Count
	}
}

// nameTable finds machines by name.
type nameTable map[string][]fold.Addr

func machinesByName(e *entity.Estate, pairs []*pair) nameTable {
	t := nameTable{}
	seen := map[fold.Addr]bool{}
	for _, p := range pairs {
		if seen[p.Dst] {
			continue
		}
		seen[p.Dst] = true
		names := e.Names(p.Dst.IP())
		if own := e.HostName(p.Dst.IP()); !slices.Contains(names, own) {
			names = append(slices.Clone(names), own)
		}
		for _, name := range names {
			t.add(name, p.Dst)
		}
	}
	return t
}

// add enters a machine by its whole name and by the first label of it.
func (t nameTable) add(name string, a fold.Addr) {
	if name == "" {
		return
	}
	short, _, _ := strings.Cut(name, ".")
	for _, at := range []string{name, "." + short} {
		if n := len(t[at]); n == 0 || t[at][n-1] != a { // a machine's names come together
			t[at] = append(t[at], a)
		}
	}
}

// manySame: a name that more machines share tells none of them.
const manySame = 4

// of returns the machines on which a service runs: "cifs/files", "http/files.example.com:5985".
func (t nameTable) of(service string) []fold.Addr {
	_, host, ok := strings.Cut(service, "/")
	if !ok {
		return nil
	}
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, "@")
	if a, err := netip.ParseAddr(host); err == nil {
		return []fold.Addr{fold.AddrOf(a)}
	}
	host, _, _ = strings.Cut(host, ":")
	found := t[host]
	if len(found) == 0 && !strings.Contains(host, ".") {
		found = t["."+host]
	}
	if len(found) > manySame {
		return nil
	}
	return found
}
