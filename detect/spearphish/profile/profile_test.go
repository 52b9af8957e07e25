package profile

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"unsafe"

	"dwell/detect/spearphish/trait"
)

// mailOf has one trait of each of some kinds; change replaces the value of kinds.
func mailOf(sender uint64, day int32, change map[trait.Kind]string) *Mail {
	m := &Mail{Sender: sender, Domain: sender % 3, Day: day}
	for _, k := range []trait.Kind{trait.Client, trait.Version, trait.Order, trait.IDShape, trait.ContentType, trait.Signature, trait.Zone, trait.Relay, trait.Signer, trait.Machine, trait.HopShape} {
		value := fmt.Sprint("usual of ", sender)
		if v, ok := change[k]; ok {
			value = v
		}
		m.Traits = append(m.Traits, trait.Of(k, value))
	}
	return m
}

// grown has thirty senders with forty days each.
func grown() *Everybody {
	e := New()
	for day := range int32(40) {
		for sender := range uint64(30) {
			m := mailOf(sender, day, nil)
			j, _ := e.Judge(m)
			e.Learn(m, &j)
		}
	}
	return e
}

func weight(t *testing.T, e *Everybody, m *Mail) float64 {
	t.Helper()
	j, ok := e.Judge(m)
	if !ok {
		t.Fatal("the sender is not known")
	}
	return j.Total
}

var (
	otherWay  = map[trait.Kind]string{trait.Zone: "z", trait.Relay: "r", trait.Signer: "none", trait.Machine: "m", trait.HopShape: "h"}
	otherHand = map[trait.Kind]string{trait.Client: "c", trait.Version: "v", trait.Order: "o", trait.IDShape: "i", trait.ContentType: "t", trait.Signature: "s"}
)

func both(a, b map[trait.Kind]string) map[trait.Kind]string {
	out := make(map[trait.Kind]string)
	for _, m := range []map[trait.Kind]string{a, b} {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

func TestTheWorstGroupCounts(t *testing.T) {
	e := grown()
	usual := weight(t, e, mailOf(7, 41, nil))
	way, hand := weight(t, e, mailOf(7, 41, otherWay)), weight(t, e, mailOf(7, 41, otherHand))
	all := weight(t, e, mailOf(7, 41, both(otherWay, otherHand)))
	if usual > 0 || way < 1.5 || hand < 1.5 || all < max(way, hand) {
		t.Errorf("usual %.2f, another way %.2f, another hand %.2f, both %.2f", usual, way, hand, all)
	}
	if j, _ := e.Judge(mailOf(7, 41, otherWay)); !j.Transport || !j.Novel(trait.Relay) || j.Novel(trait.Client) {
		t.Errorf("%+v", j)
	}
}

// One habit given up is no alarm; after a year of silence everything weighs less; what
// colleagues do weighs less than what nobody does.
func TestWhatWeighsLess(t *testing.T) {
	e := grown()
	if w := weight(t, e, mailOf(7, 41, map[trait.Kind]string{trait.Client: "c"})); w > 0.5 {
		t.Errorf("a new program alone: %.2f", w)
	}
	soon, late := weight(t, e, mailOf(7, 41, otherWay)), weight(t, e, mailOf(7, 41+800, otherWay))
	if late >= soon {
		t.Errorf("%.2f at once, %.2f after two years", soon, late)
	}
	colleague := make(map[trait.Kind]string)
	for k := range otherWay {
		colleague[k] = "usual of 10" // of the same domain
	}
	if ours, theirs := weight(t, e, mailOf(7, 41, colleague)), weight(t, e, mailOf(7, 41, otherWay)); ours >= theirs {
		t.Errorf("a colleague's way %.2f, an unknown one %.2f", ours, theirs)
	}
}

func TestANewHabitBecomesUsual(t *testing.T) {
	e := grown()
	before := weight(t, e, mailOf(7, 41, otherHand))
	for day := range int32(5) {
		m := mailOf(7, 41+day, otherHand)
		j, _ := e.Judge(m)
		e.Learn(m, &j)
	}
	if after := weight(t, e, mailOf(7, 46, otherHand)); after > before/2 || after > 0.5 {
		t.Errorf("%.2f before, %.2f after five days", before, after)
	}
}

// Many mails of one day are one observation.
func TestOneSittingIsOneObservation(t *testing.T) {
	e := New()
	for range 100 {
		m := mailOf(1, 10, nil)
		j, _ := e.Judge(m)
		e.Learn(m, &j)
	}
	if w := weight(t, e, mailOf(1, 11, both(otherWay, otherHand))); w > weight(t, grown(), mailOf(7, 41, both(otherWay, otherHand)))/2 {
		t.Errorf("%.2f after one day of mail", w)
	}
}

// A profile stays within 4 kB whatever a sender does.
func TestProfilesAreSmall(t *testing.T) {
	p := &Profile{}
	random := rand.New(rand.NewPCG(1, 1))
	for i := range 2000 {
		var traits []trait.Trait
		for k := 1; k < trait.Kinds; k++ {
			traits = append(traits, trait.Of(trait.Kind(k), fmt.Sprint(random.IntN(3000))))
		}
		traits = append(traits, trait.Numbered(trait.Release, fmt.Sprint(i%50), uint16(i)))
		p.learn(traits, int32(i/3), func(trait.Trait) {})
	}
	const most = 4096
	size := int(unsafe.Sizeof(*p)) + cap(p.entries)*int(unsafe.Sizeof(entry{}))
	if size > most || len(p.entries) < maxEntries/2 {
		t.Errorf("%d bytes, %d traits", size, len(p.entries))
	}
	t.Logf("%d bytes with %d traits", size, len(p.entries))
}

func BenchmarkJudgeAndLearn(b *testing.B) {
	e, mails := New(), make([]*Mail, 5000)
	for i := range mails {
		mails[i] = mailOf(uint64(i%400), int32(i/400), nil)
		for k := range 40 {
			mails[i].Traits = append(mails[i].Traits, trait.Of(trait.Pair, fmt.Sprint(k*i%97)))
		}
	}
	for i := 0; b.Loop(); i++ {
		m := mails[i%len(mails)]
		j, _ := e.Judge(m)
		e.Learn(m, &j)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
