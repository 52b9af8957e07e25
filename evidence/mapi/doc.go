// Package mapi knows the messages of Outlook and Exchange, however they are stored:
// as an Outlook message (MSG), in a mail store (PST, OST) or in TNEF. In each of them
// a message is a bag of numbered properties, with bags for its recipients and its
// attachments. Readers fill a Message; a Converter makes an event.Mail of it, by the
// same rules as for any other mail.
//
// The packages below it undo what Outlook does to a body: lzfu its compression, rtf
// the RTF that HTML or text is wrapped in.
//
// Sources: [MS-OXPROPS] (properties), [MS-OXCDATA] (types, entry identifiers),
// [MS-OXCMSG] and [MS-OXOMSG] (messages), [MS-OXCMAIL] (how they relate to mail).
//
// It must not know how bags are stored, nor import a reader.
package mapi
