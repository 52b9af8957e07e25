package backdoor

import "math"

// count counts records. It stays at the greatest number that it holds, so that it takes
// half of the room and order still does not matter: of 4 billion records or more it
// says that there are so many.
type count uint32

func (c *count) add(n count) {
	if *c += n; *c < n {
		*c = math.MaxUint32
	}
}
