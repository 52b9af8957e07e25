// Package score says how well a case matches the truth of a rehearsal: what was
// found and missed, who was blamed wrongly, how far times and counts are off, what
// was claimed that should not have been. It computes; package report draws the table.
//
// # What finds a stage
//
// A finding finds a stage of the attack when it refers to at least one of the
// stage's records: same file, overlapping bytes. Only a finding that refers to no
// record of the attack at all may find a stage in another way: its tactic is the
// stage's, they share a host, an account or something of the attacker, and they
// overlap in time. So a finding of one stage never counts for its sibling just
// because the same machine took part in both.
//
// A stage that left no record, or whose kinds of evidence are all missing, is not
// observable: nobody could have found it. A stage seen only by findings below
// medium is faint: it stands in the case, but nobody is told to look.
//
// # What counts as a claim
//
// Findings of medium severity and more. Lighter ones stand in a case to explain
// (the nightly backup of the table that was stolen) and accuse nobody. The answers
// of the case (moments, counts, attribution) are taken from its main incident, the
// one whose findings find the most stages.
//
// # Records
//
// A finding keeps a few telling records by design, at least the first, the last and
// the most telling one, never the thousands that a back door leaves. Recall over all
// true records is therefore low in every good case and says how much of the attack
// the case can show. Recall over telling records asks of each stage no more than
// the number that a finding keeps at least; 1 is within reach and is the goal.
//
// Sources: G. W. Brier, "Verification of forecasts expressed in terms of
// probability", Monthly Weather Review 78 (1950), in its first form: the sum over
// all answers, 0 for certainty of the truth, 2 for certainty of something else.
package score
