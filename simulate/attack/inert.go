package attack

import (
	"fmt"

	"dwell/simulate/fact"
	"dwell/simulate/format/message/inert"
)

// pictures is an archive with a file that is named like a picture and like a screen
// saver at once, or has the given name: the magic of a program and a sentence. It
// cannot run.
func pictures(name string) (fact.Attachment, error) {
	if name == "" {
		name = disguise
	}
	content, err := inert.ZIP([]inert.Member{{Name: name, Data: inert.Program("An inert attachment of a rehearsal. It is no program.")}}, false)
	if err != nil {
		return fact.Attachment{}, fmt.Errorf("pack the lure: %w", err)
	}
	return fact.Attachment{Name: "가족사진.zip", Type: "application/zip", Content: content}, nil
}
