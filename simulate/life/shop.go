package life

import (
	"fmt"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// The tables of the shop.
const (
	TableActive    = "public.member"
	TableDormant   = "public.member_dormant"
	TablePartner   = "public.member_partner"
	TableWithdrawn = "public.member_withdrawn"
	TableOrders    = "public.orders"
)

// The columns of the tables, as statements name them.
const (
	ColumnsActive  = "member_id, password_hash, name, sex, birth_date, phone, email, address"
	ColumnsDormant = "member_id, password_hash"
	ColumnsOthers  = "member_id"
)

// Database is the name of the shop's database.
const Database = "shop"

// hours weighs the hours of a day by how many people shop.
var hours = []float64{3, 2, 1, 0.6, 0.4, 0.5, 1, 2, 3, 5, 6, 6, 7, 6, 6, 6, 6, 6, 6, 7, 8, 9, 8, 5}

// shop is the visitors of the shop, in the logs of the web server and of the database.
func (w *World) shop(d *fact.Day) {
	r := w.own(d, "shop")
	visitors := int(r.Around(int64(120+4*len(w.Employees)), 0.2))
	pool := w.pool(d)
	for range visitors {
		at := d.Date.Add(time.Duration(r.Weighted(hours))*time.Hour + r.Between(0, time.Hour))
		w.shopper(d, r, pool, at)
	}
}

// pool is the web application's connections with the database, opened anew every night.
func (w *World) pool(d *fact.Day) []*fact.Session {
	var out []*fact.Session
	for i := range 8 {
		out = append(out, w.NewSession("shop_web", Database, "shop", d.Date.Add(time.Duration(i)*40*time.Millisecond+4*time.Hour-24*time.Hour), w.Servers.Web))
	}
	return out
}

// NewSession opens a session on the database.
func (w *World) NewSession(user, database, application string, at time.Time, from company.Server) *fact.Session {
	w.sessions++
	return &fact.Session{ID: w.sessions, Start: at, User: user, Database: database, Client: from.Address, ClientPort: uint16(32768 + w.sessions*7%28000), Application: application}
}

// shopper is one visit: pages, and what the application asks the database for them.
func (w *World) shopper(d *fact.Day, r chance.Source, pool []*fact.Session, at time.Time) {
	client, agent := company.Stranger(r), agents[r.IntN(len(agents))]
	member := r.Chance(0.4)
	id := 1 + r.Int64N(max(1, w.Members.Active))
	begin, sent, got := at, int64(0), int64(0)
	hit := func(method, path string, status int, bytes int64) {
		d.Hits = append(d.Hits, fact.Hit{Time: at, Client: client, Method: method, Path: path, Status: status, Bytes: bytes, Agent: agent, Duration: r.Between(3*time.Millisecond, 200*time.Millisecond)})
		sent, got = sent+bytes, got+700
		at = at.Add(2*time.Second + r.Exponential(18*time.Second))
	}
	ask := func(text, parameter string, channel fact.Channel, table string, rows int64) {
		d.Statements = append(d.Statements, fact.Statement{Time: at.Add(r.Between(time.Millisecond, 40*time.Millisecond)), Session: pool[r.IntN(len(pool))], Channel: channel,
			Table: table, Text: text, Parameter: parameter, Rows: rows, Bytes: rows * 140, Duration: r.Between(200*time.Microsecond, 9*time.Millisecond)})
	}
	hit("GET", "/", 200, r.Bytes(32000, 0.4))
	for range 1 + r.Poisson(3) {
		goods := 1000 + r.IntN(4000)
		hit("GET", fmt.Sprintf("/goods/view?id=%d", goods), 200, r.Bytes(24000, 0.5))
		if member && r.Chance(0.15) {
			ask("SELECT order_id, goods_id, state FROM orders WHERE member_id = $1 ORDER BY ordered DESC LIMIT 20", fmt.Sprint(id), fact.Prepared, TableOrders, int64(r.IntN(6)))
		}
	}
	if member {
		hit("POST", "/member/login", 302, 0)
		ask("SELECT member_id, password_hash, name FROM member WHERE member_id = $1", fmt.Sprint(id), fact.Prepared, TableActive, 1)
		if r.Chance(0.3) {
			hit("POST", "/order", 302, 0)
			ask("INSERT INTO orders (member_id, goods_id, state) VALUES ($1, $2, 'new')", fmt.Sprintf("%d,%d", id, 1000+r.IntN(4000)), fact.Write, TableOrders, 1)
			hit("GET", fmt.Sprintf("/my/order/%d", 100000+r.IntN(900000)), 200, r.Bytes(15000, 0.3))
			ask("SELECT name, phone, address FROM member WHERE member_id = $1", fmt.Sprint(id), fact.Prepared, TableActive, 1)
		}
	}
	d.Flows = append(d.Flows, fact.Flow{Start: begin, Duration: at.Sub(begin), Src: client, Dst: w.Servers.Web.Address, DstPort: 443, Service: "ssl", Out: got, In: sent + 4000,
		Name: "www." + w.Domain, TLS: &fact.TLS{Version: "TLSv12", Subject: "CN=www." + w.Domain, Issuer: "CN=GeoTrust SSL CA - G3,O=GeoTrust Inc.,C=US"}})
}

var agents = []string{
	"Mozilla/5.0 (iPhone; CPU iPhone OS 9_3_1 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13E238 Safari/601.1",
	"Mozilla/5.0 (Linux; Android 6.0.1; SM-G930L Build/MMB29K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.89 Mobile Safari/537.36",
	"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.94 Safari/537.36",
}
