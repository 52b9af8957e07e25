// Package table finds tables of records in texts and files: lines of separated values,
// labelled lines, SQL dumps (INSERT, and COPY of PostgreSQL), JSON, workbooks (XLSX,
// and XLS of Excel 97 to 2003), tables and paragraphs of documents (DOCX, HWPX), and all
// of these within ZIP archives, with a password too where the mail gives it, and within
// gzip.
//
// Sources: RFC 4180; the dumps of mysqldump and pg_dump; ECMA-376 parts 1 and 2 (18.3
// for sheets, 17.4 for tables of documents); KS X 6101 (OWPML) for HWPX; [MS-XLS] for old
// workbooks; RFC 8259.
//
// What a file is, its bytes say, never its name. Files are hostile: rows, cells, bytes
// unpacked, files and passwords tried are bounded for a whole mail together (Budget);
// what is damaged is read as far as it goes. The package knows nothing of what the
// records say; it must not import detectors, beyond what opens locked archives and OLE
// files.
package table
