package attribution

import (
	"fmt"
	"strings"

	"dwell/internal/humanize"
)

// sample is a set of mails in which marks were counted.
type sample struct {
	mails int
	name  string
}

var (
	listMails     = sample{4338, "mails of a public list of programmers, 2012 to 2019"}
	archiveMails  = sample{92005, "mails: 84,096 of a list's archive and 7,909 phishing mails"}
	phishingMails = sample{500, "mass phishing mails, 2022 to 2025"}
)

// rate is how many mails of a sample carry a mark. Where the class was counted and not
// the value, there is no ratio: that mails name machines says nothing about this one.
// The lists are international and
// written in English: among the mails of one company the same mark may be common,
// which the alternatives say.
type rate struct {
	class, value string // value "" stands for any
	in           sample
	count        int
}

// rates were counted in the samples by header; more than one value of a class in a
// mail counts once.
var rates = []rate{
	{"mail-date-offset", "+0830", archiveMails, 0},
	{"mail-date-offset", "+0900", listMails, 262},
	{"mail-date-offset", "+0800", listMails, 358},
	{"mail-date-offset", "+0700", listMails, 42},
	{"mail-date-offset", "+0530", listMails, 21},
	{"mail-date-offset", "+0300", listMails, 91},
	{"mail-date-offset", "+0200", listMails, 1283},
	{"mail-date-offset", "+0100", listMails, 1062},
	{"mail-date-offset", "+0000", listMails, 113},
	{"mail-date-offset", "-0500", listMails, 121},
	{"mail-date-offset", "-0700", listMails, 627},
	{"mail-date-offset", "-0800", listMails, 167},
	{"charset", "euc-kr", listMails, 6},
	{"charset", "gbk", listMails, 6},
	{"charset", "utf-8", listMails, 1021},
	{"charset", "us-ascii", listMails, 864},
	{"charset", "iso-8859-1", listMails, 238},
	{"charset", "windows-1251", phishingMails, 11},
	{"client-language", "", listMails, 0},
	{"language-header", "", listMails, 141},
	{"script", "", phishingMails, 22},
	{"machine-name", "", listMails, 311},
}

// ofNone says that a mark which was in none of n mails is in at most three of n, with
// 95 % confidence (the rule of three).
const ofNone = 3.0

// share is the part of the mails that carry the mark, at most.
func (r rate) share() float64 { return max(float64(r.count), ofNone) / float64(r.in.mails) }

// words say the rate.
func (r rate) words() string {
	what := "this value"
	if r.value == "" {
		what = "a mark of this class"
	}
	if r.count == 0 {
		return fmt.Sprintf("none of %s has %s", humanize.Count(int64(r.in.mails))+" "+r.in.name, what)
	}
	return fmt.Sprintf("%d of %s have %s (%.2g %%)", r.count, humanize.Count(int64(r.in.mails))+" "+r.in.name, what, 100*float64(r.count)/float64(r.in.mails))
}

// rateOf finds the rate of a mark: of its value, else of its class.
func rateOf(class, value string) (rate, bool) {
	for _, r := range rates {
		if r.class == class && (r.value == "" || strings.EqualFold(r.value, value)) {
			return r, true
		}
	}
	return rate{}, false
}

// commonFrom is the share of mails from which on a mark points nowhere.
const commonFrom = 0.05

// common reports whether so many mails carry this very mark that it tells nothing of one.
func common(class, value string) bool {
	r, ok := rateOf(class, value)
	return ok && r.value != "" && r.share() >= commonFrom
}

// alternatives are what else explains a mark, by class: said beside every clue,
// because a reader thinks of the culprit first.
var alternatives = map[string][]string{
	"mail-date-offset": {"any sender can write any offset", "webmail and relays write the server's zone, not the writer's", "a machine with a wrong zone, or somebody on a journey"},
	"charset":          {"the program's default for the reader's language", "copied from a mail that was answered"},
	"client":           {"any program may use any name", "common programs are used everywhere"},
	"client-language":  {"a program bought or copied in another country", "set so on purpose"},
	"language-header":  {"the setting of a rented server or a borrowed account", "set so on purpose"},
	"script":           {"somebody else's website was broken into and used", "a bought mailing service"},
	"machine-name":     {"names such as USER-PC are common", "a rented or broken-into machine", "chosen to mislead"},
	"private-address":  {"the usual addresses of home routers are the same everywhere"},
	"server-address":   {"the exit of a VPN, a proxy or Tor", "a broken-into machine between", "written by the sender where no trusted server added the line"},
	"relay":            {"lines below the receiver's own servers may be invented", "a shared or broken-into mail server"},
	"wording":          {"Koreans of China write Northern spellings too", "a template that somebody else wrote, an old spelling or a typing error", "copied or chosen to mislead: such remnants are the cheapest false flag"},
	"keyboard-layout":  {"a second layout that many install", "a rented machine"},
	"client-name":      {"names of machines are free to choose", "a rented machine"},
	"server-name":      {"a name that others used before"},
	"certificate-name": {"the default of a tool"},
	"user-agent":       {"copied from a common program"},
}

// general explains marks of classes without a list of their own, such as metadata of
// attachments.
var general = []string{"left by somebody whose file was used", "chosen to mislead"}

// explain adds to a clue how common the mark is and what else explains it.
func (c *Clue) explain() {
	c.Alternatives = alternatives[c.Class]
	if c.Alternatives == nil {
		c.Alternatives = general
	}
	c.BaseRate = "not counted"
	if r, ok := rateOf(c.Class, c.Value); ok {
		c.BaseRate = r.words()
		if r.value != "" {
			c.Ratio = ratio(r.share())
		}
	}
}

// ratio is the likelihood ratio that the rate alone allows: were the mark certain
// where it points to, it would be 1/share. It is an upper bound, said in two figures.
func ratio(share float64) float64 {
	r := 1 / share
	for scale := 1.0; ; scale *= 10 {
		if r < 100*scale {
			return float64(int(r/scale+0.5)) * scale
		}
	}
}
