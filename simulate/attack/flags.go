package attack

import (
	"time"

	"dwell/truth"
)

// flags are false clues that the attacker can plant, by their names in the parameter
// false_flags: clues of an origin that is not the attacker's.
var flags = map[string]truth.Clue{
	"time-zone": {Class: "mail-date-offset", Value: "+0300", Planted: true},
	"wording":   {Class: "wording", Value: "С уважением", Planted: true},
	"file-name": {Class: "file-name", Value: "Фото_0503.jpg.scr", Planted: true},
}

// flagged returns the value of a clue that the attacker plants, "" when he does not.
func (a *Attack) flagged(name string) string {
	if a.plan.Values.Has("false_flags", name) {
		return flags[name].Value
	}
	return ""
}

// zone is the zone that the attacker's mail program writes.
func (a *Attack) zone(own string) *time.Location {
	if planted := a.flagged("time-zone"); planted != "" {
		own = planted
	}
	return offset(own, a.world.Zone)
}
