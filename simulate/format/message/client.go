package message

import (
	"net/netip"

	"dwell/simulate/format/message/wire"
)

// Program is a program that composes mail.
type Program uint8

// The programs. Those that changed over the years follow the date of the message
// (Gmail, Naver, Daum are services) or Client.Version.
const (
	OutlookExchange Program = iota // Outlook on a mailbox of Exchange or Microsoft 365
	OutlookInternet                // Outlook on a mailbox of a provider (POP or IMAP), version 10 (2002), 11 (2003), 14 to 16
	OutlookExpress                 // 6
	Thunderbird                    // versions from 17 on
	AppleMail                      // on a Mac
	IPhone                         // Mail on an iPhone
	Gmail                          // in the browser
	Naver                          // in the browser
	Daum                           // in the browser: Hanmail
	PHPMailer                      // version 5.2 or 6, a PHP program's library
	Newsletter                     // a sending service: SendGrid
	Cron                           // the daemon of Debian, through sendmail(1)
)

// String returns the name of the program as people say it.
func (p Program) String() string {
	names := [...]string{"Outlook via Exchange", "Outlook", "Outlook Express", "Thunderbird", "Apple Mail", "iPhone Mail",
		"Gmail", "Naver Mail", "Daum Mail", "PHPMailer", "newsletter engine", "cron"}
	if int(p) < len(names) {
		return names[p]
	}
	return "unknown program"
}

// Programs lists all programs.
func Programs() []Program {
	return []Program{OutlookExchange, OutlookInternet, OutlookExpress, Thunderbird, AppleMail, IPhone, Gmail, Naver, Daum, PHPMailer, Newsletter, Cron}
}

// Language is that of the program's own words: the line above a quotation.
type Language uint8

// The languages.
const (
	Korean Language = iota
	English
)

// Client is one installation of a program: that of a person or a machine.
type Client struct {
	Program  Program
	Version  string // as User-Agent or X-Mailer name it ("45.2.0", "2.3124", "13F69", "5.2.14"); "" is a usual one
	System   string // operating system in a User-Agent, "Windows NT 6.1; WOW64"; "" is a usual one
	Language Language
	Charset  wire.Charset // of text beyond ASCII; wire.Unset is the program's habit

	// Host is the machine that identifiers name where that is not the sender's
	// domain: the PC (OutlookExpress), the mail server (OutlookExchange), the web
	// server (Naver, Daum, PHPMailer), the machine of the daemon (Cron). "" is a usual
	// one.
	Host string

	// Account is a number that stays the same for all mails of a mailbox: Gmail,
	// Naver and Daum write tokens by which it is known.
	Account uint64

	// Origin is the address of the author's machine, which web mail and Exchange
	// write down.
	Origin netip.Addr
}
