// Package external answers one question: what did other products warn of?
//
// # What it tells
//
// Their alerts (Zeek notices, rules of intrusion detection systems), with counts and
// records, grouped so that none drowns the others. What machines inside do is told by
// name: one finding for each pair of machines, or one for all when a name was raised for
// more than a few. What comes from outside is told by class (by name where the product
// has no classes) over all names, attackers and machines: the Internet tries everybody.
// Anomalies (Zeek weird.log and dpd.log, Suricata anomaly), of which nobody judged that
// they mean harm, are one finding of info per name over all machines.
//
// # How it judges
//
// Hardly: dwell did not see what the other product saw. Weights (log10 likelihood
// ratios) put the telling ones first: a machine inside that calls out, a name that came
// up for one pair only, the product's gravest level, against what is raised by attempts
// from outside, was blocked, or comes up on half of all machines. The sum reaches low, and
// medium only where the product gives its gravest level to a class that means that
// somebody is inside (a Trojan, command and control, stolen credentials): so that alerts
// support an incident that concerns the same machines, and seldom make one.
//
// # Memory
//
// About 700 bytes per product, name and pair of machines; beyond a share of
// Config.MaxKeys such groups are sampled by hash (package fold). Anomalies are kept by name
// alone, 4,096 of them.
//
// The package must not import other detectors or readers.
package external
