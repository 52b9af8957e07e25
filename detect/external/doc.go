// Package external answers one question: what did other products warn of?
//
// It repeats their alerts (Zeek notices, alerts of intrusion detection systems)
// grouped by product, name and the two addresses, with counts and records. Alerts of
// one name that many addresses outside raised against one machine inside are one
// finding: the Internet tries everybody. Anomalies (Zeek weird.log and dpd.log,
// Suricata anomaly) are no warnings and are left out.
//
// # How it judges
//
// Hardly: dwell did not see what the other product saw. Weights (log10 likelihood
// ratios) only put the telling ones first: an inside machine that calls out, and a
// name that came up for one pair of machines only, against what is raised by
// attempts from outside or on half of all machines. The sum reaches low at most, so
// that alerts support an incident that concerns the same machines and never make one.
//
// # Memory
//
// About 600 bytes per group; beyond a share of Config.MaxKeys groups are sampled by
// hash (package fold).
//
// The package must not import other detectors, readers or the lake.
package external
