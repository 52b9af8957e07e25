package windows_test

import (
	"time"

	"dwell/simulate/format/windows"
)

// One record of every kind the package writes, of an invented company. The golden files show them; the comparison
// with real records takes their field names and value forms.

func at(clock string) time.Time {
	t, err := time.Parse("15:04:05.0000000", clock)
	if err != nil {
		panic(err)
	}
	return t.AddDate(2016, 4, 4) // 5 May 2016
}

func guid(last byte) windows.GUID {
	return windows.GUID{0x81, 0x05, 0x62, 0x05, 0x56, 0x5c, 0x64, 0xdc, 0x23, 0x04, 15: last}
}

func header(computer string, record uint64) windows.Header {
	return windows.Header{
		Time: at("02:11:09.1234567"), RecordID: record, ProcessID: 624, ThreadID: 3120, Computer: computer,
		Collected: at("02:11:10.5000000"),
	}
}

const (
	domain = "S-1-5-21-1004336348-1177238915-682003330"
	client = "PC-KIM.corp.example"
	server = "FILES01.corp.example"
	dc     = "DC01.corp.example"
)

func kim() windows.Subject {
	return windows.Subject{SID: domain + "-1105", Name: "kim", Domain: "CORP", LogonID: 0x3a2f1}
}

func actor() windows.Actor {
	return windows.Actor{
		UTC: at("02:11:09.1200000"), ProcessGUID: guid(1), ProcessID: 5172,
		Image: `C:\Windows\System32\notepad.exe`, User: `CORP\kim`,
	}
}

func source() windows.SysmonPeer {
	return windows.SysmonPeer{
		ProcessGUID: guid(2), ProcessID: 1564, Image: `C:\Windows\System32\svchost.exe`, User: `NT AUTHORITY\SYSTEM`,
	}
}

func target() windows.SysmonPeer {
	return windows.SysmonPeer{
		ProcessGUID: guid(1), ProcessID: 5172, Image: `C:\Windows\System32\notepad.exe`, User: `CORP\kim`,
	}
}

func details() windows.FileDetails {
	return windows.FileDetails{
		Version: "10.0.17763.1 (WinBuild.160101.0800)", Description: "Notepad",
		Product: "Microsoft® Windows® Operating System", Company: "Microsoft Corporation", OriginalFileName: "NOTEPAD.EXE",
	}
}

// samples are the records in the order of the golden files.
func samples() []windows.Event {
	var all []windows.Event
	for _, s := range [][]typed{logonSamples(), accountSamples(), processSamples(), systemSamples(), sysmonSamples()} {
		for _, r := range s {
			all = append(all, r.Event(nil))
		}
	}
	return all
}

// typed is what every typed event can do.
type typed interface {
	Event([]windows.Field) windows.Event
}

func logonSamples() []typed {
	network := windows.Authentication{LogonProcess: "Kerberos", Package: "Kerberos"}
	from := windows.Client{IPAddress: "192.0.2.21", IPPort: 49731}
	withActivity := header(server, 7001)
	withActivity.ActivityID = guid(9)
	return []typed{
		&windows.Logon{
			Header: header(server, 7000), Target: kim(), Type: windows.LogonNetwork, Authentication: network,
			LogonGUID: guid(7), Client: from, Elevated: true,
		},
		&windows.LogonFailed{
			Header: withActivity, Target: windows.Subject{Name: "lee", Domain: "CORP"},
			Status: 0xc000006d, Reason: windows.ReasonBadNameOrPassword, SubStatus: 0xc000006a, Type: windows.LogonNetwork,
			Authentication: windows.Authentication{LogonProcess: "NtLmSsp ", Package: "NTLM", Workstation: "PC-KIM"},
			Client:         from,
		},
		&windows.Logoff{Header: header(server, 7002), Target: kim(), Type: windows.LogonNetwork},
		&windows.ExplicitCredentials{
			Header: header(client, 7003), Subject: kim(), TargetName: "adm-kim", TargetDomain: "CORP", Server: "FILES01",
			Info: "cifs/FILES01", ProcessID: 0x1434, ProcessName: `C:\Windows\System32\runas.exe`,
		},
		&windows.SpecialPrivileges{
			Header: header(server, 7004), Subject: kim(),
			Privileges: []string{"SeSecurityPrivilege", "SeBackupPrivilege", "SeDebugPrivilege"},
		},
		&windows.TicketGranting{
			Header: header(dc, 7005), TargetName: "kim", TargetDomain: "CORP.EXAMPLE", TargetSID: domain + "-1105",
			Service: "krbtgt", ServiceSID: domain + "-502", Options: 0x40810010,
			EncryptionType: windows.KerberosEncryptionAES256, PreAuthType: 2, IPAddress: "::ffff:192.0.2.21", IPPort: 49720,
		},
		&windows.ServiceTicket{
			Header: header(dc, 7006), TargetName: "kim@CORP.EXAMPLE", TargetDomain: "CORP.EXAMPLE", Service: "FILES01$",
			ServiceSID: domain + "-1110", Options: 0x40810000, EncryptionType: windows.KerberosEncryptionAES256,
			IPAddress: "::ffff:192.0.2.21", IPPort: 49721, LogonGUID: guid(7),
		},
		&windows.PreAuthFailed{
			Header: header(dc, 7007), TargetName: "lee", TargetSID: domain + "-1106", Service: "krbtgt/CORP.EXAMPLE",
			Options: 0x40810010, Status: windows.KerberosPreAuthFailed, PreAuthType: 2,
			IPAddress: "::ffff:192.0.2.21", IPPort: 49722,
		},
		&windows.CredentialValidation{Header: header(dc, 7008), TargetName: "lee", Workstation: "PC-KIM", Status: 0xc000006a},
	}
}

func accountSamples() []typed {
	return []typed{
		&windows.UserCreated{
			Header: header(client, 7010), Target: windows.Subject{SID: "S-1-5-21-7-7-7-1002", Name: "helpdesk", Domain: "PC-KIM"},
			Subject: kim(), PrimaryGroupID: 513, NewUAC: 0x15,
			Control: []string{
				windows.ControlDisabled, windows.ControlPasswordNotNeeded, windows.ControlNormalAccount,
			},
		},
		&windows.GroupMemberAdded{
			Header: header(client, 7011), MemberSID: "S-1-5-21-7-7-7-1002",
			Group: windows.Subject{SID: "S-1-5-32-544", Name: "Administrators", Domain: "Builtin"}, Subject: kim(),
		},
		&windows.ShareAccessed{
			Header: header(server, 7012), Subject: kim(), IPAddress: "192.0.2.21", IPPort: 49731, ShareName: `\\*\Plans`,
			LocalPath: `\??\D:\Plans`, Mask: 0x1, Accesses: []string{windows.AccessReadData},
		},
		&windows.ShareFileChecked{
			Header: header(server, 7013), Subject: kim(), IPAddress: "192.0.2.21", IPPort: 49731, ShareName: `\\*\Plans`,
			LocalPath: `\??\D:\Plans`, RelativeTargetName: `2016\회원.xlsx`, Mask: 0x120089,
			Accesses: []string{windows.AccessReadControl, windows.AccessReadData, windows.AccessReadAttributes},
		},
		&windows.AuditLogCleared{Header: header(server, 1), Subject: kim()},
	}
}

func processSamples() []typed {
	kernel := header(client, 7020)
	kernel.ProcessID, kernel.ThreadID = 4, 72
	return []typed{
		&windows.ProcessCreated{
			Header: kernel, Subject: kim(), NewProcessID: 0x1434, NewProcessName: `C:\Windows\System32\notepad.exe`,
			Elevation: windows.ElevationLimited, ProcessID: 0x11c4,
			CommandLine:       `"C:\Windows\System32\notepad.exe" C:\Users\kim\notes & plans.txt`,
			ParentProcessName: `C:\Windows\explorer.exe`, MandatoryLabel: windows.IntegrityMedium,
		},
		&windows.ProcessExited{
			Header: kernel, Subject: kim(), ProcessID: 0x1434, ProcessName: `C:\Windows\System32\notepad.exe`,
		},
		&windows.ServiceInstalledAudit{
			Header: header(server, 7022), Subject: kim(), Name: "BackupAgent", FileName: `C:\Program Files\Backup\agent.exe`,
			Type: 0x10, Start: 2, Account: "LocalSystem",
		},
		&windows.TaskCreated{
			Header: header(client, 7023), Subject: kim(), Name: `\Backup`,
			Content: "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task version=\"1.2\">\r\n</Task>",
		},
	}
}

func systemSamples() []typed {
	installed := header(server, 901)
	installed.User = windows.Account{SID: kim().SID, Name: "kim", Domain: "CORP", Type: "User"}
	script := header(client, 501)
	script.User, script.ActivityID = installed.User, guid(9)
	return []typed{
		&windows.LogStarted{Header: header(server, 900)},
		&windows.ServiceInstalled{
			Header: installed, Name: "BackupAgent", ImagePath: `"C:\Program Files\Backup\agent.exe"`,
			Start: "auto start", Account: "LocalSystem",
		},
		&windows.ServiceChanged{
			Header: header(server, 902), DisplayName: "Backup Agent", Name: "BackupAgent", State: windows.ServiceRunning,
		},
		&windows.LogStopped{Header: header(server, 903)},
		&windows.TerminalSession{
			Header: header(server, 300), Change: windows.SessionLogon, User: `CORP\kim`, SessionID: 3, Address: "192.0.2.21",
		},
		&windows.TerminalSession{Header: header(server, 301), Change: windows.SessionLogoff, User: `CORP\kim`, SessionID: 3},
		&windows.ScriptBlock{
			Header: script, Number: 1, Total: 1, Text: "Get-ChildItem D:\\Plans |\r\n  Sort-Object Name", ID: guid(5),
		},
		&windows.PipelineExecution{
			Header: script, Context: windows.PipelineContext{
				HostName: "ConsoleHost", HostVersion: "5.1.17763.1007", HostID: guid(6), HostApplication: "powershell.exe",
				EngineVersion: "5.1.17763.1007", RunspaceID: guid(8), PipelineID: 9, CommandName: "Get-ChildItem",
				CommandType: "Cmdlet", SequenceNumber: 22, User: `CORP\kim`,
			},
			Payload: "CommandInvocation(Get-ChildItem): \"Get-ChildItem\"\r\n",
		},
	}
}

func sysmonSamples() []typed {
	h := header(client, 40000)
	a, created := actor(), at("01:59:59.9990000")
	file := `C:\Users\kim\Downloads\plan.zip`
	hashes := "SHA256=9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"
	return []typed{
		&windows.SysmonProcessCreate{
			Header: h, Actor: a, FileDetails: details(), CommandLine: `notepad.exe "C:\Users\kim\a<b>.txt"`,
			CurrentDirectory: `C:\Users\kim\`, LogonGUID: guid(3), LogonID: 0x3a2f1, TerminalSessionID: 1,
			IntegrityLevel: "Medium", Hashes: hashes,
			Parent: windows.SysmonParent{
				ProcessGUID: guid(4), ProcessID: 4548, Image: `C:\Windows\explorer.exe`, CommandLine: `C:\Windows\Explorer.EXE`,
				User: `CORP\kim`,
			},
		},
		&windows.SysmonFileTime{
			Header: h, Actor: a, TargetFilename: file, Created: created, PreviouslyMade: at("02:00:00.0000000"),
		},
		&windows.SysmonNetworkConnect{
			Header: h, Actor: a, Protocol: "tcp", Initiated: true,
			Source:      windows.SysmonEndpoint{IP: "192.0.2.21", Hostname: client, Port: 49801},
			Destination: windows.SysmonEndpoint{IP: "2001:db8::5", Port: 443, PortName: "https"},
		},
		&windows.SysmonProcessTerminate{Header: h, Actor: a},
		&windows.SysmonImageLoad{
			Header: h, Actor: a, ImageLoaded: `C:\Windows\System32\urlmon.dll`, FileDetails: details(), Hashes: hashes,
			Signed: true, Signature: "Microsoft Windows", SignatureStatus: "Valid",
		},
		&windows.SysmonRemoteThread{
			Header: h, UTC: a.UTC, Source: source(), Target: target(), NewThreadID: 1728, StartAddress: 0x7ffea99b61e0,
			StartModule: `C:\Windows\System32\KERNELBASE.dll`, StartFunction: "CtrlRoutine",
		},
		&windows.SysmonProcessAccess{
			Header: h, UTC: a.UTC, Source: source(), Target: target(), SourceThreadID: 2796, GrantedAccess: 0x1400,
			CallTrace: `C:\Windows\SYSTEM32\ntdll.dll+9d4c4|C:\Windows\System32\KERNELBASE.dll+2c13e`,
		},
		&windows.SysmonFileCreate{Header: h, Actor: a, TargetFilename: file, Created: created},
		&windows.SysmonRegistryObject{
			Header: h, Actor: a, Change: windows.RegistryCreateKey, TargetObject: `HKLM\SOFTWARE\Example`,
		},
		&windows.SysmonRegistryValue{
			Header: h, Actor: a, TargetObject: `HKLM\SOFTWARE\Example\Enabled`, Details: "DWORD (0x00000001)",
		},
		&windows.SysmonFileStream{
			Header: h, Actor: a, TargetFilename: file + ":Zone.Identifier", Created: created, Hash: hashes,
			Contents: "[ZoneTransfer]  ZoneId=3",
		},
		&windows.SysmonDNSQuery{Header: h, Actor: a, QueryName: "files.example.net", Results: "::ffff:192.0.2.80;"},
		&windows.SysmonFileDelete{Header: h, Actor: a, TargetFilename: file, Hashes: hashes},
	}
}
