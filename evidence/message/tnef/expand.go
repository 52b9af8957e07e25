package tnef

import (
	"strings"

	"dwell/evidence/mapi"
	"dwell/evidence/message/mime"
)

// maxStreams bounds the streams that are unpacked in one mail.
const maxStreams = 100

// Unpacker puts what TNEF holds into the list of a mail's leaves. It keeps memory
// between calls and belongs to one goroutine; the zero value is ready for use.
type Unpacker struct {
	Links   []string // targets of hyperlinks that no leaf shows; of the last call
	Defects []string // of the last call

	converter mapi.Converter
}

// Reset takes back the memory of decoded bytes.
func (u *Unpacker) Reset() { u.converter.Reset() }

// Leaves returns the leaves with those of every TNEF stream behind it. Without one it
// returns them as they are.
func (u *Unpacker) Leaves(leaves []mime.Leaf) []mime.Leaf {
	u.Links, u.Defects = nil, nil
	streams := 0
	for i := 0; i < len(leaves) && streams < maxStreams; i++ {
		if !Is(leaves[i].Data) {
			continue
		}
		streams++
		leaves = u.unpack(leaves, i)
	}
	return leaves
}

// unpack puts the leaves of the stream at i behind it.
func (u *Unpacker) unpack(leaves []mime.Leaf, i int) []mime.Leaf {
	m := Parse(leaves[i].Data)
	content := u.converter.Content(m, mapi.Place{Path: leaves[i].Path, Alternative: highest(leaves)})
	u.Links = append(u.Links, content.Links...)
	u.Defects = append(append(u.Defects, m.Defects...), content.Defects...)
	inner := content.Leaves
	if room := mime.MaxParts - len(leaves); len(inner) > room {
		u.Defects = append(u.Defects, mime.DefectParts)
		inner = inner[:max(room, 0)]
	}
	all := make([]mime.Leaf, 0, len(leaves)+len(inner))
	all = append(append(append(all, leaves[:i+1]...), inner...), leaves[i+1:]...)
	sameText(all, i, len(inner))
	return all
}

func highest(leaves []mime.Leaf) int {
	n := 0
	for i := range leaves {
		n = max(n, leaves[i].Alternative)
	}
	return n
}

// sameText makes the body in a stream an alternative of the plain text that the mail
// has before it: Outlook writes the same text twice.
func sameText(leaves []mime.Leaf, stream, inner int) {
	plain := -1
	for i := range stream {
		if l := &leaves[i]; l.Type == "text/plain" && l.Disposition != "attachment" && level(l.Path) == level(leaves[stream].Path) {
			plain = i
		}
	}
	if plain < 0 {
		return
	}
	number := leaves[plain].Alternative
	for i := stream + 1; i <= stream+inner; i++ {
		l := &leaves[i]
		if level(l.Path) != level(leaves[stream].Path)+1 || l.Disposition != "" || l.Name != "" || !strings.HasPrefix(l.Type, "text/") {
			continue
		}
		if number == 0 {
			number = highest(leaves) + 1
			leaves[plain].Alternative = number
		}
		l.Alternative = number
	}
}

// level is the depth of a leaf in the tree.
func level(path string) int { return strings.Count(path, ".") }
