package archive

import (
	"slices"

	"dwell/detect/attachment/filetype"
)

// Open lists an archive of RAR, 7z, ALZ or EGG that is encrypted, with the password of somebody
// who has it. It returns false when the password is not the right one, or when that
// would cost more than the limits allow.
func Open(kind filetype.Kind, data []byte, password string, limits *Limits) (Listing, bool) {
	l := lister{limits: limits}
	opened := false
	switch kind {
	case filetype.RAR:
		opened = l.openRAR(data, password)
	case filetype.SevenZip:
		opened = l.openSevenZip(data, password)
	case filetype.ALZ:
		opened = l.openKorean(l.alz, data, password)
	case filetype.EGG:
		opened = l.openKorean(l.egg, data, password)
	}
	return l.out, opened
}

// openRAR lists a RAR archive with a password.
func (l *lister) openRAR(data []byte, password string) bool {
	keys := &rarKeys{password: password, rounds: &l.limits.Rounds, known: make(map[string][]byte)}
	w := walkRAR(data, keys)
	some := slices.ContainsFunc(w.files, func(f rarFile) bool { return !f.locked && (f.Encrypted || w.hidden) })
	if !some || !keys.checked && !l.rightRAR4(w) {
		return false
	}
	for i := range w.files {
		w.files[i].Encrypted = w.files[i].locked
	}
	w.hidden = false
	l.rarMembers(w, len(data))
	return true
}

// Opens reports whether Open knows the encryption of that kind of archive.
func Opens(kind filetype.Kind) bool {
	switch kind {
	case filetype.RAR, filetype.SevenZip, filetype.ALZ, filetype.EGG:
		return true
	}
	return false
}
