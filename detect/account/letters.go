package account

// The recipients of an intruder's mail are chosen for other reasons than the owner's. New
// correspondents come in groups, and more in one week than in another: so what counts is
// not each recipient, but whether a mail goes mostly to people who are new to the account.
// The idea is that of Ho et al. 2019; the shares are judgement.
const (
	strangerShare = 0.6  // of an intruder's mails are such
	leastPast     = 10   // mails, below which nobody knows whom the account writes to
	mostPerMail   = 0.8  // log10
	manyTo        = 8    // recipients from which a set is more than an answer to all
	smallLikeness = 0.2  // largest Jaccard similarity of a set that is none of the owner's
	leastSets     = 5    // of so many people before, to say so
	unlikeShare   = 0.15 // of them that were as new when they were made
	recent        = 50   // sets of the past that are compared
)

// letters goes through the mails of an account in order of time.
type letters struct {
	begin     int64 // since when a log names all recipients: before, only mailboxes do
	known     map[uint32]bool
	sets      []*sent // the last ones with many recipients
	strange   int     // mails before that went mostly to strangers
	large     int     // and to many
	unlike    int     // of these, to people who had never been written to together
	mails     int
	daily     map[int32]int64 // strangers by day
	all       map[int32]int64 // recipients by day
	worst     int64           // strangers of the days before the last
	worstAll  int64
	lastDay   int32
	settled   int32 // until then most people are new because nobody is known yet
	today     int64 // mails of the last day
	mostMails int64 // of a day before
}

func newLetters(begin int64) *letters {
	return &letters{begin: begin, known: map[uint32]bool{}, daily: map[int32]int64{}, all: map[int32]int64{}}
}

// strangers counts the recipients of a mail that are new, of those that are kept; a mail
// to more is counted up by their share.
func (l *letters) strangers(m *sent) (fresh, kept int64) {
	for _, h := range m.To.Lowest {
		if !l.known[h] {
			fresh++
		}
	}
	return fresh, int64(len(m.To.Lowest))
}

// rate is the share of mails that went mostly to strangers so far.
func (l *letters) rate() float64 { return float64(l.strange+1) / float64(l.mails+4) }

// mostly reports whether most of the recipients are strangers.
func mostly(fresh, kept int64) bool { return kept > 0 && 2*fresh >= kept }

// unusual reports whether a set of many people is none that the account writes to, and the
// account is not one that writes to new sets all the time.
func (l *letters) unusual(m *sent) bool {
	return l.large >= leastSets && float64(l.unlike) < unlikeShare*float64(l.large) && l.alike(m) < smallLikeness
}

// alike is the largest Jaccard similarity of a mail's recipients with a set of the past.
func (l *letters) alike(m *sent) float64 {
	best := 0.0
	for _, s := range l.sets {
		common := 0
		for _, h := range m.To.Lowest {
			if sketchHas(&s.To, h) {
				common++
			}
		}
		if union := len(m.To.Lowest) + len(s.To.Lowest) - common; union > 0 {
			best = max(best, float64(common)/float64(union))
		}
	}
	return best
}

// learn makes a mail part of the past.
func (l *letters) learn(m *sent) {
	if m.Time < l.begin {
		l.meet(m)
		return
	}
	fresh, kept := l.strangers(m)
	if day := dayOf(m.Time); day != l.lastDay {
		l.worst = max(l.worst, l.daily[l.lastDay])
		l.worstAll = max(l.worstAll, l.all[l.lastDay])
		l.mostMails, l.today = max(l.mostMails, l.today), 0
		l.lastDay = day
	}
	if kept > 0 {
		l.daily[l.lastDay] += fresh * max(kept, m.recipients()) / kept
	}
	l.all[l.lastDay] += m.recipients()
	if l.mails++; l.mails == leastPast {
		l.settled = l.lastDay
	}
	l.today++
	if mostly(fresh, kept) {
		l.strange++
	}
	if kept >= manyTo {
		if l.large++; l.alike(m) < smallLikeness {
			l.unlike++
		}
	}
	l.meet(m)
}

// meet makes the recipients of a mail known.
func (l *letters) meet(m *sent) {
	for _, h := range m.To.Lowest {
		l.known[h] = true
	}
	if len(m.To.Lowest) >= manyTo/2 {
		if l.sets = append(l.sets, m); len(l.sets) > recent {
			l.sets = l.sets[1:]
		}
	}
}
