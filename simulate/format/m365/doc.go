// Package m365 writes what Microsoft 365 gives out about mail: records of the unified audit
// log, as the CSV that Microsoft Purview exports, whose column AuditData is JSON, and
// message traces, as Windows PowerShell's Export-Csv writes what Get-MessageTrace returns.
//
// It is a pure writer: records in, bytes out. It knows no scenario, holds no clock, no
// randomness and no state.
//
// Sources: Microsoft, "Office 365 Management Activity API schema" (common schema, Exchange
// mailbox and admin schemas, Azure Active Directory schema: names of fields, numbers of
// types of records), "Use MailItemsAccessed to investigate compromised accounts" (bind and
// sync, two minutes, an hour, a thousand records), "Detect and remediate Outlook rules and
// forms attacks", "Get-MessageTrace". The order of the fields is that of records that
// people have published; it means nothing (RFC 8259, section 4). What the service fills in
// from its inside (request ids, security identifiers) is made up.
package m365
