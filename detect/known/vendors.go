package known

import "strings"

// Vendor returns whose update, telemetry or push service a DNS name most likely
// is, by the registered domain that it ends in. Domains under which strangers can
// publish (blob storage, serverless hosts, content networks that front for
// anybody) are left out on purpose or marked in Fronting.
func Vendor(name string) (string, bool) { return suffix(vendors, name) }

// Fronting returns the content network or shared host behind a name, where the
// name says nothing about who answers.
func Fronting(name string) (string, bool) { return suffix(fronting, name) }

// suffix finds the longest parent of name in the table.
func suffix(table map[string]string, name string) (string, bool) {
	for name != "" {
		if vendor, ok := table[name]; ok {
			return vendor, true
		}
		_, parent, ok := strings.Cut(name, ".")
		if !ok {
			break
		}
		name = parent
	}
	return "", false
}

var vendors = map[string]string{
	"microsoft.com": "Microsoft", "windowsupdate.com": "Microsoft", "windows.com": "Microsoft",
	"office.com": "Microsoft", "office.net": "Microsoft", "office365.com": "Microsoft",
	"outlook.com": "Microsoft", "live.com": "Microsoft", "msn.com": "Microsoft", "bing.com": "Microsoft",
	"msedge.net": "Microsoft", "skype.com": "Microsoft", "msftncsi.com": "Microsoft",
	"msftconnecttest.com": "Microsoft", "microsoftonline.com": "Microsoft", "sfx.ms": "Microsoft",
	"s-microsoft.com": "Microsoft", "onedrive.com": "Microsoft", "visualstudio.com": "Microsoft",
	"google.com": "Google", "googleapis.com": "Google", "gstatic.com": "Google", "gvt1.com": "Google",
	"gvt2.com": "Google", "google-analytics.com": "Google", "googletagmanager.com": "Google",
	"doubleclick.net": "Google", "googlesyndication.com": "Google", "youtube.com": "Google",
	"ytimg.com": "Google", "googleusercontent.com": "Google", "android.com": "Google", "pki.goog": "Google",
	"apple.com": "Apple", "icloud.com": "Apple", "mzstatic.com": "Apple", "cdn-apple.com": "Apple",
	"mozilla.org": "Mozilla", "mozilla.net": "Mozilla", "mozilla.com": "Mozilla", "firefox.com": "Mozilla",
	"adobe.com": "Adobe", "adobe.io": "Adobe", "adobess.com": "Adobe", "typekit.net": "Adobe",
	"dropbox.com": "Dropbox", "dropboxapi.com": "Dropbox", "dropbox-dns.com": "Dropbox",
	"ubuntu.com": "Canonical", "canonical.com": "Canonical", "snapcraft.io": "Canonical",
	"debian.org": "Debian", "redhat.com": "Red Hat", "fedoraproject.org": "Fedora", "centos.org": "CentOS",
	"eset.com": "ESET", "eset.eu": "ESET", "kaspersky.com": "Kaspersky", "kaspersky-labs.com": "Kaspersky",
	"avast.com": "Avast", "avcdn.net": "Avast", "avg.com": "AVG", "avira.com": "Avira",
	"bitdefender.com": "Bitdefender", "bitdefender.net": "Bitdefender", "mcafee.com": "McAfee",
	"symantec.com": "Symantec", "norton.com": "Norton", "symcd.com": "Symantec", "sophos.com": "Sophos",
	"sophosxl.net": "Sophos", "trendmicro.com": "Trend Micro", "f-secure.com": "F-Secure",
	"malwarebytes.com": "Malwarebytes", "crowdstrike.com": "CrowdStrike", "sentinelone.net": "SentinelOne",
	"ahnlab.com": "AhnLab", "alyac.co.kr": "ESTsecurity", "estsecurity.com": "ESTsecurity",
	"hauri.co.kr": "Hauri", "naver.com": "Naver", "naver.net": "Naver", "pstatic.net": "Naver",
	"kakao.com": "Kakao", "kakaocdn.net": "Kakao", "daum.net": "Kakao", "daumcdn.net": "Kakao",
	"slack.com": "Slack", "zoom.us": "Zoom", "webex.com": "Cisco", "teamviewer.com": "TeamViewer",
	"spotify.com": "Spotify", "github.com": "GitHub", "oracle.com": "Oracle", "java.com": "Oracle",
	"intel.com": "Intel", "nvidia.com": "NVIDIA", "hp.com": "HP", "dell.com": "Dell", "lenovo.com": "Lenovo",
	"facebook.com": "Meta", "fbcdn.net": "Meta", "whatsapp.net": "Meta", "whatsapp.com": "Meta",
	"linkedin.com": "LinkedIn", "twitter.com": "X", "x.com": "X",
	"digicert.com": "DigiCert", "lencr.org": "Let's Encrypt", "sectigo.com": "Sectigo",
	"globalsign.com": "GlobalSign", "amazontrust.com": "Amazon", "entrust.net": "Entrust",
	"comodoca.com": "Sectigo", "usertrust.com": "Sectigo", "godaddy.com": "GoDaddy",
	"rapidssl.com": "DigiCert", "geotrust.com": "DigiCert", "thawte.com": "DigiCert",
	"ntp.org": "NTP pool", "root-servers.net": "DNS root", "opendns.com": "Cisco",
	"cloudflare-dns.com": "Cloudflare",
}

// fronting names are given to anybody who asks, attackers included.
var fronting = map[string]string{
	"akamai.net": "Akamai", "akamaiedge.net": "Akamai", "akamaihd.net": "Akamai", "akamaized.net": "Akamai",
	"edgekey.net": "Akamai", "edgesuite.net": "Akamai", "cloudfront.net": "Amazon", "amazonaws.com": "Amazon",
	"azureedge.net": "Microsoft", "azurewebsites.net": "Microsoft", "windows.net": "Microsoft",
	"cloudapp.net": "Microsoft", "cloudapp.azure.com": "Microsoft", "fastly.net": "Fastly",
	"cloudflare.com": "Cloudflare", "workers.dev": "Cloudflare", "pages.dev": "Cloudflare",
	"appspot.com": "Google", "firebaseio.com": "Google", "script.google.com": "Google",
	"sites.google.com": "Google", "drive.google.com": "Google", "docs.google.com": "Google",
	"1e100.net": "Google", "raw.githubusercontent.com": "GitHub", "githubusercontent.com": "GitHub",
	"gist.github.com": "GitHub", "herokuapp.com": "Heroku",
}
