package trait

import "strings"

// author is who wrote a header field.
type author uint8

const (
	byWriter   author = iota
	bySender          // a server on the sender's side
	byReceiver        // a list, a server or program on the receiver's side
)

// receivers lists fields that lists, receiving servers and mailboxes write.
var receivers = names(`received return-path delivered-to envelope-to x-envelope-to x-original-to x-orcpt original-recipient x-delivered-to
	sender errors-to precedence x-list x-list-id x-archive-position x-ecartis-version x-original-sender x-loop x-mailing-list x-beenthere
	x-mailman-version x-mailman-approved-at archived-at mailing-list x-been-there x-approved-by approved-by
	authentication-results arc-authentication-results arc-message-signature arc-seal received-spf x-received x-spam x-spamd-bar
	status x-status x-uid x-uidl x-keywords content-length lines x-gm-thrid x-gmail-labels x-evolution-source
	x-mozilla-status x-mozilla-status2 x-mozilla-keys x-account-key bcc x-folder x-rcpt-to x-apparently-to x-patchwork-hint
	x-forefront-antispam-report x-forefront-antispam-report-untrusted x-microsoft-antispam x-microsoft-antispam-mailbox-delivery x-eopattributedmessage x-greylist
	x-helo envelope-from dmarc-filter`)

// families are beginnings of the names of such fields.
var receiverFamilies = []string{"list-", "x-list-", "x-spam-", "x-ms-exchange-organization-", "x-barracuda-", "x-proofpoint-", "x-amavis-", "x-dspam-", "resent-"}

// senders lists fields that servers on the sender's side write.
var senders = names(`dkim-signature dkim-filter domainkey-signature x-google-dkim-signature x-gm-message-state x-google-smtp-source x-google-sender-auth
	x-virus-scanned x-scanned-by x-mimedefang-filter x-cfilter-loop x-mirapoint-virus-rapid-raw x-mirapoint-loop-id x-originating-ip x-nifty-srcip
	x-wss-id x-server-uuid x-securitypolicycheck x-shieldmailcheckerpolicyversion x-shieldmailcheckermailid x-antivirus x-antivirus-status
	x-sasl-enc x-authenticated-sender x-authentication-warning x-ironport-av x-ironport-anti-spam-filtered x-source x-source-args x-source-dir
	x-antiabuse x-get-message-sender-via feedback-id x-sender-ip x-provags-id x-ui-out-filterresults x-tm-as-product-ver x-me-sender x-me-proxy
	x-ms-publictraffictype x-originatororg x-bess-id x-mimecast-originator x-php-originating-script x-php-script`)

var senderFamilies = []string{"x-google-", "x-ms-exchange-", "x-tm-as-", "x-mimecast-", "x-mirapoint-", "x-ironport-", "x-sg-", "x-ses-"}

// common lists fields that all programs write.
var common = names(`from to cc subject date message-id mime-version content-type content-transfer-encoding content-disposition in-reply-to references
	user-agent x-mailer reply-to`)

func names(list string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// whose tells who wrote a field, by its name in lower case.
func whose(lower string) author {
	switch {
	case common[lower]:
		return byWriter
	case receivers[lower]:
		return byReceiver
	case senders[lower]:
		return bySender
	}
	for _, f := range receiverFamilies {
		if strings.HasPrefix(lower, f) {
			return byReceiver
		}
	}
	for _, f := range senderFamilies {
		if strings.HasPrefix(lower, f) {
			return bySender
		}
	}
	return byWriter
}
