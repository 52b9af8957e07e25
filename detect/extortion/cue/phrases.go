package cue

// phrases joins the tables of turns of phrase, which have one a line, lower case. A "*" at the end
// lets the word go on ("encrypt*"); Hangul, whose words take particles, always
// may. Sources: the public collections of notes (ThreatLabz), negotiations
// (Ransomchats) and phishing mails (phishing_pot) for what such texts say, the
// words our own.
func phrases() [cues]string {
	out := demandPhrases
	for _, table := range [][cues]string{harmPhrases, claimPhrases, helperPhrases, moneyPhrases, personPhrases, otherPhrases} {
		for c, list := range table {
			out[c] += list
		}
	}
	return out
}
