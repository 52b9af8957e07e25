// Package ask knows what mass phishing says: what it wants its reader to do, with what it
// threatens or lures, and what it says of itself. English, German, French, Spanish,
// Portuguese, Italian, Dutch, Korean and Japanese, in our own words: the phrases are
// what any notice of that kind says, true ones too, so none of them counts alone.
//
// Of dwell the package imports words.
package ask
