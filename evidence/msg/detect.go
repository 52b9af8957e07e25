package msg

import (
	"dwell/evidence"
	"dwell/evidence/mapi/msgfile"
	"dwell/evidence/message/tnef"
)

// detect judges the first bytes of a file. Of a large file the part that tells may not
// be seen, and Read decides.
func detect(head []byte) evidence.Confidence {
	if tnef.Is(head) {
		return evidence.Certain
	}
	switch msgfile.Judge(head, len(head) < evidence.HeadSize) {
	case msgfile.Yes:
		return evidence.Certain
	case msgfile.Damaged:
		return evidence.Likely
	case msgfile.Unknown:
		return evidence.Possible
	}
	return evidence.No
}
