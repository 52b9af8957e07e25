package attachment

import "dwell/detect/attachment/inside"

// Trait is one fact about an attachment that says it runs or hides.
type Trait uint8

// The traits. Those up to lastCarrier say what runs, the others how it hides or what
// else is known of it. States on disk hold them by number.
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
	exploit // an overlong equation, PostScript, DDE, a launch action
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
	hangulScript
	runningLink
	equation
	elsewhere
	bomb
	pictureCode

	screenSaver // a program under an extension that nobody mails
	doubled     // "photo.jpg.scr"
	reversed    // direction marks
	padded      // blanks push the extension out of sight
	trailing    // dots or a stream behind the extension
	mismatch    // a program under the name or type of a document
	renamed     // several names in one header, one of them harmless
	archived    // within an archive
	inDocument  // within a document
	password    // the mail gives the password
	opened      // with the password that a mail gives
	harmless    // opened, and nothing in it runs
	command     // a shortcut that gives an interpreter something to run
	appended    // a shortcut that carries something behind its end
	falseIcon   // a shortcut with the icon of a document
	packed      // a program whose code is packed
	unsigned    // a program that nobody signed
	crowded     // one of many files in an archive
	selfOpening // an object that opens without a click
	openLock    // encrypted with the password that Excel tries by itself
	traits

	lastCarrier = pictureCode
)

// Traits is a set of traits.
type Traits uint64

// Has reports whether the set holds the trait.
func (s Traits) Has(t Trait) bool { return s>>t&1 == 1 }

func (s *Traits) add(t Trait) { *s |= 1 << t }

// carriers are those that say what runs or is locked away.
func (s Traits) carriers() Traits { return s & (1<<(lastCarrier+1) - 1) }

// carries reports whether something in the attachment runs or is locked away.
func (s Traits) carries() bool { return s.carriers() != 0 }

// fact is what a trait weighs, and why. Effect says of a carrier what opening it does,
// in words for everybody.
type fact struct {
	name   string
	weight float64
	why    string
	effect string
}

// The effects that several carriers have.
const (
	runsCode    = "opening it runs what the sender put in it"
	runsCommand = "opening it runs a command that the sender chose"
	staysShut   = "what it holds cannot be checked without its password"
)

// facts holds the weights, log10 likelihood ratios: how much commoner the trait is
// among attachments that attack than among those that ordinary mailboxes get. They are
// judgements in round steps, argued so:
//
//   - 2.6 to 2.8: never mailed by people (shortcuts, help and console files), or dead but
//     for attacks (DDE, overlong equations, PostScript that runs literals);
//   - 2.0 to 2.4: what mail providers block, so that nobody mails it any more (programs,
//     scripts, installers), and what only unusual documents have (remote templates,
//     links to programs, pages that build files);
//   - 1.0 to 1.9: what some offices get now and then (disk images, self-starting macros,
//     OneNote) or every week (macros, objects in RTF, archives with passwords);
//   - below 1.0: everyday, told only beside something else (packaged files, scripts in PDF,
//     documents with passwords, pictures with codes: tickets, cards and shops have them too);
//   - disguises 0.8 to 1.8 by how little they happen by mistake: direction marks and
//     blanks never do, two names in a header and dots at the end sometimes do;
//   - a password in the mail 1.1: attackers nearly always give it, one office in ten does;
//     once the archive is open and harmless that is taken back and more (-1.3);
//   - facts of a program or shortcut 0.2 to 0.5: they come with both, and only lean.
var facts = [traits]fact{
	program:        {"program", 2.4, "a Windows program", runsCode},
	installer:      {"installer", 2.2, "an installer package", runsCode},
	script:         {"script", 2.3, "a script that Windows runs on a double click", runsCode},
	shortcut:       {"shortcut", 2.8, "a shortcut, which runs a command of the sender's choice", runsCommand},
	diskImage:      {"disk image", 1.8, "a disk image, whose files Windows does not mark as foreign", "its files open without the warning that files from outside get"},
	compiledHelp:   {"compiled help", 2.6, "a compiled help file, which runs scripts", runsCode},
	notebook:       {"notebook", 1.5, "a OneNote section, which may carry files that run", "a click in it can run a file that it carries"},
	javaProgram:    {"Java program", 2.0, "a Java program", runsCode},
	console:        {"console file", 2.8, "a management console file, which runs scripts", runsCode},
	smuggling:      {"smuggling", 2.2, "a page that builds a file from its own text when it is opened", "the browser then saves a file that no mail filter saw"},
	picturescript:  {"script in a picture", 2.0, "an SVG picture with a script", runsCode},
	exploit:        {"exploit", 2.6, "a document with something in it that only attacks use any more", "opening it can run what the sender put in it"},
	autoMacro:      {"self-starting macro", 1.9, "a document with macros that start by themselves or start programs", "opening it and allowing its macros runs what the sender put in it"},
	macro:          {"macro", 1.1, "a document with macros", "allowing its macros runs what the sender put in it"},
	template:       {"remote template", 2.0, "a document that fetches its template or an object from elsewhere", "opening it fetches and may run what lies there"},
	rtfObject:      {"RTF object", 1.2, "an RTF document with an embedded object", "a click on the object can run it"},
	embedded:       {"embedded object", 0.9, "a document that carries a packaged file", "a click on the file in it opens that file"},
	pdfScript:      {"script in PDF", 0.8, "a PDF with a script", "some programs run the script when they open it"},
	credentials:    {"password form", 1.5, "an attached page that asks for a password", "what is typed into it goes to the sender"},
	lockedArchive:  {"locked archive", 1.0, "an archive that no scanner can open without its password", staysShut},
	lockedDocument: {"locked document", 0.8, "a document with a password", staysShut},
	unixProgram:    {"program", 1.2, "a program for Linux or macOS", "it does nothing on Windows"},
	hangulScript:   {"script in Hangul", 1.6, "a Hangul document with a script that somebody wrote", "opening it can run the script"},
	runningLink:    {"link to a program", 2.2, "a document with a link that leads to a program", "a click on the link runs that program"},
	equation:       {"old equation", 1.2, "a document with an object of the old equation editor, which attacks of 2017 and later use and old documents have", "opening it can run what the sender put in it"},
	elsewhere:      {"leads elsewhere", 2.2, "a small file that leads Windows to a place elsewhere", "opening it runs or shows what lies there"},
	bomb:           {"archive bomb", 1.5, "an archive made to choke those who unpack it", "programs that look into it stop or fail"},
	pictureCode:    {"code in a picture", 0.8, "a picture with a QR code that leads elsewhere", "a telephone that reads it opens what no mail filter saw, outside the company's network"},

	screenSaver: {"rare extension", 0.8, "it has an extension that nobody mails", ""},
	doubled:     {"double extension", 1.4, "its name ends like a document before its true extension", ""},
	reversed:    {"reversed name", 1.8, "direction marks in its name make it read as another one", ""},
	padded:      {"padded name", 1.4, "blanks push its extension out of sight", ""},
	trailing:    {"trailing dots", 0.8, "what stands behind its extension is dropped by Windows and misleads filters", ""},
	mismatch:    {"false type", 1.5, "it calls itself a document or picture", ""},
	renamed:     {"two names", 0.8, "the same header gives it another, harmless name", ""},
	archived:    {"in an archive", 0.3, "it lies packed in an archive", ""},
	inDocument:  {"in a document", 0.6, "it lies hidden in a document", ""},
	password:    {"password in the mail", 1.1, "a mail gives the password, so people can open it and scanners cannot", ""},
	opened:      {"opened", 0, "it was opened with the password that a mail gives", ""},
	harmless:    {"nothing that runs", -1.3, "opened with that password, it holds nothing that runs", ""},
	command:     {"command", 0.5, "it hands an interpreter a command line, as links to documents and programs do not", ""},
	appended:    {"appended data", 0.5, "it carries more than a shortcut has room for", ""},
	falseIcon:   {"false icon", 0.5, "it shows the icon of a document", ""},
	packed:      {"packed", 0.4, "its code is compressed or encrypted, which keeps scanners from reading it", ""},
	unsigned:    {"unsigned", 0.2, "nobody signed the program, as makers of programs do", ""},
	selfOpening: {"opens by itself", 0.8, "its object is opened without a click", ""},
	openLock:    {"open lock", 1.0, "it is encrypted with the password that Excel tries by itself, so it opens without a question and scanners cannot read it", ""},
	crowded:     {"one of many", 0, "it is one of many files in the archive", ""},
}

// byMark maps what a file does to its trait.
var byMark = []struct {
	mark  inside.Mark
	trait Trait
}{
	{inside.Macro, macro}, {inside.AutoMacro, autoMacro}, {inside.SheetMacro, autoMacro}, {inside.Template, template}, {inside.Embedded, embedded},
	{inside.Equation, equation}, {inside.Overflow, exploit}, {inside.DDE, exploit}, {inside.Locked, lockedDocument}, {inside.RTFObject, rtfObject},
	{inside.PDFScript, pdfScript}, {inside.PDFLaunch, exploit}, {inside.Smuggling, smuggling}, {inside.Credentials, credentials}, {inside.SVGScript, picturescript},
	{inside.PostScript, exploit}, {inside.HangulScript, hangulScript}, {inside.RunningLink, runningLink}, {inside.JavaArchive, javaProgram},
	{inside.Installation, installer}, {inside.Appended, appended}, {inside.FalseIcon, falseIcon}, {inside.Packed, packed}, {inside.Unsigned, unsigned},
	{inside.ControlPanel, screenSaver}, {inside.RemoteLocation, elsewhere},
	{inside.SelfOpening, selfOpening}, {inside.OpenLock, openLock},
}
