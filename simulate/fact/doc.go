// Package fact holds what happens in a simulated world, as somebody who sees
// everything would tell it: conversations between machines, mails, statements on
// databases, visits to the shop. Sensors turn facts into log records, each with
// what it can see.
//
// A fact of the attack carries the label of its stage. Labels never reach a log;
// they only tell the answer sheet which records belong to the attack.
package fact

// Label is the attack stage that a fact belongs to, counted from 1; 0 is nobody's
// attack.
type Label int
