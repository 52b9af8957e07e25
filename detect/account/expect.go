package account

// allowed counts the programs that may act for an account.
func (y *survey) allowed(p *person) {
	seen := map[uint64]bool{}
	for i := range p.profile.Deeds {
		if program := p.profile.Deeds[i].Program; program != 0 && !seen[program] {
			seen[program] = true
			y.programs[program]++
		}
	}
}

// Of an account that is known for some days only, its colleagues tell how often people come
// from elsewhere: so many days of them count beside its own. Below leastExpected a place
// would weigh as if nobody ever moved.
const (
	expectation   = 10
	leastExpected = 0.5
	mostExpected  = 3
)

// expect finds how many new places and programs an account has in expectation days.
func (y *survey) expect() {
	days, regions, networks, clients := 0.0, 0.0, 0.0, 0.0
	for _, p := range y.persons {
		newClients := 0
		for _, f := range p.foreign {
			switch {
			case f.program:
			case f.regional:
				networks++
			default:
				regions++
			}
			newClients = max(newClients, f.newClients)
		}
		for _, d := range p.profile.Daily {
			if d.Uses > 0 {
				days++
			}
		}
		clients += float64(newClients)
	}
	expected := func(n float64) float64 {
		if days == 0 {
			return leastExpected
		}
		return max(leastExpected, min(mostExpected, expectation*n/days))
	}
	y.newRegions, y.newNetworks, y.newClients = expected(regions), expected(networks), expected(clients)
}

// restless is how many new places of a kind are expected besides the account's own.
func (y *survey) restless(regional bool) float64 {
	if regional {
		return y.newNetworks
	}
	return y.newRegions
}
