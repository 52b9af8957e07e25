// Package m365 reads what Microsoft 365 gives out about mail and mailboxes:
//
//   - the unified audit log, as the CSV of Search-UnifiedAuditLog or of Microsoft Purview,
//     whose column AuditData is JSON, and as JSON of any layout: one record a line, an
//     array, indented or not, records of the Management Activity API or records around them;
//   - records of Exchange's own mailbox and admin audit logs in JSON;
//   - message traces as CSV: Get-MessageTrace and Get-MessageTraceV2 through Export-Csv, and
//     the summary report of the admin center. (The extended report is a tracking log: see
//     evidence/exchange.)
//
// Logons of Microsoft Entra become event.Logon, rows of a trace event.MailTransfer, what
// is done in and to mailboxes event.MailboxAction. Records of other kinds (documents,
// chats) are left out and counted.
//
// Sources: Microsoft, "Office 365 Management Activity API schema" (common schema, Exchange
// mailbox and admin schemas, Azure Active Directory schema), "Use MailItemsAccessed to
// investigate compromised accounts", "Search the audit log", "Message trace".
//
// The package must not import detectors or other readers.
package m365
