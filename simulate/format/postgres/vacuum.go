package postgres

import (
	"strconv"
	"time"
)

// Usage is what an automatic VACUUM or ANALYZE says of its work.
type Usage struct {
	ReadRate, WriteRate  float64 // MB/s
	Hits, Misses, Dirty  int     // buffers
	User, System, Length time.Duration
}

// AppendAnalyze appends the line on an automatic ANALYZE of "shop.public.member". Such
// a process calls Begin(true) before.
func (p *Process) AppendAnalyze(dst []byte, at time.Time, table string, u *Usage) []byte {
	p.text = append(append(append(p.text[:0], `automatic analyze of table "`...), table...), '"')
	p.rates(u)
	p.buffers(u)
	p.system(u)
	return p.emit(dst, at, Log)
}

// Vacuum is what an automatic VACUUM says of its work.
type Vacuum struct {
	Table                 string // "shop.public.member"
	Aggressive            bool   // because of the age of its transactions
	IndexScans            int
	Pages, PagesRemoved   int // those that remain, those that were removed
	Scanned               int
	Removed, Remain, Dead int    // tuples; dead ones are too young to be removed
	Cutoff                uint32 // transaction id
	CutoffAge             int    // transactions since
	Frozen                uint32 // the new relfrozenxid; 0 when it did not change
	FrozenAhead           int
	DeadPages, DeadItems  int // of the pages with dead item identifiers
	Indexes               []IndexPages
	Records, Images       int // of WAL
	Bytes                 int64
	Usage                 Usage
}

// IndexPages is what VACUUM says of one index.
type IndexPages struct {
	Name                                   string
	Pages, NewlyDeleted, Deleted, Reusable int
}

// AppendVacuum appends the line on an automatic VACUUM. Such a process calls
// Begin(false) before.
func (p *Process) AppendVacuum(dst []byte, at time.Time, v *Vacuum) []byte {
	p.text = append(p.text[:0], "automatic "...)
	if v.Aggressive {
		p.text = append(p.text, "aggressive "...)
	}
	p.text = append(append(p.text, `vacuum of table "`...), v.Table...)
	p.number(`": index scans: `, v.IndexScans)
	p.number("\npages: ", v.PagesRemoved)
	p.number(" removed, ", v.Pages)
	p.number(" remain, ", v.Scanned)
	p.decimal(" scanned (", share(v.Scanned, v.Pages+v.PagesRemoved), 2)
	p.number("% of total)\ntuples: ", v.Removed)
	p.number(" removed, ", v.Remain)
	p.number(" remain, ", v.Dead)
	p.number(" are dead but not yet removable\nremovable cutoff: ", int(v.Cutoff))
	p.number(", which was ", v.CutoffAge)
	p.text = append(p.text, " XIDs old when operation ended"...)
	if v.Frozen != 0 {
		p.number("\nnew relfrozenxid: ", int(v.Frozen))
		p.number(", which is ", v.FrozenAhead)
		p.text = append(p.text, " XIDs ahead of previous value"...)
	}
	p.indexes(v)
	p.rates(&v.Usage)
	p.buffers(&v.Usage)
	p.number("\nWAL usage: ", v.Records)
	p.number(" records, ", v.Images)
	p.text = strconv.AppendInt(append(p.text, " full page images, "...), v.Bytes, 10)
	p.text = append(p.text, " bytes"...)
	p.system(&v.Usage)
	return p.emit(dst, at, Log)
}

// indexes appends what VACUUM says of the indexes.
func (p *Process) indexes(v *Vacuum) {
	done, pages := " not", v.DeadPages
	if v.IndexScans > 0 {
		done = ""
	}
	p.text = append(append(p.text, "\nindex scan"...), done...)
	p.number(" needed: ", pages)
	p.decimal(" pages from table (", share(pages, v.Pages+v.PagesRemoved), 2)
	p.number("% of total) had ", v.DeadItems)
	p.text = append(p.text, " dead item identifiers removed"...)
	for i := range v.Indexes {
		x := &v.Indexes[i]
		p.text = append(append(p.text, "\nindex \""...), x.Name...)
		p.number(`": pages: `, x.Pages)
		p.number(" in total, ", x.NewlyDeleted)
		p.number(" newly deleted, ", x.Deleted)
		p.number(" currently deleted, ", x.Reusable)
		p.text = append(p.text, " reusable"...)
	}
}

func (p *Process) rates(u *Usage) {
	p.decimal("\navg read rate: ", u.ReadRate, 3)
	p.decimal(" MB/s, avg write rate: ", u.WriteRate, 3)
	p.text = append(p.text, " MB/s"...)
}

func (p *Process) buffers(u *Usage) {
	p.number("\nbuffer usage: ", u.Hits)
	p.number(" hits, ", u.Misses)
	p.number(" misses, ", u.Dirty)
	p.text = append(p.text, " dirtied"...)
}

func (p *Process) system(u *Usage) {
	p.decimal("\nsystem usage: CPU: user: ", u.User.Seconds(), 2)
	p.decimal(" s, system: ", u.System.Seconds(), 2)
	p.decimal(" s, elapsed: ", u.Length.Seconds(), 2)
	p.text = append(p.text, " s"...)
}
