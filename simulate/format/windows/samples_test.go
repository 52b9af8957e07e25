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

func details() windows.FileDetails {
	return windows.FileDetails{
		Version: "10.0.17763.1 (WinBuild.160101.0800)", Description: "Notepad",
		Product: "Microsoft® Windows® Operating System", Company: "Microsoft Corporation", OriginalFileName: "NOTEPAD.EXE",
	}
}

// samples are the records in the order of the golden files.
func samples() []windows.Event {
	var all []windows.Event
	for _, s := range [][]typed{logonSamples(), processSamples(), systemSamples(), sysmonSamples()} {
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
		&windows.ServiceInstalledAudit{
			Header: header(server, 7022), Subject: kim(), Name: "BackupAgent", FileName: `C:\Program Files\Backup\agent.exe`,
			Type: 0x10, Start: 2, Account: "LocalSystem",
		},
	}
}

func systemSamples() []typed {
	installed := header(server, 901)
	installed.User = windows.Account{SID: kim().SID, Name: "kim", Domain: "CORP", Type: "User"}
	return []typed{
		&windows.ServiceInstalled{
			Header: installed, Name: "BackupAgent", ImagePath: `"C:\Program Files\Backup\agent.exe"`,
			Start: "auto start", Account: "LocalSystem",
		},
		&windows.ServiceChanged{
			Header: header(server, 902), DisplayName: "Backup Agent", Name: "BackupAgent", State: windows.ServiceRunning,
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
		&windows.SysmonProcessTerminate{Header: h, Actor: a},
		&windows.SysmonFileCreate{Header: h, Actor: a, TargetFilename: file, Created: created},
	}
}
