// Package life says what a company does all day when nobody attacks it: people
// browse, write, call and save files; software updates itself; the shop serves its
// members; jobs run at night. It makes facts, day by day; sensors make records of
// them.
//
// The benign side is what keeps detectors honest. So it holds, on purpose, what
// resembles each stage of an attack: clients that poll at even intervals, a backup
// that uploads gigabytes, a marketing export of member data, an administrator's
// session at night, a vulnerability scanner, a supplier who changes the provider,
// an employee's new private address.
//
// Every behaviour draws from a random source of its own for each person and day, so
// any day can be made without the others.
package life
