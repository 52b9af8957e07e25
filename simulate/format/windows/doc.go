// Package windows writes records of the Windows event log in the two forms in which they usually leave a host:
//
//   - Event XML, one record per line, as EvtRender renders it: what `wevtutil qe /f:xml`, the Event Viewer's export
//     and PowerShell's (Get-WinEvent).ToXml() give (AppendXML);
//   - the JSON lines of Winlogbeat 8 or 7 (AppendWinlogbeat).
//
// On top of the general Event stand typed events (Logon, ProcessCreated, SysmonFileCreate, ...). Each knows its
// provider, version, task, field names, their order and the form of every value.
//
// It is a pure writer: records in, bytes out. It knows no scenario, holds no clock, no randomness and no state, and
// imports the standard library only.
//
// Imitated are Windows Server 2019 and Windows 10 1809 (build 17763: event versions, time with nine digits, lower-case
// GUIDs), Sysmon 15 (schema 4.90) and Winlogbeat without modules and ingest pipeline. From build 19041 on Windows
// writes seven digits, and 4697 has a version 1 with more fields; later still 4624 has a version 3 and 4768
// and 4769 a version 2.
//
// Sources: the sample files named in ../shared/data/endpoint, against which the tests check names, order and value
// forms; the pages "4624(S)" and following of Microsoft's security auditing reference; Sysmon's manifest.xml
// (microsoft/SysmonCommon); Winlogbeat's winevent package and its collected test records (elastic/beats).
//
// What differs from the originals on purpose: Winlogbeat writes its JSON keys in random order, here the order is
// fixed; the rendered message is left out; of the host only its name is given, as for forwarded events.
package windows
