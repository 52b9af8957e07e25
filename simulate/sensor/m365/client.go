package m365

import (
	"strings"

	"dwell/simulate/fact"
	"dwell/simulate/format/m365"
)

// How programs show in the log, by what people have published of it. Ids of programs are
// those that Microsoft documents ("Application IDs of commonly used Microsoft
// applications"); those of others are made up.
const (
	officeID  = "d3590ed6-52b3-4102-aeff-aad2292ab01c" // Microsoft Office
	webMailID = "00000002-0000-0ff1-ce00-000000000000" // Office 365 Exchange Online
	mobileID  = "27922004-5251-4030-b22d-91ecd9a37ea4" // Outlook Mobile
	appleID   = "f8d98a96-0999-43f5-8af3-69971c7bb423" // Apple Internet Accounts
)

// appOf is the id of a device's program.
func (m *Sensor) appOf(d *fact.Device) string {
	switch {
	case d.Kind == fact.Outlook:
		return officeID
	case d.Kind == fact.Browser || d.Kind == fact.Console:
		return webMailID
	case d.Kind == fact.PhoneApp:
		return mobileID
	case strings.HasPrefix(d.Agent, "Apple") || strings.HasPrefix(d.Agent, "Mac"):
		return appleID
	}
	return m.uuid(seedOf(d.Agent), 5)
}

// info is how a device shows in records of items.
func info(d *fact.Device) string {
	switch d.Kind {
	case fact.Outlook:
		return "Client=MSExchangeRPC"
	case fact.PhoneApp:
		return "Client=OutlookService;" + d.Agent + ";"
	case fact.PhoneMail:
		return "Client=ActiveSync;UserAgent=" + d.Agent + ";Action=/Microsoft-Server-ActiveSync/Proxy/default.eas"
	case fact.MailProgram:
		return "Client=POP3/IMAP4;Protocol=IMAP4"
	case fact.Program, fact.Legacy:
		return "Client=WebServices;" + d.Agent
	}
	return "Client=OWA;Action=ViaProxy"
}

// agent is how a device's sign-in page calls itself.
func agent(d *fact.Device) string {
	switch {
	case d.Agent == "Thunderbird":
		return "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Thunderbird/115.6.0"
	case strings.HasPrefix(d.Agent, "Mac OS X"):
		return "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
	case strings.HasPrefix(d.Agent, "Apple-iPhone"), d.Agent == "Outlook-iOS/2.0":
		return "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
	case strings.HasPrefix(d.Agent, "SAMSUNG-"):
		model, _, _ := strings.Cut(strings.TrimPrefix(d.Agent, "SAMSUNG-"), "/")
		return "Mozilla/5.0 (Linux; Android 13; " + model + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
	case d.Agent == "Outlook-Android/2.0":
		return "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36"
	}
	return d.Agent
}

// system and browser are what the service makes of an agent.
func system(agent string) string {
	for _, s := range [][2]string{{"iPhone", "Ios 17.2"}, {"Android", "Android"}, {"Windows", "Windows10"}, {"Mac OS X", "MacOs"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, s[0]) {
			return s[1]
		}
	}
	return "Other"
}

func browser(agent string) string {
	for _, s := range [][2]string{{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, s[0]) {
			return s[1]
		}
	}
	return ""
}

// mailbox is what records about items say.
func (m *Sensor) mailbox(a *fact.Access) m365.Mailbox {
	out := m365.Mailbox{Common: m.common(a), Owner: a.Owner, GUID: m.uuid(seedOf(a.Owner), 4), App: m.appOf(a.Device), Info: info(a.Device)}
	switch a.By {
	case fact.ByDelegate:
		out.LogonType = 2
	case fact.ByAdministrator, fact.ByService:
		out.LogonType = 1
	}
	if a.Device.Kind == fact.Outlook {
		out.Process, out.Version, out.Machine = "OUTLOOK.EXE", "16.0.16827.20166", a.Device.Host
	}
	return out
}
