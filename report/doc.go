// Package report renders a case: as one self-contained HTML page, as a terminal
// summary and as a Timesketch timeline. It computes nothing; what it shows stands
// in the case.
//
// Everything that comes from evidence is hostile: html/template escapes it in the
// page, whose content security policy also forbids scripts, network and foreign
// styles; on a terminal humanize.Line makes it harmless.
package report
