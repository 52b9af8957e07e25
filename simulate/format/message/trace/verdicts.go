package trace

import (
	"strings"

	"dwell/simulate/format/message/wire"
)

// append writes the verdicts as the software of the hop does; nothing for none.
func (v *Verdicts) append(dst []byte, h *Hop) []byte {
	if v == nil {
		return dst
	}
	clean := Verdicts{SPF: word(v.SPF), DKIM: word(v.DKIM), DMARC: word(v.DMARC), Host: word(v.Host), MailFrom: word(v.MailFrom), From: word(v.From),
		Policy: word(v.Policy), Domain: word(v.Domain), Selector: word(v.Selector), Tag: word(v.Tag)}
	v = &clean
	host := or(v.Host, word(h.By))
	switch h.Software {
	case Gmail:
		return v.gmail(dst, h, or(v.Host, "mx.google.com"))
	case Exchange, ExchangeOnline:
		return v.exchange(dst, h)
	case Naver:
		return v.naver(dst, h, or(v.Host, "mx.naver.com"))
	}
	return v.milters(dst, h, host)
}

// milters writes a line for each of OpenDMARC, policyd-spf and OpenDKIM, as they
// stand below the Received line of Postfix or Sendmail.
func (v *Verdicts) milters(dst []byte, h *Hop, host string) []byte {
	const name = "Authentication-Results: "
	if v.DMARC != "" {
		dst = append(append(append(append(dst, name...), host...), "; dmarc="...), v.DMARC...)
		dst = append(append(append(dst, " (p="...), or(v.Policy, "none")...), " dis=none) header.from="...)
		dst = append(append(dst, v.From...), crlf...)
	}
	if v.SPF != "" {
		dst = append(append(append(append(dst, name...), host...), "; spf="...), v.SPF...)
		dst = append(append(dst, " (mailfrom) smtp.mailfrom="...), domain(v.MailFrom)...)
		dst = ip(append(dst, " (client-ip="...), h.IP)
		dst = append(append(dst, "; helo="...), word(h.Greeting)...)
		dst = append(append(dst, "; envelope-from="...), v.MailFrom...)
		dst = append(append(append(dst, "; receiver="...), or(word(h.For), "<UNKNOWN>")...), ')')
		dst = append(dst, crlf...)
	}
	if v.DKIM == "" {
		return dst
	}
	dst = append(append(append(dst, name...), host...), ';')
	dst = append(append(dst, tabFold+"dkim="...), v.DKIM...)
	if v.Domain == "" {
		return append(dst, crlf...)
	}
	if v.DKIM == "pass" {
		dst = append(dst, " (2048-bit key; unprotected)"...)
	}
	dst = append(append(dst, " header.d="...), v.Domain...)
	dst = append(append(dst, " header.i=@"...), v.Domain...)
	if v.Tag != "" {
		dst = append(append(append(dst, ` header.b="`...), v.Tag...), '"')
	}
	return append(dst, crlf...)
}

// opinion is the sentence about an SPF result that Google's library and its
// followers write.
func (v *Verdicts) opinion(dst []byte, h *Hop) []byte {
	from := or(v.MailFrom, v.From)
	switch v.SPF {
	case "pass", "fail":
		dst = append(append(dst, "domain of "...), from...)
		if v.SPF == "fail" {
			dst = append(dst, " does not designate "...)
		} else {
			dst = append(dst, " designates "...)
		}
		return append(ip(dst, h.IP), " as permitted sender"...)
	case "softfail":
		dst = append(append(dst, "domain of transitioning "...), from...)
		return append(ip(append(dst, " does not designate "...), h.IP), " as permitted sender"...)
	case "neutral":
		dst = append(ip(dst, h.IP), " is neither permitted nor denied by domain of "...)
		return append(dst, from...)
	}
	return append(append(dst, from...), " does not designate permitted sender hosts"...)
}

func (v *Verdicts) gmail(dst []byte, h *Hop, host string) []byte {
	const indent = "\r\n       "
	if v.SPF != "" {
		dst = append(append(dst, "Received-SPF: "...), v.SPF...)
		dst = v.opinion(append(dst, " (google.com: "...), h)
		dst = append(ip(append(dst, ") client-ip="...), h.IP), ";"+crlf...)
	}
	dst = append(append(dst, "Authentication-Results: "...), host...)
	if v.DKIM != "" && v.DKIM != "none" {
		dst = append(append(dst, ";"+indent+"dkim="...), v.DKIM...)
		dst = append(append(dst, " header.i=@"...), v.Domain...)
		if v.Selector != "" {
			dst = append(append(dst, " header.s="...), v.Selector...)
		}
		if v.Tag != "" {
			dst = append(append(dst, " header.b="...), quoteTag(v.Tag)...)
		}
	}
	if v.SPF != "" {
		dst = append(append(dst, ";"+indent+"spf="...), v.SPF...)
		dst = v.opinion(append(dst, " (google.com: "...), h)
		dst = append(append(dst, ") smtp.mailfrom="...), v.MailFrom...)
	}
	if v.DMARC != "" {
		policy := strings.ToUpper(or(v.Policy, "none"))
		dst = append(append(dst, ";"+indent+"dmarc="...), v.DMARC...)
		dst = append(append(append(append(dst, " (p="...), policy...), " sp="...), policy...)
		dst = append(append(dst, " dis=NONE) header.from="...), v.From...)
	}
	return append(dst, crlf...)
}

// quoteTag puts quotes about a tag that needs them.
func quoteTag(tag string) string {
	if strings.ContainsAny(tag, "/+=") {
		return `"` + tag + `"`
	}
	return tag
}

func (v *Verdicts) naver(dst []byte, h *Hop, host string) []byte {
	dst = append(append(dst, "Received-SPF: "...), or(v.SPF, "none")...)
	dst = v.opinion(append(append(append(dst, " ("...), host...), ": "...), h)
	dst = ip(append(dst, ")\r\n  client-ip="...), h.IP)
	dst = append(dst, "; x-iptype=default;"+crlf...)
	dst = append(append(append(dst, "Authentication-Results: "...), host...), ";\r\n  spf="...)
	dst = append(append(append(append(dst, or(v.SPF, "none")...), " ("...), host...), ": "...)
	dst = append(v.opinion(dst, h), ") smtp.mailfrom="...)
	dst = append(dst, v.MailFrom...)
	if v.DKIM != "" {
		dst = append(append(dst, ";\r\n  dkim="...), v.DKIM...)
		if v.Domain != "" {
			dst = append(append(dst, " header.i=@"...), v.Domain...)
		}
	}
	if v.DMARC != "" {
		dst = append(append(dst, ";\r\n  dmarc="...), v.DMARC...)
		dst = append(append(dst, " header.from="...), v.From...)
	}
	dst = append(dst, crlf...)
	dst = ip(append(dst, "X-Session-IP: "...), h.IP)
	return append(dst, crlf...)
}

// exchange writes the two lines of Exchange Online Protection, which are filled
// and broken like its Received lines.
func (v *Verdicts) exchange(dst []byte, h *Hop) []byte {
	var room [500]byte
	line := append(append(room[:0], "spf="...), or(v.SPF, "none")...)
	line = ip(append(line, " (sender IP is "...), h.IP)
	line = append(append(line, ") smtp.mailfrom="...), domain(v.MailFrom)...)
	line = append(append(line, "; dkim="...), or(v.DKIM, "none")...)
	signed := v.Domain
	switch v.DKIM {
	case "pass":
		line = append(line, " (signature was verified)"...)
	case "fail":
		line = append(line, " (signature did not verify)"...)
	default:
		line = append(line, " (message not signed)"...)
		signed = "none"
	}
	line = append(append(append(line, " header.d="...), signed...), ";dmarc="...)
	line = append(append(line, or(v.DMARC, "none")...), " action="...)
	action, composite := v.composite()
	line = append(append(append(line, action...), " header.from="...), v.From...)
	if h.Software == ExchangeOnline {
		line = append(append(line, ";compauth="...), composite...)
	}
	dst = wire.Fold(append(dst, "Authentication-Results: "...), string(line), exchangeWidth)
	return v.receivedSPF(append(dst, crlf...), h)
}

// composite gives what Exchange Online does with the mail by its DMARC verdict, and
// the result of its own authentication that it calls composite, with the reason.
func (v *Verdicts) composite() (action, result string) {
	switch {
	case v.DMARC == "pass":
		return "none", "pass reason=100"
	case v.DMARC == "fail" && v.Policy == "reject":
		return "oreject", "fail reason=000"
	case v.DMARC == "fail" && v.Policy == "quarantine":
		return "quarantine", "fail reason=000"
	case v.DMARC != "fail" && v.SPF == "pass":
		return "none", "pass reason=105"
	}
	return "none", "fail reason=001"
}

// receivedSPF writes the second line, which says more of pass and fail.
func (v *Verdicts) receivedSPF(dst []byte, h *Hop) []byte {
	host := "protection.outlook.com"
	if h.Software == Exchange {
		host = word(h.By)
	}
	from := domain(v.MailFrom)
	var room [300]byte
	line := room[:0]
	told := false
	switch v.SPF {
	case "pass":
		line = append(append(append(append(line, "Pass ("...), host...), ": domain of "...), from...)
		line, told = append(ip(append(line, " designates "...), h.IP), " as permitted sender)"...), true
	case "fail":
		line = append(append(append(append(line, "Fail ("...), host...), ": domain of "...), from...)
		line, told = append(ip(append(line, " does not designate "...), h.IP), " as permitted sender)"...), true
	case "softfail":
		line = append(append(append(append(line, "SoftFail ("...), host...), ": domain of transitioning "...), from...)
		line = append(ip(append(line, " discourages use of "...), h.IP), " as permitted sender)"...)
	case "neutral":
		line = ip(append(append(append(line, "Neutral ("...), host...), ": "...), h.IP)
		line = append(append(append(line, " is neither permitted nor denied by domain of "...), from...), ')')
	default:
		line = append(append(append(append(line, "None ("...), host...), ": "...), from...)
		line = append(line, " does not designate permitted sender hosts)"...)
	}
	if told {
		line = append(append(append(line, " receiver="...), host...), "; client-ip="...)
		line = append(append(ip(line, h.IP), "; helo="...), word(h.Greeting)...)
		line = append(line, ';')
		if v.SPF == "pass" {
			line = append(line, " pr=C"...)
		}
	}
	dst = wire.Fold(append(dst, "Received-SPF: "...), string(line), exchangeWidth)
	return append(dst, crlf...)
}
