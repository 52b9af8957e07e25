// Package exfil answers: did a machine send out more than it ever did, to
// somewhere it never did? It adds up, over the whole evidence, the payload bytes
// that every inside machine sent to every outside destination (kind exfil.volume),
// and follows such a transfer back to where its data was gathered inside (kind
// exfil.staged).
//
// # What is one destination
//
// A destination is the registered domain of the name that the machine used (TLS
// server name, Host header, target of a proxy), or that DNS gave, else the
// address. Where a machine uses three and more addresses without a name in one
// network (networks.go), the network is the destination. Two sensors that saw the
// same connection are kept apart and the one that saw more is taken. A connection
// that is still open is logged again and again: its last state counts, once, and its
// requests say where it leads, but their bodies count when they are complete. Slices of
// a connection (event.Connection, Slice) are added up, each at its own time; the largest
// transfer is then the largest slice.
//
// # How it judges
//
// past.go compares with the machine's own past, which begins when it first calls or
// answers anybody: is the destination new, and if it is not, by how much does a cumulative
// sum of its days (CUSUM, Page 1954) exceed what used to go there, and what that varies
// by? balance.go compares the producer/consumer ratio (Bullard and Gerth
// 2014) of the machine and of the relation before and since, and with the other
// machines: what they send to the same destination, and in all on their days.
// weigh.go and innocent.go add the weights of everything else: volume against all
// relations of the evidence, direction, packed files and transfer programs, series
// of uploads of one size (split.go), servers without a name or with a certificate
// nobody vouches for, how many machines share the destination; against it stand
// vendors, backups, mail, calls, file sharing among strangers and VPNs. Evidence of
// less than four weeks is no proof that something is usual: the sentence then says
// so. The terms follow Marchetti et al., "Analysis of high volumes of network
// traffic for Advanced Persistent Threat detection" (Computer Networks 109, 2016).
//
// # Staging
//
// A transfer that stands out was gathered before (staging.go) when its machine got
// an unusual amount from another machine inside, of which what left can come with
// or without packing, not more than a week before: more than the machine ever got
// from there, or three times its busiest other day (moves.go). From there the
// search goes on, over at most four machines (ATT&CK T1074.002). What is sent to a
// machine counts as what it fetches.
//
// # What it does not see
//
// What somebody outside pulls from a server inside is serving, not sending, and is
// not judged here. The bytes of a connection that lasts for more than six hours are
// spread over its time evenly, because no log says when they went. Names that share
// an address share its bytes, except behind a proxy. A theft to a domain that many
// machines use, or to which the machine always sent as much, looks like their work.
// One that goes on unchanged from the first day of the evidence on has no past to
// be compared with.
//
// # Memory
//
// A pair that sent at least a byte costs 270 bytes when it was used once, 400 when ten
// times in a day, 440 in ten quarters of a day, 480 on twenty days and 760 when it sends
// all day for two months; 960 with more than 16 connections of a minute and more, 600 with
// ten uploads of megabytes; 350 on average over a month of a company (TestMemoryPerPair,
// TestMemoryOfAPopulation; map and 40 bytes of key included). The course of a pair is
// kept by quarters of a day for 16 of them, then by days for 124, then coarser; the
// longest connections are bounded at 16, sizes of uploads at 6. Handshakes cost 220 bytes
// by pair and uploads by HTTP 260 more. Pairs, names and links are bounded by
// Config.MaxKeys and sampled by hash beyond it; the finding then says so. Staging keeps
// no state of its own: pairs hold the bytes of both ways.
//
// The package must not import other detectors or readers.
package exfil
