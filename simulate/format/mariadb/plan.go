package mariadb

import "strconv"

// appendPlan appends the lines of log_slow_verbosity=query_plan, which stand only where
// there is something to tell. The name of a stored routine stands between them.
func appendPlan(dst []byte, q *Query) []byte {
	p := q.Plan
	if p != nil && p.TmpTables != 0 {
		dst = strconv.AppendInt(append(dst, "# Tmp_tables: "...), p.TmpTables, 10)
		dst = strconv.AppendInt(append(dst, "  Tmp_disk_tables: "...), p.TmpTablesOnDisk, 10)
		dst = strconv.AppendInt(append(dst, "  Tmp_table_sizes: "...), p.TmpTablesBytes, 10)
		dst = append(dst, '\n')
	}
	if q.Routine != "" {
		dst = append(append(append(dst, "# Stored_routine: "...), q.Routine...), '\n')
	}
	if p == nil || *p == (Plan{}) {
		return dst
	}
	dst = append(append(dst, "# Full_scan: "...), yes(p.FullScan)...)
	dst = append(append(dst, "  Full_join: "...), yes(p.FullJoin)...)
	dst = append(append(dst, "  Tmp_table: "...), yes(p.TmpTables != 0)...)
	dst = append(append(dst, "  Tmp_table_on_disk: "...), yes(p.TmpTablesOnDisk != 0)...)
	dst = append(append(dst, "\n# Filesort: "...), yes(p.Filesort)...)
	dst = append(append(dst, "  Filesort_on_disk: "...), yes(p.FilesortOnDisk)...)
	dst = strconv.AppendInt(append(dst, "  Merge_passes: "...), p.MergePasses, 10)
	return append(append(append(dst, "  Priority_queue: "...), yes(p.PriorityQueue)...), '\n')
}

// ExplainRow is one row of the plan as EXPLAIN shows it; empty columns are NULL.
type ExplainRow struct {
	ID, SelectType, Table, Type    string
	PossibleKeys, Key, KeyLen, Ref string
	Rows, RealRows                 string // estimated, and those that were read ("2000.00")
	Filtered, RealFiltered         string // percent that passed the condition
	Extra                          string
	NoExtra                        bool // Extra is NULL, not empty
}

// FullScan is the plan of a statement that reads all rows of a table, of which a share
// (percent) passes its condition. Without a condition extra is empty.
func FullScan(table string, rows int64, passed float64, extra string) []ExplainRow {
	n := strconv.FormatInt(rows, 10)
	return []ExplainRow{{ID: "1", SelectType: "SIMPLE", Table: table, Type: "ALL", Rows: n, RealRows: n + ".00",
		Filtered: "100.00", RealFiltered: strconv.FormatFloat(passed, 'f', 2, 64), Extra: extra}}
}

// ByKey is the plan of a statement that reads one row by a key whose values have a
// length in bytes.
func ByKey(table, key string, length int) []ExplainRow {
	return []ExplainRow{{ID: "1", SelectType: "SIMPLE", Table: table, Type: "const", PossibleKeys: key, Key: key, KeyLen: strconv.Itoa(length), Ref: "const",
		Rows: "1", Filtered: "100.00"}}
}

// Inserted is the plan of an INSERT of values.
func Inserted(table string) []ExplainRow {
	return []ExplainRow{{ID: "1", SelectType: "INSERT", Table: table, Type: "ALL", Filtered: "100.00", RealFiltered: "100.00", NoExtra: true}}
}

// appendExplain appends the plan as log_slow_verbosity=explain shows it.
func appendExplain(dst []byte, rows []ExplainRow) []byte {
	if len(rows) == 0 {
		return dst
	}
	dst = append(dst, "#\n# explain: id\tselect_type\ttable\ttype\tpossible_keys\tkey\tkey_len\tref\trows\tr_rows\tfiltered\tr_filtered\tExtra\n"...)
	for i := range rows {
		dst = rows[i].append(dst)
	}
	return append(dst, "#\n"...)
}

func (r *ExplainRow) append(dst []byte) []byte {
	dst = append(dst, "# explain: "...)
	for _, column := range [...]string{r.ID, r.SelectType, r.Table, r.Type, r.PossibleKeys, r.Key, r.KeyLen, r.Ref,
		r.Rows, r.RealRows, r.Filtered, r.RealFiltered} {
		if column == "" {
			column = "NULL"
		}
		dst = append(append(dst, column...), '\t')
	}
	if r.NoExtra {
		dst = append(dst, "NULL"...)
	}
	return append(append(dst, r.Extra...), '\n')
}
