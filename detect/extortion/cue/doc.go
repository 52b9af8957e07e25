// Package cue finds the turns of phrase that make up an extortion: a demand for
// money, a threat, the claim to have taken or encrypted data, whose data it is, how
// to get in touch; and those of mass sextortion. English and Korean.
//
// The phrases are kinds of statement, not texts of known gangs: each is common to
// many unrelated writers. A verb such as "publish" counts as a threat only near
// words that make it the writer's own intention ("we will", "if you do not"), so
// that news about extortion is not taken for one.
//
// Most statements come in more wordings than a list can hold. So there are helpers,
// words for who, does what, to what, of whose; near each other they make a statement
// (rules.go), and none counts alone.
//
// All phrases are searched at once with the automaton of Aho and Corasick
// ("Efficient string matching", CACM 18(6), 1975). The package imports only
// lookalike.
package cue
