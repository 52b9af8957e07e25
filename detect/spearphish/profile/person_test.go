package profile

import (
	"testing"

	"dwell/detect/spearphish/trait"
)

// withSecond has thirty senders, the seventh of whom writes from a second address, under the
// same name and on so many days, with another program and way.
func withSecond(days int32, person uint64) *Everybody {
	const second = 99
	e := grown()
	for day := range days {
		m := mailOf(second, 10+day, both(otherWay, otherHand))
		m.Person = person
		j, _ := e.Judge(m)
		e.Learn(m, &j)
	}
	return e
}

// What a person does under his other address is half expected under this one; what
// somebody else does, or somebody who has borne the name for a few mails only, is not.
func TestASecondAddressOfThePerson(t *testing.T) {
	const person = 12345
	same, stranger, few := withSecond(40, person), withSecond(40, person+1), withSecond(secondMails-1, person)
	m := mailOf(7, 52, both(otherWay, map[trait.Kind]string{trait.Client: "c"}))
	m.Person = person
	for name, e := range map[string]*Everybody{"a stranger": stranger, "the name for a few mails": few} {
		if with, without := weight(t, same, m), weight(t, e, m); with > without-1 {
			t.Errorf("%.2f after a second address, %.2f after %s", with, without, name)
		}
	}
	if j, _ := same.Judge(m); !j.Novel(trait.Relay) {
		t.Error("the relay is not called new under this address")
	}
}
