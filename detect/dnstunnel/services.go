package dnstunnel

import (
	"strings"

	"dwell/detect/known"
)

// Innocent services that put data into names. They are weighed, never left out: the
// domains below are those of the services themselves, where nobody else can answer.

// reputation returns the service that judges files, addresses or names by DNS, to which
// a domain belongs.
func reputation(domain string) (string, bool) { return parentIn(reputations, domain) }

// measurement returns the service that tells machines or visits apart by names made up
// for each, to which a domain belongs.
func measurement(domain string) (string, bool) { return parentIn(measurements, domain) }

// hosting returns the content network or host of strangers to which a domain belongs.
// The names of its customers and machines are made by rule, and many.
func hosting(domain string) (string, bool) {
	if who, ok := parentIn(hosts, domain); ok {
		return who, true
	}
	return known.Fronting(domain)
}

func parentIn(table map[string]string, domain string) (string, bool) {
	for {
		if who, ok := table[domain]; ok {
			return who, true
		}
		_, parent, ok := strings.Cut(domain, ".")
		if !ok {
			return "", false
		}
		domain = parent
	}
}

// reputations are services as their vendors document them: lookups of the hash of a
// file, of an address or of a name, in the name itself.
var reputations = map[string]string{
	"mcafee.com": "McAfee", "trellix.com": "Trellix", "sophosxl.net": "Sophos", "sophosxl.com": "Sophos", "e5.sk": "ESET",
	"cymru.com": "Team Cymru", "team-cymru.com": "Team Cymru", "bitdefender.net": "Bitdefender", "avcdn.net": "Avast",
	"avast.com": "Avast", "trendmicro.com": "Trend Micro", "kaspersky-labs.com": "Kaspersky", "webroot.com": "Webroot",
	"brightcloud.com": "Webroot", "fortiguard.net": "Fortinet", "fortiguard.com": "Fortinet", "cloudmark.com": "Cloudmark",
	"ctmail.com": "Cyren", "mailshell.net": "Mailshell", "messagelabs.com": "Symantec", "brightmail.com": "Symantec",
	"spamhaus.org": "Spamhaus", "spamhaus.net": "Spamhaus", "spamcop.net": "SpamCop", "sorbs.net": "SORBS",
	"barracudacentral.org": "Barracuda", "surbl.org": "SURBL", "uribl.com": "URIBL", "uceprotect.net": "UCEPROTECT",
	"dnswl.org": "DNSWL", "mailspike.net": "Mailspike", "mailspike.org": "Mailspike", "abuseat.org": "CBL",
	"senderbase.org": "Cisco", "senderscore.com": "Validity", "abuse.ch": "abuse.ch", "invaluement.com": "invaluement",
	"spameatingmonkey.net": "Spam Eating Monkey", "spamrats.com": "SpamRats", "surriel.com": "PSBL", "hostkarma.com": "Hostkarma",
	"junkemailfilter.com": "Hostkarma", "njabl.org": "NJABL", "ahbl.org": "AHBL", "dsbl.org": "DSBL", "agari.com": "Agari",
	"valimail.com": "Valimail", "habeas.com": "Validity", "isipp.com": "ISIPP", "shadowserver.org": "Shadowserver",
}

var measurements = map[string]string{
	"footprintdns.com": "Microsoft", "msftncsi.com": "Microsoft", "imrworldwide.com": "Nielsen", "dotnxdomain.net": "APNIC",
	"test-ipv6.com": "test-ipv6.com", "dnsleaktest.com": "dnsleaktest.com", "nr-data.net": "New Relic", "omtrdc.net": "Adobe",
	"2o7.net": "Adobe", "demdex.net": "Adobe", "adsafeprotected.com": "IAS", "moatads.com": "Oracle", "doubleclick.net": "Google",
	"googlesyndication.com": "Google", "scorecardresearch.com": "comScore", "bing-int.com": "Microsoft", "perfops.net": "PerfOps",
	"cedexis.com": "Citrix", "cedexis-radar.net": "Citrix", "rlcdn.com": "LiveRamp", "adnxs.com": "Xandr", "criteo.com": "Criteo",
}

var hosts = map[string]string{
	"googlevideo.com": "Google", "googleusercontent.com": "Google", "gvt1.com": "Google", "1e100.net": "Google",
	"fbcdn.net": "Meta", "cdninstagram.com": "Meta", "whatsapp.net": "Meta", "nflxvideo.net": "Netflix", "nflxso.net": "Netflix",
	"llnwd.net": "Limelight", "llnwi.net": "Limelight", "edgecastcdn.net": "Edgecast", "cdn77.org": "CDN77", "b-cdn.net": "bunny.net",
	"azurefd.net": "Microsoft", "trafficmanager.net": "Microsoft", "sharepoint.com": "Microsoft", "akadns.net": "Akamai",
	"akamaistream.net": "Akamai", "akam.net": "Akamai", "fastlylb.net": "Fastly", "twimg.com": "X", "licdn.com": "LinkedIn",
	"alicdn.com": "Alibaba", "kunlunsl.com": "Alibaba", "qcloudcdn.com": "Tencent", "cdngc.net": "CDNetworks", "kakaocdn.net": "Kakao",
	"pstatic.net": "Naver", "steamcontent.com": "Valve", "ttvnw.net": "Twitch", "vimeocdn.com": "Vimeo", "awsdns.com": "Amazon",
	"awsglobalaccelerator.com": "Amazon", "awsapps.com": "Amazon", "cloudflare.net": "Cloudflare", "incapdns.net": "Imperva",
	"impervadns.net": "Imperva", "wixdns.net": "Wix", "shopify.com": "Shopify", "myshopify.com": "Shopify",
	"wordpress.com": "Automattic", "tumblr.com": "Tumblr", "blogspot.com": "Google", "github.io": "GitHub", "netlify.app": "Netlify",
	"vercel.app": "Vercel", "web.app": "Google", "run.app": "Google", "sentry.io": "Sentry", "okta.com": "Okta",
	"salesforce.com": "Salesforce", "force.com": "Salesforce", "zendesk.com": "Zendesk", "atlassian.net": "Atlassian",
}
