// Package sensor is what all sensors have in common. A sensor turns facts into
// evidence: it sees its part of what happens, and writes the log that the real program
// would have written. What it does not see, or loses, is in no file; what it does write
// of an attack is noted, record by record, for the answer sheet. It is given one day
// after the other, each in the order of time.
//
//	sensor.go  the contract of a sensor, and the setting it is given: clock and outages
//	folder.go  the folder of evidence
//	file.go    one file of it, and what is noted of its records
//	outage.go  hours in which a sensor writes nothing
//	estate.go  the company's machines, as far as logs know them
//	deed.go    what happens on machines, in order
//
// Each sensor has a package below, named after the program whose log it is:
//
//	zeek, suricata     the network
//	windows, linux     machines
//	mariadb, postgres  the shop's database
//	nginx, mail        the shop's web server; mailboxes
//	m365, postfix      the mail service: Microsoft's, or a server of the company's own
//	notes              what somebody found and handed in
//
// Sensors know the facts and the formats, not each other; this package knows none of
// them. Who sets them up is simulate/install.go.
package sensor
