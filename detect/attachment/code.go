package attachment

import (
	"slices"
	"strings"

	"dwell/detect/attachment/inside"
	"dwell/event"
)

// coins are the schemes of links that name a wallet.
var coins = []string{"bitcoin", "bitcoincash", "ethereum", "litecoin", "monero", "tron", "dogecoin"}

// codes notes where the QR code in a picture leads. Cards, tickets and networks that are
// written as codes lead nowhere.
func (e *examination) codes(p *event.Part, all []event.Code) {
	for _, c := range all {
		if c.Path != p.Path {
			continue
		}
		var r inside.Report
		scheme, _, _ := strings.Cut(strings.ToLower(c.Text), ":")
		switch host := c.Host(); {
		case host != "":
			e.leads = short(host)
			r.Note("the picture holds a QR code that leads to %s", e.leads)
		case slices.Contains(coins, scheme):
			r.Note("the picture holds a QR code with a wallet (%s)", scheme)
		default:
			continue
		}
		e.note(&r)
		e.found(p.Name, 1<<pictureCode, place{})
	}
}
