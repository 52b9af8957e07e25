package alike

import "dwell/detect/lookalike"

// Index finds the addresses that resemble a given one without comparing all pairs:
// two words that differ by up to two changes share a form with one letter left out
// (W. Garbe's symmetric delete method).
type Index struct {
	addresses []string
	byKey     map[string][]int32
}

// maxShared bounds the addresses under one key: what very many share deceives nobody.
const maxShared = 64

// NewIndex returns an index without addresses.
func NewIndex() *Index { return &Index{byKey: make(map[string][]int32)} }

// Add puts a canonical address in.
func (x *Index) Add(address string) {
	id := int32(len(x.addresses))
	x.addresses = append(x.addresses, address)
	keys(address, func(key string) {
		if list := x.byKey[key]; len(list) < maxShared && (len(list) == 0 || list[len(list)-1] != id) {
			x.byKey[key] = append(list, id)
		}
	})
}

// Find returns the addresses that resemble the given one, in the order in which
// they were added.
func (x *Index) Find(address string) []string {
	seen := make(map[int32]bool)
	var out []string
	keys(address, func(key string) {
		for _, id := range x.byKey[key] {
			if !seen[id] {
				seen[id] = true
				if Compare(address, x.addresses[id]) > SameLocal {
					out = append(out, x.addresses[id])
				}
			}
		}
	})
	return out
}

// keys calls yield for every form under which an address is looked up.
func keys(address string, yield func(string)) {
	local, domain := Split(address)
	yield("f" + lookalike.Address(local) + "@" + lookalike.Address(domain))
	if len(local) >= minLocal {
		yield("l" + local)
		yield("l" + stem(local))
		yield("b" + bare(local))
		const longest = 64
		for i := range min(len(local), longest) {
			yield("l" + local[:i] + local[i+1:])
		}
	}
}
