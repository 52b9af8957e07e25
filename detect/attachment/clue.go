package attachment

import (
	"strings"

	"dwell/finding"
)

// meanings say what a trace is, by its label. All of them are written by the maker's
// programs, and any other program can write them too.
var meanings = map[string]string{
	"author":                "the document names this author",
	"last saved by":         "the account or name under which the document was last saved",
	"company":               "the company to which the maker's copy of the program is registered",
	"made":                  "when the document was made, by the clock of the maker's machine",
	"saved":                 "when the document was last saved, by the clock of the maker's machine",
	"program":               "the program that wrote the document names itself so",
	"code page":             "the language for which the maker's system is set",
	"language":              "the language of the document",
	"offset from UTC":       "the time zone to which the maker's machine was set",
	"compiled":              "when the program was built, by the clock of the maker's machine",
	"language of resources": "the language of the system on which the program was made, or for which",
	"debug symbols":         "the folder of the maker's machine, often with an account name",
	"import hash":           "what the program asks of Windows; worth comparing with programs of earlier cases",
	"Rich header hash":      "the tools that built the program; worth comparing with programs of earlier cases",
	"OriginalFilename":      "the name that the program had when it was built",
	"machine":               "the name of the machine on which the shortcut was made",
	"MAC address":           "the network card of the machine on which the shortcut was made",
	"identifier made":       "when that machine gave the file its identifier",
	"target was made":       "when the program to which the shortcut leads was put on the maker's machine",
}

// clues are the traces of origin in the file. They name nobody and cost nothing to
// plant. There is one class for each kind of file, so that one careless maker does not
// look like many independent traces.
func (t *item) clues() []finding.Clue {
	var out []finding.Clue
	for _, trace := range t.Traces {
		label, _, _ := strings.Cut(trace.Value, ": ")
		meaning, ok := meanings[label]
		if !ok {
			meaning = "the file says so of itself"
		}
		out = append(out, finding.Clue{Class: trace.Class, Value: visible(trace.Value), Meaning: meaning, Forgeability: finding.FreeToPlant, Refs: t.Marks.Refs()})
	}
	return out
}
