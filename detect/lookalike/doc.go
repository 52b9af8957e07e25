// Package lookalike folds text to what a reader takes it for: letters of other
// scripts that look Latin become Latin, invisible characters disappear, full-width
// forms become plain. Two texts with the same fold look alike, although their
// characters differ.
//
// The table is the part of the confusables of Unicode Technical Standard 39
// (section 4, "skeleton") that mail attackers use: Cyrillic, Greek, Armenian,
// Cherokee and phonetic letters. Compatibility forms (mathematical letters,
// full-width, ligatures) follow from NFKC. Hangul and Han stay as they are.
//
// The package knows no detector and no log format.
package lookalike
