package impostor

import (
	"bytes"
	"encoding/base64"
	"regexp"

	"dwell/evidence/message/dkim"
)

// bodyHash is the tag with its folds.
var bodyHash = regexp.MustCompile(`\bbh=[A-Za-z0-9+/= \t]*(?:\r?\n[ \t]+[A-Za-z0-9+/=]+)*`)

// resigned is a mail as the provider of a true account signs it: whatever is written
// there, the hash of the body in the signature is that of its body.
func resigned(l Letter) Letter {
	out := Letter{Body: l.Body, Fields: make([]Field, len(l.Fields))}
	body := bytes.TrimPrefix(bytes.TrimPrefix(l.Body, []byte("\r")), []byte("\n"))
	var hasher dkim.Hasher
	for i, f := range l.Fields {
		if f.Name == "dkim-signature" {
			if s, ok := dkim.Parse([]byte(f.value())); ok && s.Hash != dkim.Unknown {
				sum := base64.StdEncoding.EncodeToString(hasher.Sum(&s, body, nil))
				f.Raw = bodyHash.ReplaceAllLiteralString(f.Raw, "bh="+sum)
			}
		}
		out.Fields[i] = f
	}
	return out
}
