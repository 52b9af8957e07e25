package attachment

import "dwell/detect/attachment/active"

// Trait is one fact about an attachment that says it runs or hides.
type Trait uint8

// The traits. Those up to lastCarrier say what runs, the others how it hides.
const (
	program Trait = iota
	installer
	script
	shortcut
	diskImage
	compiledHelp
	notebook
	javaProgram
	console
	smuggling
	picturescript
	exploit // an equation object, PostScript, a launch action
	autoMacro
	macro
	template
	rtfObject
	embedded
	pdfScript
	credentials
	lockedArchive
	lockedDocument
	unixProgram

	screenSaver // a program under an extension that nobody mails
	doubled     // "photo.jpg.scr"
	reversed    // direction marks
	padded      // blanks push the extension out of sight
	mismatch    // a program under the name or type of a document
	renamed     // two names in one header, one of them harmless
	archived    // within an archive
	password    // the mail gives the password
	traits

	lastCarrier = unixProgram
)

// Traits is a set of traits.
type Traits uint64

// Has reports whether the set holds the trait.
func (s Traits) Has(t Trait) bool { return s>>t&1 == 1 }

func (s *Traits) add(t Trait) { *s |= 1 << t }

// carries reports whether something in the attachment runs or is locked away.
func (s Traits) carries() bool { return s&(1<<(lastCarrier+1)-1) != 0 }

// fact is what a trait weighs, and why.
type fact struct {
	name   string
	weight float64
	why    string
}

// facts holds the weights, log10 likelihood ratios: how much commoner the trait is
// among attachments that attack than among those that ordinary mailboxes get.
// Judgements, rounded, from what mail providers block (nobody mails programs any
// more, and shortcuts and help files were never mailed) and from what offices do
// send (macro documents, archives with passwords).
var facts = [traits]fact{
	program:        {"program", 2.4, "a Windows program"},
	installer:      {"installer", 2.2, "an installer package"},
	script:         {"script", 2.3, "a script that Windows runs on a double click"},
	shortcut:       {"shortcut", 2.8, "a shortcut, which runs a command of the sender's choice"},
	diskImage:      {"disk image", 1.8, "a disk image, whose files Windows does not mark as foreign"},
	compiledHelp:   {"compiled help", 2.6, "a compiled help file, which runs scripts"},
	notebook:       {"notebook", 1.5, "a OneNote section, which may carry files that run"},
	javaProgram:    {"Java program", 2.0, "a Java program"},
	console:        {"console file", 2.8, "a management console file, which runs scripts"},
	smuggling:      {"smuggling", 2.2, "a page that builds a file from its own text when it is opened"},
	picturescript:  {"script in a picture", 2.0, "an SVG picture with a script"},
	exploit:        {"exploit", 2.6, "an object that only attacks use any more"},
	autoMacro:      {"self-starting macro", 1.9, "a document with macros that start by themselves or start programs"},
	macro:          {"macro", 1.1, "a document with macros"},
	template:       {"remote template", 2.0, "a document that fetches its template or an object from elsewhere"},
	rtfObject:      {"RTF object", 1.2, "an RTF document with an embedded object"},
	embedded:       {"embedded object", 0.9, "a document that carries a packaged file"},
	pdfScript:      {"script in PDF", 0.8, "a PDF with a script"},
	credentials:    {"password form", 1.5, "an attached page that asks for a password"},
	lockedArchive:  {"locked archive", 1.0, "an archive that no scanner can open without its password"},
	lockedDocument: {"locked document", 0.8, "a document with a password"},
	unixProgram:    {"program", 1.2, "a Unix program"},

	screenSaver: {"rare extension", 0.8, "under an extension that nobody mails"},
	doubled:     {"double extension", 1.4, "whose name ends like a document before its true extension"},
	reversed:    {"reversed name", 1.8, "whose name is written backwards in part to hide its extension"},
	padded:      {"padded name", 1.4, "whose extension is pushed out of sight by blanks"},
	mismatch:    {"false type", 1.5, "that calls itself a document or picture"},
	renamed:     {"two names", 0.8, "with another, harmless name in the same header"},
	archived:    {"in an archive", 0.3, "packed in an archive"},
	password:    {"password in the mail", 1.1, "the mail gives its password"},
}

// byMark maps what a document does to its trait.
var byMark = []struct {
	mark  active.Mark
	trait Trait
}{
	{active.Macro, macro}, {active.AutoMacro, autoMacro}, {active.SheetMacro, autoMacro}, {active.Template, template}, {active.Embedded, embedded},
	{active.Equation, exploit}, {active.DDE, exploit}, {active.Locked, lockedDocument}, {active.RTFObject, rtfObject}, {active.PDFScript, pdfScript},
	{active.PDFLaunch, exploit}, {active.Smuggling, smuggling}, {active.Credentials, credentials}, {active.SVGScript, picturescript},
	{active.PostScript, exploit}, {active.JavaArchive, javaProgram}, {active.Installation, installer},
}
