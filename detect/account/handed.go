package account

import "maps"

// handedIn are accounts of whose use a log tells, with few others of their domain: a private
// mailbox, whose provider's record its owner asked for, is judged like the company's. A
// log of many accounts elsewhere is another company's.
func (s *state) handedIn() map[uint64]bool {
	const few = 3 // accounts of a domain
	byDomain := map[string]map[uint64]bool{}
	for k, p := range s.Places.All() {
		if k.Channel == byMail || p.Uses == 0 {
			continue
		}
		one, ok := s.Profiles.Lookup(k.Account)
		if !ok || domainOf(one.Name) == "" {
			continue
		}
		domain := domainOf(one.Name)
		if byDomain[domain] == nil {
			byDomain[domain] = map[uint64]bool{}
		}
		byDomain[domain][k.Account] = true
	}
	out := map[uint64]bool{}
	for _, accounts := range byDomain {
		if len(accounts) <= few {
			maps.Copy(out, accounts)
		}
	}
	return out
}
