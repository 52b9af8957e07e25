// Package alike compares names and addresses the way a hurried reader does: which
// display names are one person's, and which addresses are easily taken for another.
//
// Names: NFKC and look-alike letters (package lookalike), order of family and given
// name, titles and Korean forms of address. Addresses: edit distance, look-alike
// letters, figures added, other top-level domains, brands with a word added; and
// what the large mail providers treat as one mailbox (dots and tags of Gmail).
//
// Of dwell the package imports lookalike, and entity for registered domains.
package alike
