package main

// plainColumns are the columns of the log, by names without dots.
const plainColumns = "ts,uid,orig_h,orig_p,resp_h,resp_p,proto,service,duration,orig_bytes,resp_bytes,conn_state,local_orig,local_resp," +
	"missed_bytes,history,orig_pkts,orig_ip_bytes,resp_pkts,resp_ip_bytes,tunnel_parents"

// The scripts group the log by pair and print the number of groups.
const (
	tsvDuckDB = `import sys, duckdb
names = '` + plainColumns + `'.split(',')
log = duckdb.read_csv(sys.argv[1], sep='\t', header=False, skiprows=7, names=names, na_values='-', quotechar='',
    dtype={n: 'VARCHAR' for n in names} | {'ts': 'DOUBLE', 'orig_ip_bytes': 'BIGINT'})
print(duckdb.sql('select count(*) from (select orig_h, resp_h, count(*), sum(orig_ip_bytes), min(ts), max(ts) from log group by 1, 2)').fetchall()[0][0])`

	jsonDuckDB = `import sys, duckdb
columns = '{"id.orig_h": VARCHAR, "id.resp_h": VARCHAR, ts: DOUBLE, orig_ip_bytes: BIGINT}'
print(duckdb.sql(f'''select count(*) from (select "id.orig_h", "id.resp_h", count(*), sum(orig_ip_bytes), min(ts), max(ts)
    from read_json('{sys.argv[1]}', format='newline_delimited', columns={columns}) group by 1, 2)''').fetchall()[0][0])`

	clickHouse = `select count() from (select src, dst, count(), sum(size), groupArray(toUInt32(at)) as t, groupArray(size) as s from (%s) group by src, dst having length(t) > 0 and length(s) > 0)`

	tsvClickHouse = `import sys, chdb
names = '` + plainColumns + `'.split(',')
kinds = {'ts': 'Float64', 'orig_ip_bytes': 'Nullable(Int64)'}
structure = ', '.join(n + ' ' + kinds.get(n, 'String') for n in names)
rows = f"select orig_h as src, resp_h as dst, ts as at, orig_ip_bytes as size from file('{sys.argv[1]}', 'TSV', '{structure}') settings input_format_tsv_skip_first_lines = 7"
print(str(chdb.query('` + clickHouse + `' % rows)).strip())`

	jsonClickHouse = `import sys, chdb
structure = '"id.orig_h" String, "id.resp_h" String, ts Float64, orig_ip_bytes Nullable(Int64)'
rows = f"select \"id.orig_h\" as src, \"id.resp_h\" as dst, ts as at, orig_ip_bytes as size from file('{sys.argv[1]}', 'JSONEachRow', '{structure}') settings input_format_skip_unknown_fields = 1"
print(str(chdb.query('` + clickHouse + `' % rows)).strip())`

	tsvPolars = `import sys, polars as pl
names = '` + plainColumns + `'.split(',')
log = pl.scan_csv(sys.argv[1], separator='\t', has_header=False, skip_rows=7, new_columns=names, null_values='-', quote_char=None, infer_schema_length=1000,
    schema_overrides={'ts': pl.Float64, 'orig_ip_bytes': pl.Int64})
print(log.group_by('orig_h', 'resp_h').agg(pl.len(), pl.col('orig_ip_bytes').sum(), pl.col('ts').min().alias('first'), pl.col('ts').max().alias('last')).collect().height)`

	jsonPolars = `import sys, polars as pl
schema = {'id.orig_h': pl.String, 'id.resp_h': pl.String, 'ts': pl.Float64, 'orig_ip_bytes': pl.Int64}
log = pl.scan_ndjson(sys.argv[1], schema=schema)
print(log.group_by('id.orig_h', 'id.resp_h').agg(pl.len(), pl.col('orig_ip_bytes').sum(), pl.col('ts').min().alias('first'), pl.col('ts').max().alias('last')).collect().height)`

	tsvZAT = `import sys
from zat.log_to_dataframe import LogToDataFrame
log = LogToDataFrame().create_dataframe(sys.argv[1], usecols=['id.orig_h', 'id.resp_h', 'orig_ip_bytes'])
print(len(log.groupby(['id.orig_h', 'id.resp_h'], observed=True)['orig_ip_bytes'].agg(['count', 'sum'])))`
)
