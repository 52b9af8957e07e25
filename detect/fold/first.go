package fold

import "slices"

// KeepFirst puts one into a set that is sorted by compare and keeps its first most
// members, each once. What does not get in or has to go never comes back, so the set
// depends only on all that was ever put in.
func KeepFirst[T any](set []T, one T, most int, compare func(a, b T) int) []T {
	i, found := slices.BinarySearchFunc(set, one, compare)
	if found || i >= most {
		return set
	}
	set = slices.Insert(set, i, one)
	return set[:min(len(set), most)]
}

// Lowest keeps the lower of two hashes of which 0 is none.
func Lowest(into *uint64, h uint64) {
	if h != 0 && (*into == 0 || h < *into) {
		*into = h
	}
}

// FalseFirst compares two truths: false comes before true.
func FalseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
