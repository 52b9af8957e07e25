package life

import "dwell/simulate/company"

// program is something that people start at work.
type program struct {
	image   string         // {user} is the account
	command string         // after the program's own name; {n} is a number
	weight  float64        // how often, of all
	minutes float64        // how long it stays open, in the middle
	roles   []company.Role // who uses it; nil: everybody
	saves   string         // a file that it writes now and then; "" none
}

const (
	browserChrome   = `C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`
	browserExplorer = `C:\Program Files\Internet Explorer\iexplore.exe`
	mailOutlook     = `C:\Program Files (x86)\Microsoft Office\root\Office16\OUTLOOK.EXE`
	mailThunderbird = `C:\Program Files (x86)\Mozilla Thunderbird\thunderbird.exe`
	shellExplorer   = `C:\Windows\explorer.exe`
	shellLogon      = `C:\Windows\System32\userinit.exe`
	taskScheduler   = `C:\Windows\System32\svchost.exe`
	serviceControl  = `C:\Windows\System32\services.exe`
)

const officeFolder = `C:\Program Files (x86)\Microsoft Office\root\Office16\`

var technical = []company.Role{company.Administrator, company.Developer}

// desk are the programs of workstations. Browser and mail program come apart from
// these, because everybody has the own ones.
var desk = []program{
	{image: officeFolder + "EXCEL.EXE", command: `"D:\work\report {n}.xlsx"`, weight: 5, minutes: 40, saves: `D:\work\report {n}.xlsx`},
	{image: officeFolder + "WINWORD.EXE", command: `/n "D:\work\plan {n}.docx"`, weight: 3, minutes: 25, saves: `D:\work\plan {n}.docx`},
	{image: officeFolder + "POWERPNT.EXE", command: `"D:\work\meeting {n}.pptx"`, weight: 2, minutes: 30, saves: `D:\work\meeting {n}.pptx`},
	{image: `C:\Program Files (x86)\Hnc\HOffice9\Bin\Hwp.exe`, command: `"D:\work\기안 {n}.hwp"`, weight: 4, minutes: 20, saves: `D:\work\기안 {n}.hwp`},
	{image: `C:\Program Files (x86)\Adobe\Acrobat Reader DC\Reader\AcroRd32.exe`, command: `"C:\Users\{user}\Downloads\견적서 {n}.pdf"`, weight: 3, minutes: 8},
	{image: `C:\Program Files\7-Zip\7zFM.exe`, command: `"C:\Users\{user}\Downloads\photos {n}.zip"`, weight: 1, minutes: 2, saves: `C:\Users\{user}\Downloads\photos\IMG_{n}.jpg`},
	{image: `C:\Windows\System32\notepad.exe`, command: `C:\Users\{user}\Desktop\memo.txt`, weight: 2, minutes: 15},
	{image: `C:\Windows\System32\calc.exe`, weight: 2, minutes: 6},
	{image: `C:\Windows\System32\mspaint.exe`, weight: 1, minutes: 4, saves: `C:\Users\{user}\Desktop\capture {n}.png`},
	{image: `C:\Program Files (x86)\CRM Desk\crmdesk.exe`, weight: 5, minutes: 200, roles: []company.Role{company.Clerk, company.Handler}},
	{image: `C:\Program Files\Adobe\Adobe Photoshop CC 2015\Photoshop.exe`, weight: 4, minutes: 120, roles: []company.Role{company.Marketing}, saves: `D:\work\banner {n}.psd`},
	{image: `C:\Program Files\PuTTY\putty.exe`, command: `-load server{n}`, weight: 4, minutes: 12, roles: technical},
	{image: `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`, command: `-NoLogo`, weight: 2, minutes: 20, roles: technical},
	{image: `C:\Windows\System32\cmd.exe`, weight: 2, minutes: 10, roles: technical},
	{image: `C:\Windows\System32\mmc.exe`, command: `"C:\Windows\system32\dsa.msc"`, weight: 3, minutes: 10, roles: []company.Role{company.Administrator}},
	{image: `C:\Windows\System32\mstsc.exe`, weight: 2, minutes: 15, roles: []company.Role{company.Administrator}},
	{image: `C:\Program Files\Git\cmd\git.exe`, command: `pull --rebase`, weight: 6, minutes: 0.1, roles: []company.Role{company.Developer}},
	{image: `C:\Program Files (x86)\Microsoft Visual Studio 14.0\Common7\IDE\devenv.exe`, command: `D:\src\shop\shop.sln`, weight: 2, minutes: 240, roles: []company.Role{company.Developer}},
}

// updater is a program that a task or a service starts by itself.
type updater struct {
	image, command, parent string
	daily                  float64
}

var updaters = []updater{
	{`C:\Program Files (x86)\Google\Update\GoogleUpdate.exe`, `/ua /installsource scheduler`, taskScheduler, 1.5},
	{`C:\Program Files (x86)\Common Files\Adobe\ARM\1.0\AdobeARM.exe`, `/ArmUpdate /ArmElevate`, taskScheduler, 0.3},
	{`C:\Program Files\AhnLab\V3Lite30\V3Lite.exe`, `/update`, serviceControl, 1},
	{`C:\Windows\System32\wuauclt.exe`, `/RunHandlerComServer`, taskScheduler, 0.5},
	{`C:\Windows\System32\taskhostw.exe`, `Install $(Arg0)`, taskScheduler, 1},
}

// changing are services that come and go by themselves, by their names in the registry
// and for people.
var changing = []struct{ name, title string }{
	{"wuauserv", "Windows Update"}, {"BITS", "Background Intelligent Transfer Service"}, {"WinHttpAutoProxySvc", "WinHTTP Web Proxy Auto-Discovery Service"},
	{"TrustedInstaller", "Windows Modules Installer"}, {"AppReadiness", "App Readiness"}, {"sppsvc", "Software Protection"},
}

// commands are what administrators and developers type on servers; {n} is a number.
// Those with sudo run as root.
var commands = []struct {
	image, command string
	sudo           bool
}{
	{"/bin/ls", "ls -l /var/log", false}, {"/bin/df", "df -h", false}, {"/usr/bin/tail", "tail -n {n} /var/log/syslog", false}, {"/usr/bin/top", "top -b -n 1", false},
	{"/bin/ps", "ps aux", false}, {"/usr/bin/less", "less /var/log/nginx/error.log", false}, {"/bin/grep", "grep -c ERROR /srv/shop/log/app.log", false}, {"/usr/bin/git", "git pull", false},
	{"/usr/bin/vim", "vim notes.txt", false}, {"/bin/systemctl", "systemctl restart cron", true}, {"/usr/bin/apt-get", "apt-get update", true}, {"/usr/bin/less", "less /var/log/auth.log", true},
	{"/bin/systemctl", "systemctl status ntp", true}, {"/usr/bin/id", "id", false}, {"/usr/bin/scp", "scp -t /srv/shop/releases", false},
}

// consoles are what administrators open on Windows servers.
var consoles = []struct{ image, command string }{
	{`C:\Windows\System32\mmc.exe`, `"C:\Windows\system32\eventvwr.msc" /s`}, {`C:\Windows\System32\mmc.exe`, `"C:\Windows\system32\services.msc"`},
	{`C:\Windows\System32\taskmgr.exe`, `/4`}, {`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`, ``}, {`C:\Windows\System32\cmd.exe`, ``},
}
