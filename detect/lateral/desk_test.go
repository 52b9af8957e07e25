package lateral_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/lateral"
	"dwell/event"
	"dwell/finding"
)

// desktop opens a remote desktop, of which one record names the account and another the
// client, as Suricata has it.
func (c *company) desktop(at time.Duration, src, dst, account, keyboard, name string) {
	c.flow(at, src, dst, 3389, 500_000, 9_000_000)
	c.direct(at, src, dst, 3389, account, "rdp", "")
	c.direct(at, src, dst, 3389, "", "rdp", name)
	c.Logons[len(c.Logons)-1].Keyboard = keyboard
}

// administrated is a company whose administrators use remote desktops with their own
// layout, and one whose machine is led on by somebody with another.
func administrated(administrators int) *company {
	c := work()
	for n := range administrators {
		for d := range 5 {
			c.desktop(time.Duration(d)*day+9*time.Hour, person(30+n), jumpHost, fmt.Sprint("admin", n), "Korean", fmt.Sprint("pc", 30+n))
		}
	}
	c.desktop(intruderAt, person(2), person(3), "user2", "Russian", "win-a1b2c3")
	return c
}

func (c *company) step(t *testing.T, v detect.View) finding.Finding {
	t.Helper()
	return detecttest.Between(t, findings(t, []event.Batch{c.Batch}, v), person(2), person(3))
}

func clue(f *finding.Finding, class string) *finding.Clue {
	for i := range f.Clues {
		if f.Clues[i].Class == class {
			return &f.Clues[i]
		}
	}
	return nil
}

func TestTheKeyboardOfARemoteDesktopIsATrace(t *testing.T) {
	for administrators, says := range map[int]string{0: "too few machines", 4: "1 of 5 machines"} {
		f := administrated(administrators).step(t, view())
		k := clue(&f, "keyboard-layout")
		if k == nil || k.Value != "Russian" || k.Forgeability != finding.FreeToPlant || len(k.Refs) != 1 || !strings.Contains(k.Meaning, says) {
			t.Errorf("%d administrators: %+v", administrators, k)
		}
	}
}

func TestTheUsualKeyboardIsNoTrace(t *testing.T) {
	c := administrated(4)
	for i := range c.Logons {
		if c.Logons[i].Keyboard != "" {
			c.Logons[i].Keyboard = "Korean"
		}
	}
	f := c.step(t, view())
	if k := clue(&f, "keyboard-layout"); k != nil {
		t.Errorf("%+v", k)
	}
}

// The name is a trace only where the machine is known by another one.
func TestTheNameOfTheClientIsATraceWhenItIsNotTheMachines(t *testing.T) {
	c := administrated(0)
	f := c.step(t, view())
	if k := clue(&f, "client-name"); k != nil {
		t.Errorf("nothing else tells the machine's name: %+v", k)
	}
	for d := range 6 { // at other times it has another
		c.direct(time.Duration(d)*day+9*time.Hour, person(2), fileServer, 445, "user2", "ntlm", "pc2")
	}
	c.direct(intruderAt+time.Second, person(2), person(3), 3389, "user2", "rdp", "win-a1b2c3")
	f = c.step(t, view())
	if k := clue(&f, "client-name"); k == nil || k.Value != "win-a1b2c3" || k.Forgeability != finding.FreeToPlant {
		t.Errorf("%+v", k)
	}
}

func TestLogonsThatFailedLeaveNoTrace(t *testing.T) {
	c := administrated(0)
	for i := range c.Logons {
		if c.Logons[i].Keyboard != "" {
			c.Logons[i].Failure = "SSL_NOT_ALLOWED_BY_SERVER"
		}
	}
	if f := c.step(t, view()); len(f.Clues) != 0 {
		t.Errorf("%+v", f.Clues)
	}
}

func TestLawOfTraces(t *testing.T) {
	c := administrated(4)
	for i, layout := range []string{"French", "German", "Korean", "Polish", "French"} {
		c.desktop(intruderAt+time.Duration(i)*time.Minute, person(2), person(3), "user2", layout, fmt.Sprint("w", i))
	}
	detecttest.Law(t, lateral.Spec(), detect.Config{}, view(), []event.Batch{c.Batch})
	detecttest.Law(t, lateral.Spec(), detect.Config{MaxKeys: 400}, view(), []event.Batch{c.Batch})
}
