package entity

import "strings"

// Freemail reports whether anybody can get a mailbox under the registered domain.
func Freemail(domain string) bool { return freemail(domain) }

// freemail reports whether anybody can get a mailbox under the domain, which is then not
// the company's. Two other lists answer other questions and would be wrong here: package
// alike (detect/spearphish) takes the first label alone, because it compares what a reader
// takes for a provider; incident/view.go names whole domains, because there a false
// "provider" would hide an attacker's outlook.example.
func freemail(domain string) bool {
	if freemailDomains[domain] {
		return true
	}
	label, _, _ := strings.Cut(domain, ".")
	return freemailBrands[label]
}

// freemailBrands are providers that use one name under many countries' suffixes.
var freemailBrands = map[string]bool{
	"yahoo": true, "ymail": true, "hotmail": true, "outlook": true, "live": true, "gmx": true,
	"yandex": true, "proton": true, "protonmail": true, "aol": true, "zoho": true, "tutanota": true,
}

var freemailDomains = map[string]bool{
	"gmail.com": true, "googlemail.com": true, "msn.com": true, "rocketmail.com": true,
	"icloud.com": true, "me.com": true, "mac.com": true, "pm.me": true, "tuta.io": true, "tuta.com": true,
	"mail.com": true, "email.com": true, "fastmail.com": true, "fastmail.fm": true, "hey.com": true,
	"hushmail.com": true, "inbox.com": true, "zohomail.com": true, "posteo.de": true, "mailbox.org": true,
	"web.de": true, "t-online.de": true, "freenet.de": true, "arcor.de": true, "orange.fr": true,
	"wanadoo.fr": true, "free.fr": true, "sfr.fr": true, "laposte.net": true, "libero.it": true,
	"virgilio.it": true, "tin.it": true, "seznam.cz": true, "wp.pl": true, "o2.pl": true, "onet.pl": true,
	"interia.pl": true, "ziggo.nl": true, "btinternet.com": true, "sky.com": true, "virginmedia.com": true,
	"mail.ru": true, "bk.ru": true, "list.ru": true, "inbox.ru": true, "rambler.ru": true, "ya.ru": true,
	"ukr.net": true, "comcast.net": true, "verizon.net": true, "att.net": true, "sbcglobal.net": true,
	"bellsouth.net": true, "cox.net": true, "charter.net": true, "earthlink.net": true, "juno.com": true,
	"rogers.com": true, "shaw.ca": true, "bigpond.com": true, "optusnet.com.au": true,
	"naver.com": true, "daum.net": true, "hanmail.net": true, "kakao.com": true, "nate.com": true,
	"korea.com": true, "dreamwiz.com": true, "paran.com": true, "lycos.co.kr": true, "empal.com": true,
	"chol.com": true, "hanmir.com": true, "hitel.net": true, "freechal.com": true, "netian.com": true,
	"qq.com": true, "163.com": true, "126.com": true, "yeah.net": true, "sina.com": true, "sina.cn": true,
	"sohu.com": true, "foxmail.com": true, "139.com": true, "189.cn": true, "aliyun.com": true, "tom.com": true,
	"docomo.ne.jp": true, "ezweb.ne.jp": true, "softbank.ne.jp": true, "nifty.com": true, "biglobe.ne.jp": true,
	"rediffmail.com": true, "uol.com.br": true, "bol.com.br": true, "terra.com.br": true,
}
