// Package vpcflow reads the flow logs of Amazon Virtual Private Clouds: the default
// format (version 2) with or without its header, custom formats of versions 3 to 8 whose
// header names the fields, lines as CloudWatch exports them with a time in front, and
// Parquet.
//
// Pairing of both directions, the choice of the client, slices and payload are those of
// package evidence/flowlog. The interface is the sensor, so that a conversation between
// two interfaces, which both log it, is not counted twice. Where the fields pkt-srcaddr
// and pkt-dstaddr are given, their addresses are taken: they are the ends of the packet
// where srcaddr and dstaddr are those of an interface in between (a NAT gateway). TCP
// flags of these logs hold SYN, FIN, RST and SYN with ACK only. Records that say REJECT
// carried nothing.
//
// # Parquet
//
// A row of a Parquet file has no bytes of its own. There a Ref's offset is the number of
// the row in the file, from 0, and its length 1; `dwell show` prints the row's values.
// Parquet needs its end before its beginning, so a file is held in memory and refused
// beyond 64 MiB (those that AWS writes hold five minutes); package evidence/parquet
// bounds what it may expand to.
//
// Sources: "Flow log records" and "Flow log files" in the Amazon VPC user guide
// (docs.aws.amazon.com/vpc/latest/userguide), the Parquet format (parquet.apache.org).
//
// A custom format without a header, as CloudWatch writes it, cannot be told from
// anything: such files are not read.
package vpcflow
