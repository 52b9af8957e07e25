package windows

import "dwell/simulate/format/windows"

// details are what programs say of themselves in their version resource. Programs that
// are not here say nothing, as those of attackers often do.
var details = map[string]windows.FileDetails{
	"explorer.exe":     microsoft("Windows Explorer", "EXPLORER.EXE"),
	"userinit.exe":     microsoft("Userinit Logon Application", "USERINIT.EXE"),
	"notepad.exe":      microsoft("Notepad", "NOTEPAD.EXE"),
	"calc.exe":         microsoft("Windows Calculator", "CALC.EXE"),
	"mspaint.exe":      microsoft("Paint", "MSPAINT.EXE"),
	"cmd.exe":          microsoft("Windows Command Processor", "Cmd.Exe"),
	"powershell.exe":   microsoft("Windows PowerShell", "PowerShell.EXE"),
	"wsmprovhost.exe":  microsoft("Host process for WinRM plug-ins", "wsmprovhost.exe"),
	"whoami.exe":       microsoft("whoami - displays logged on user information", "whoami.exe"),
	"net.exe":          microsoft("Net Command", "net.exe"),
	"mstsc.exe":        microsoft("Remote Desktop Connection", "mstsc.exe"),
	"mmc.exe":          microsoft("Microsoft Management Console", "mmc.exe"),
	"taskmgr.exe":      microsoft("Task Manager", "Taskmgr.exe"),
	"taskhostw.exe":    microsoft("Host Process for Windows Tasks", "taskhostw.exe"),
	"defrag.exe":       microsoft("Disk Defragmenter Module", "Defrag.EXE"),
	"wuauclt.exe":      microsoft("Windows Update", "wuauclt.exe"),
	"wmiprvse.exe":     microsoft("WMI Provider Host", "Wmiprvse.exe"),
	"splwow64.exe":     microsoft("Print driver host for applications", "splwow64.exe"),
	"iexplore.exe":     {Version: "11.00.17763.1 (WinBuild.160101.0800)", Description: "Internet Explorer", Product: "Internet Explorer", Company: "Microsoft Corporation", OriginalFileName: "IEXPLORE.EXE"},
	"outlook.exe":      office("Microsoft Outlook", "Outlook.exe"),
	"winword.exe":      office("Microsoft Word", "WinWord.exe"),
	"excel.exe":        office("Microsoft Excel", "Excel.exe"),
	"powerpnt.exe":     office("Microsoft PowerPoint", "POWERPNT.EXE"),
	"hwp.exe":          {Version: "9, 6, 1, 4972", Description: "한컴오피스 한글", Product: "Hancom Office", Company: "Hancom Inc.", OriginalFileName: "Hwp.exe"},
	"chrome.exe":       {Version: "50.0.2661.94", Description: "Google Chrome", Product: "Google Chrome", Company: "Google Inc.", OriginalFileName: "chrome.exe"},
	"googleupdate.exe": {Version: "1.3.29.5", Description: "Google Installer", Product: "Google Update", Company: "Google Inc.", OriginalFileName: "GoogleUpdate.exe"},
	"setup.exe":        {Version: "50.0.2661.94", Description: "Google Chrome Installer", Product: "Google Chrome Installer", Company: "Google Inc.", OriginalFileName: "setup.exe"},
	"thunderbird.exe":  {Version: "45.0", Description: "Thunderbird", Product: "Thunderbird", Company: "Mozilla Corporation", OriginalFileName: "thunderbird.exe"},
	"acrord32.exe":     {Version: "15.10.20060.164944", Description: "Adobe Acrobat Reader DC", Product: "Adobe Acrobat Reader DC", Company: "Adobe Systems Incorporated", OriginalFileName: "AcroRd32.exe"},
	"adobearm.exe":     {Version: "1.824.16.6", Description: "Adobe Reader and Acrobat Manager", Product: "Adobe Reader and Acrobat Manager", Company: "Adobe Systems Incorporated", OriginalFileName: "AdobeARM.exe"},
	"kakaotalk.exe":    {Version: "2.1.5.1199", Description: "KakaoTalk", Product: "KakaoTalk", Company: "Kakao Corp.", OriginalFileName: "KakaoTalk.exe"},
	"v3lite.exe":       {Version: "3.3.10.602", Description: "AhnLab V3 Lite", Product: "AhnLab V3 Lite", Company: "AhnLab, Inc.", OriginalFileName: "V3Lite.exe"},
	"putty.exe":        {Version: "Release 0.67", Description: "SSH, Telnet and Rlogin client", Product: "PuTTY suite", Company: "Simon Tatham", OriginalFileName: "PuTTY"},
	"git.exe":          {Version: "2.8.1.1", Description: "Git for Windows", Product: "Git", Company: "The Git Development Community", OriginalFileName: "git.exe"},
	"devenv.exe":       {Version: "14.0.25123.0", Description: "Microsoft Visual Studio 2015", Product: "Microsoft® Visual Studio® 2015", Company: "Microsoft Corporation", OriginalFileName: "devenv.exe"},
	"photoshop.exe":    {Version: "17.0.0", Description: "Adobe Photoshop CC 2015.5", Product: "Adobe Photoshop CC 2015.5", Company: "Adobe Systems, Incorporated", OriginalFileName: "Photoshop.exe"},
	"7zfm.exe":         {Version: "15.14", Description: "7-Zip File Manager", Product: "7-Zip", Company: "Igor Pavlov", OriginalFileName: "7zFM.exe"},
	"psql.exe":         {Version: "9.5.2", Description: "psql - the PostgreSQL interactive terminal", Product: "PostgreSQL", Company: "PostgreSQL Global Development Group", OriginalFileName: "psql.exe"},
}

func microsoft(description, file string) windows.FileDetails {
	return windows.FileDetails{Version: "10.0.17763.1 (WinBuild.160101.0800)", Description: description, Product: "Microsoft® Windows® Operating System", Company: "Microsoft Corporation", OriginalFileName: file}
}

func office(description, file string) windows.FileDetails {
	return windows.FileDetails{Version: "16.0.6868.2062", Description: description, Product: "Microsoft Office 2016", Company: "Microsoft Corporation", OriginalFileName: file}
}
