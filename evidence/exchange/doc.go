// Package exchange reads message tracking logs of Exchange Server, in all forms in which
// they come: the files MSGTRK*.LOG, MSGTRKMD*.LOG, MSGTRKMA*.LOG and MSGTRKMS*.LOG of a
// transport server, what Get-MessageTrackingLog gives through Export-Csv, and the
// extended report of a message trace of Exchange Online, which has the same columns.
//
//	#Log-type: Message Tracking Log
//	#Fields: date-time,client-ip,client-hostname,server-ip,...,event-id,...,message-id,...
//	2026-11-26T08:00:00.123Z,10.0.0.5,pc1,10.0.0.2,ex1,...,RECEIVE,...,<a@example.com>,...
//
// Columns go by their names, since versions differ in how many there are. A record
// becomes one event.MailTransfer.
//
// Sources: Microsoft, "Message tracking" (fields and events of the message tracking log);
// "Message trace in the Exchange admin center" (columns of the extended report).
//
// The package must not import detectors or other readers.
package exchange
