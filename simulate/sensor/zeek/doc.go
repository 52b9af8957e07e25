// Package zeek is the network sensor Zeek at the uplink and the core switch: which of
// the day's conversations it sees, and which of its logs tell of them, each line
// written when Zeek writes it, that of a connection at its end. What the logs are
// called and when Zeek begins them follows its documentation (docs.zeek.org, "Logs").
//
// It owns the order of the lines, the identifiers and what Zeek concludes (states,
// warnings about certificates). How a line looks is simulate/format/zeek. It must not
// import other sensors.
package zeek
