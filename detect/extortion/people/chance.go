package people

import "dwell/entity/members"

// telling says which values of a table of records prove something alone.
type telling struct{ phones, pairs, names bool }

// beyond is how many times more values must match than chance explains.
const beyond = 3

// numbers is how many mobile numbers a country hands out: eight figures behind 010 in
// Korea. Of invented ones the share that a table has of them matches.
const numbers = 100_000_000

// tellingOf weighs the matches of a table against chance.
func tellingOf(rows []row, t *members.Table) telling {
	return telling{phones: phonesTell(rows, t), pairs: pairsTell(rows, t), names: namesTell(rows)}
}

// namesTell says whether the names under which people log on prove something. The same
// names are taken on every site, so that of any list some match; half of them do not.
func namesTell(rows []row) bool {
	shown, matched := 0, 0
	for i := range rows {
		for _, v := range rows[i].values {
			if v.kind == members.ID && !members.Guessable(v.normal) {
				shown++
				if len(v.rows) > 0 {
					matched++
				}
			}
		}
	}
	return matched > 0 && 2*matched >= shown
}

func phonesTell(rows []row, t *members.Table) bool {
	shown, matched := 0, 0
	for i := range rows {
		for _, v := range rows[i].values {
			if v.kind == members.Phone {
				shown++
				if len(v.rows) > 0 {
					matched++
				}
			}
		}
	}
	return float64(matched)*numbers > beyond*float64(shown)*float64(t.Count(members.Phone))
}

// pairsTell gives every name the birth dates of other rows: how many of these pairs
// match is what invented ones would. A single row cannot be judged so, and tells
// nothing.
func pairsTell(rows []row, t *members.Table) bool {
	var people []*row
	matched := 0
	for i := range rows {
		for _, v := range rows[i].values {
			if v.kind == members.Pair {
				people = append(people, &rows[i])
				if len(v.rows) > 0 {
					matched++
				}
			}
		}
	}
	if matched == 0 || len(people) < 2 {
		return false
	}
	const most = 4 // others for each
	others, crossed := min(most, len(people)-1), 0
	for i, p := range people {
		for step := 1; step <= others; step++ {
			other := people[(i+step)%len(people)]
			if other.birth != p.birth && t.Has(members.Pair, p.name+"|"+other.birth) {
				crossed++
			}
		}
	}
	return matched*others > beyond*crossed
}
