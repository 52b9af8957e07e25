package suricata

import (
	"strings"

	"dwell/event"
)

// The ports of servers whose answers carry the record.
const (
	kerberosPort = 88
	rdpPort      = 3389
)

func (p *parser) logon(method string) event.Logon {
	return event.Logon{Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends, Method: method}
}

// ssh reads an event of type ssh. Whether somebody got in is not seen by Suricata.
func (p *parser) ssh() outcome {
	l := p.logon("ssh")
	l.Client = p.banner(fieldSSHClientVersion, fieldSSHClient)
	l.Server = p.banner(fieldSSHServerVersion, fieldSSHServer)
	p.all.Logons = append(p.all.Logons, l)
	return read
}

// banner is the line that a program greets with (RFC 4253, section 4.2).
func (p *parser) banner(version, software field) string {
	name := p.record.text(software)
	if name == "" || strings.HasPrefix(name, "SSH-") {
		return name
	}
	b := append(p.id[:0], "SSH-"...)
	if v := p.record.bytes(version); len(v) > 0 {
		b = append(b, v...)
	} else {
		b = append(b, "2.0"...)
	}
	p.id = append(append(b, '-'), name...)
	return p.record.names.Get(p.id)
}

// kerberos reads an event of type krb5: what the key distribution centre answered.
func (p *parser) kerberos() outcome {
	r := p.record
	if p.fromServer(kerberosPort) {
		p.ends = turned(p.ends)
	}
	asked := r.text(fieldKrbFailed)
	answered := r.text(fieldKrbType)
	l := p.logon(kerberosMethod(answered, asked))
	switch {
	case l.Method == "":
		return skipped("krb5: messages other than answers about accounts and tickets")
	case strings.Contains(answered, "ERROR"):
		l.Failure, l.Success = p.filled(fieldKrbError), event.TruthNo
		if l.Failure == "KDC_ERR_PREAUTH_REQUIRED" {
			return skipped("krb5: the demand for proof with which every logon begins")
		}
	default:
		l.Success = event.TruthYes
	}
	l.Account, l.Domain, l.Service = p.filled(fieldKrbClient), p.filled(fieldKrbRealm), p.filled(fieldKrbService)
	p.all.Logons = append(p.all.Logons, l)
	return read
}

// kerberosMethod tells which exchange of RFC 4120 an answer belongs to, "" when none
// that proves who somebody is.
func kerberosMethod(answered, asked string) string {
	if strings.Contains(answered, "ERROR") {
		answered = asked
	}
	switch {
	case strings.Contains(answered, "TGS"):
		return "kerberos-tgs"
	case strings.Contains(answered, "AS_RE"), strings.Contains(answered, "AS-RE"):
		return "kerberos-as"
	}
	return ""
}

// filled is a text for whose absence Suricata writes a word in angles.
func (p *parser) filled(f field) string {
	s := p.record.text(f)
	if s == "<empty>" || s == "<none>" {
		return ""
	}
	return s
}

// rdp reads an event of type rdp. Of the messages of a session that names the account
// (the cookie mstshash) and that which describes the client tell something.
func (p *parser) rdp() outcome {
	r := p.record
	if p.fromServer(rdpPort) {
		p.ends = turned(p.ends)
	}
	l := p.logon("rdp")
	switch string(r.bytes(fieldRDPType)) {
	case "initial_request":
		l.Account = r.text(fieldRDPCookie)
	case "connect_request":
		l.From, l.Client = r.text(fieldRDPClient), r.text(fieldRDPBuild)
		l.Keyboard = keyboard(r.text(fieldRDPKeyboard))
	default:
		return skipped("rdp: messages that name neither account nor client")
	}
	p.all.Logons = append(p.all.Logons, l)
	return read
}

// languages are the names of the language codes (ISO 639-1) that stand in Windows'
// keyboard layouts (MS-LCID), as Zeek and Windows call them.
var languages = map[string]string{
	"ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
	"es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
	"hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
	"lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
	"ru": "Russian", "sk": "Slovak", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
	"zh": "Chinese",
}

// keyboard names the layout of a locale such as ko-KR; an unknown one stays as it is.
func keyboard(locale string) string {
	language, region, _ := strings.Cut(locale, "-")
	name := languages[language]
	switch {
	case locale == "unknown":
		return ""
	case name == "":
		return locale
	case language == "en" || language == "zh" || language == "es" || language == "pt":
		if region != "" {
			return name + " (" + region + ")"
		}
	}
	return name
}
