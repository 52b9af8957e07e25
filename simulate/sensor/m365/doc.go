// Package m365 is the logs of a mail service in the cloud: the unified audit log of a day as
// Purview exports it, and the day's message trace (Microsoft, "Search the audit log",
// "Message trace").
//
// It owns what the service keeps of what people do: items opened within two minutes are one
// record, an item opened again within the hour is none, and after a thousand such records
// of a mailbox there are none for a day. How a record looks is simulate/format/m365. It
// must not import other sensors.
package m365
