package web

import "strings"

// The lists are facts about services, by their own names; a name stands for all below it.

func set(text string) map[string]bool {
	out := make(map[string]bool)
	for _, name := range strings.Fields(text) {
		out[name] = true
	}
	return out
}

// shorteners turn a short link into a long one that the reader does not see.
var shorteners = set(`
adf.ly bit.do bit.ly bitly.com bitly.kr buff.ly clck.ru cutt.ly did.li dlvr.it dub.sh encurtador.com.br
fb.me goo.gl goo.su gg.gg han.gl hoy.kr ift.tt is.gd j.mp kutt.it lc.cx lnkd.in lnk.to me2.do me2.kr n9.cl
ow.ly ouo.io qr.ae qr.net qrco.de rb.gy rebrand.ly rebrandly.com s.id shorte.st shorturl.at short.gy
shrtco.de soo.gd surl.li t.co t.ly t2m.io tiny.cc tiny.one tinyurl.com tr.ee u.to ulvis.net urlz.fr url.kr
urlr.me v.gd v.ht vk.cc vo.la vvd.bz x.co x.gd yep.it zpr.io 2u.pw acortar.link linktr.ee`)

// stored are places where anybody puts a page without a name of his own: storage of
// clouds, free sites, tunnels. Organisations do not send people there.
var stored = set(`
000webhostapp.com amplifyapp.com appspot.com azureedge.net azurefd.net azurewebsites.net b-cdn.net backblazeb2.com
blob.core.windows.net bravenet.com cloudapp.azure.com cloudfront.net cloudfunctions.net codesandbox.io cprapid.com deno.dev
digitaloceanspaces.com duckdns.org dweb.link dynv6.net eu5.org firebaseapp.com firebasestorage.googleapis.com fleek.co fly.dev
framer.app framer.website glitch.me godaddysites.com google.page.link herokuapp.com hostingerapp.com ipfs.io jimdosite.com
linodeobjects.com linodeusercontent.com multiscreensite.com mybluehost.me mystrikingly.com myqcloud.com netlify.app ngrok.io
ngrok-free.app onrender.com pages.dev pantheonsite.io plesk.page r2.dev render.com repl.co replit.app run.app s3.amazonaws.com
site123.me square.site storage.googleapis.com strikingly.com supabase.co surge.sh translate.goog trycloudflare.com ubpages.com
ukit.me umso.co vercel.app w3spaces.com wasabisys.com web.app web.core.windows.net webflow.io webnode.page weebly.com
weeblysite.com wixsite.com workers.dev yolasite.com aliyuncs.com oraclecloud.com clickfunnels.com
selcdn.ru selstorage.ru myhuaweicloud.com bcebos.com filebase.io myfilebase.com nftstorage.link w3s.link cloudflare-ipfs.com
infura-ipfs.io storjshare.io ipfs.dweb.link cloudwaysapps.com wpengine.com servehttp.com ddns.net hopto.org zapto.org`)

// shared are places where anybody puts a form, a text or a file, and where honest people
// and firms do, too.
var shared = set(`
activehosted.com app.link beehiiv.com bitbucket.io blogspot.com carrd.co docs.google.com drive.google.com forms.gle
forms.office.com formstack.com gitbook.io github.io gitlab.io hubspotpagebuilder.com jotform.com my-board.org notion.site
page.link sharefile.com sites.google.com typeform.com wordpress.com zohopublic.com`)

// bucket recognises the storage of Amazon, whose names differ in their middle.
func bucket(host string) bool {
	return strings.HasSuffix(host, ".amazonaws.com") && (strings.Contains(host, ".s3") || strings.HasPrefix(host, "s3"))
}

// redirectors lead to wherever their links say.
var redirectors = set(`
adclick.g.doubleclick.net ad.doubleclick.net googleadservices.com googleweblight.com l.facebook.com lm.facebook.com l.instagram.com
l.wl.co out.reddit.com slack-redir.net steamcommunity.com vk.com away.vk.com youtube.com t.umblr.com
linkedin.com track.adform.net clicktime.symantec.com href.li anonym.to ref.gamer.com.tw link.zhihu.com duckduckgo.com`)

// gateways of mail rewrite links for those whom they protect; the sender wrote what is
// within.
var gateways = set(`
safelinks.protection.outlook.com urldefense.com urldefense.proofpoint.com linkprotect.cudasvc.com
protect-us.mimecast.com protect-eu.mimecast.com protect2.fireeye.com secure-web.cisco.com urlsand.esvalabs.com`)

// carriers are the domains of services that send and count the mails of others: a link
// or an envelope of theirs says nothing about who writes.
var carriers = set(`
acemlna.com acemlnb.com acemlnc.com acemlnd.com acems1.com acemsrvd.com acemsd3.com actionkit.com agnitas.de amazonses.com
aweber.com bfi0.com bnc3.mailjet.com bmetrack.com brevo.com campaign-archive.com chtah.com cleverreach.com cmail19.com cmail20.com
cmail1.com cmail2.com constantcontact.com createsend.com createsend1.com crsend.com ctctcdn.com cust-mail.com customeriomail.com customer.io
dotmailer.com emarsys.net emltrk.com emsecure.net en25.com exacttarget.com exct.net fbl.en25.com freshdesk.com freshemail.com
getresponse.com getresponse-mail.com gotowebinar.com hs-sites.com hubspotemail.net hubspotlinks.com hubspot.com hubspotstarter.net icontact.com intercom-mail.com
inxmail.com inxserver.de iterable.com klaviyo.com klaviyomail.com klclick.com list-manage.com list-manage1.com list-manage2.com listrak.com
mailchimp.com mailchimpapp.net mailerlite.com mailgun.net mailgun.org mailjet.com mandrillapp.com mcdlv.net mcsv.net mcsignup.com
messagegears.net mjt.lu mkt41.net mktdns.com mktomail.com mlsend.com mlsend2.com mtasv.net myemma.com e2ma.net
newsletter2go.com onelink.me outreach.io pardot.com pmta.io postmarkapp.com rapidmail.de rs6.net rsgsv.net rsys2.com rsys5.com
s7.exacttarget.com sailthru.com salesforce.com salesmanago.com sendgrid.net sendgrid.com sendibm1.com sendibm2.com sendibm3.com sendibt2.com
sendinblue.com sib.com silverpop.com sp-redirect.com sparkpostmail.com sparkpostmail1.com stibee.com substack.com surveymonkey.com
symplify.com taggingtool.com theinformation.com us-mail.io vresp.com verticalresponse.com zendesk.com zohocampaigns.com zcsend.net
0.pages06.net doubleclick.net cheetahmail.com roving.com lyris.net messagereach.com m0.net flonetwork.com topica.com sparklist.com digitalimpact.com yahoogroups.com`)

// Carrier reports whether a domain belongs to a service that sends the mails of others.
func Carrier(domain string) bool { return listed(carriers, domain) }

// Shorthand reports whether the host is a shortener's.
func Shorthand(host string) bool { return listed(shorteners, host) }

// cheap are the endings under which names cost next to nothing and most of those that
// are registered serve abuse (Interisle, "Phishing Landscape" 2022 to 2024; Spamhaus,
// "Most abused TLDs").
var cheap = set(`
xyz top club online site live icu shop click link buzz fun space website store cyou cfd sbs bond monster quest rest
work best lol today life world ru.com sa.com za.com co.ua us.com tk ml ga cf gq pw cc su ru zip mov vip win bid loan men
party review stream trade date faith racing science download accountant cricket webcam autos boats makeup hair skin beauty mom pics`)

// Cheap reports whether a name stands under such an ending.
func Cheap(domain string) bool {
	_, ending, _ := strings.Cut(domain, ".")
	return cheap[ending] || listed(cheap, ending)
}
