// Package company makes the company that a simulation is about, and the world
// around it: employees with their machines, hours, mail programs and
// correspondents; servers; suppliers; the shop's members; the places on the
// Internet that everybody uses. It says who and what there is; package life says
// what they do, package attack what is done to them.
//
// Everything follows from two seeds: one for the structure, one for the names
// alone (people, hosts, domains), so that renaming everything changes nothing
// else. All people are invented; made names lie below the top-level domain
// "example" (RFC 2606), made addresses outside in 198.18.0.0/15 (RFC 2544) and the
// documentation ranges (RFC 5737). Well-known services keep their own names,
// because software really calls them, but not their addresses.
package company
