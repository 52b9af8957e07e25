// Package brand knows a few hundred organisations that mass mail claims to be from, with
// the domains that are theirs, and finds their names in a text.
//
// The table is facts, put together by hand: which organisations are imitated (public
// reports of the kind of "most imitated brands"; banks, posts, tax offices, telephones of
// the countries whose languages package phishing reads) and the domains that they
// publish as theirs. A brand that is missing is caught, less surely, by what needs no
// table (see package phishing).
//
// Of dwell the package imports words, entity and lookalike.
package brand
