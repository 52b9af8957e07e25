// Package delimited reads tables of separated values as consoles and scripts export
// them: rows that may go over several lines inside quotation marks, a header that names
// the columns, in UTF-8 or UTF-16, with or without byte order mark, separated by comma,
// semicolon or tabulator.
//
// Source: RFC 4180. Beyond it: PowerShell's Export-Csv (Windows PowerShell writes a line
// "#TYPE ..." first; -UseCulture separates by semicolon in many countries) and downloads
// of Microsoft Purview, which are UTF-16.
//
// A row whose quotation mark never closes costs one line, not the rest of the file.
//
// The package knows no format: it must import neither readers nor detectors.
package delimited
