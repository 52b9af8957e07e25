package profile

import (
	"strings"
	"testing"
)

// Two writers who use the same words in other shares are told apart; who has not
// written yet is not judged.
func TestWordsTellAnotherHand(t *testing.T) {
	var everybody general
	var sender, other mixture
	own, foreign := strings.Repeat("\x01\x01\x01\x02", 16), strings.Repeat("\x02\x02\x02\x01", 16)
	for range 20 {
		everybody.learn(own)
		sender.learn(own)
		everybody.learn(foreign)
		other.learn(foreign)
	}
	if w := everybody.against(&sender, own); w >= 0 {
		t.Errorf("his own words weigh %.2f", w)
	}
	if w := everybody.against(&sender, foreign); w <= 0 {
		t.Errorf("another's words weigh %.2f", w)
	}
	if w := everybody.against(&mixture{}, own); w != 0 {
		t.Errorf("a sender without words weighs %.2f", w)
	}
}

func TestWordsFade(t *testing.T) {
	var x mixture
	x.learn("\x07")
	for range 100 {
		x.learn(strings.Repeat("\x01\x02\x03", 20))
	}
	sum := 0
	for _, n := range x.counts {
		sum += int(n)
	}
	if x.counts[7] != 0 || sum != int(x.all) {
		t.Errorf("count %d after a long time, sum %d of %d", x.counts[7], x.all, sum)
	}
}
