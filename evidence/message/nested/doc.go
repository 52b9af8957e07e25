// Package nested unpacks the files among the parts of a mail that hold messages
// themselves: TNEF (winmail.dat), attached Outlook messages (.msg), mails attached as
// files (.eml) and mail that is signed in one piece (smime.p7m), each known by its
// content. What they hold becomes parts of the mail, behind the file, which stays.
//
// Whoever reports a phishing mail attaches it, and whoever sends one hides it in another
// where gateways do not look.
package nested
