// Package words finds turns of phrase in the text of mails: many phrases of many
// languages in one pass, by the hash of their first word. What differs only in case,
// punctuation, white space, invisible or look-alike letters is one text.
//
// Words of Hangul, Kana and Han stand without blanks or take endings, so phrases in
// them may begin and end anywhere.
//
// Of dwell the package imports lookalike.
package words
