// Package windows is the event logs of the company's Windows machines: the channels
// Security and System, and that of Sysmon, as a collector with Winlogbeat writes them
// or as exports in XML. Which records a logon, a process or a service leaves, on which
// machine, follows Microsoft's descriptions of the audit events (learn.microsoft.com,
// "Advanced security auditing") and those of Sysmon.
//
// It owns accounts, sessions, processes and the order of arrival. How a record looks is
// simulate/format/windows. It must not import other sensors.
package windows
