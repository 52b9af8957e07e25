// Package argus reads the tables that the clients of Argus write (ra -c , and binetflow
// files): any columns in any order under a header, separated by commas, semicolons or
// tabs, ports in decimal or hexadecimal.
//
// Argus joins both directions, so a record is a connection, or a slice of one: status
// records cut long ones (package evidence/flowlog). Where the arrow of the column Dir
// points from, the client is; "<->" without an order and "?" leave it to flowlog's rule.
// Bytes are those of frames, as Argus counts them, unless the shortest TCP packets are
// too short for frames; payload is exact where the columns SAppBytes and DAppBytes are
// given. States are those of Zeek's conn_state where the flags of both ends tell them.
// Records of protocols without IP addresses (ARP, LLC) are counted as skipped.
//
// Argus writes the local time of the machine where ra runs, without its zone: UTC is
// assumed, unless times are seconds since 1970. A date must be written (ra's default
// format of times has none: use -u, or RA_TIME_FORMAT).
//
// Sources: ra(1) and rabins(1) of Argus clients 3, the files of the CTU-13 data set.
package argus
