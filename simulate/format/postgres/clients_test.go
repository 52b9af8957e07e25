package postgres

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rules is the pg_hba.conf of the server: the accounts stand for what happens to them.
const rules = `local all all trust
host shop "c_password" 127.0.0.1/32 scram-sha-256
host shop "c_wrong" 127.0.0.1/32 scram-sha-256
host shop "c_missing" 127.0.0.1/32 scram-sha-256
hostssl shop "c_tls" 127.0.0.1/32 md5
`

// visit is one attempt of a client.
type visit struct {
	account string
	dsn     string // what psql adds
	client  Client
	script  []step
	refused func(*Session) *Failure
	entered bool // refused after it was authorised
}

func visits() []visit {
	file := "/pg_hba.conf"
	one := []step{of("SELECT", "select 1", 1)}
	denied := failing(of("SELECT", "select * from member", 0, member()), PermissionDenied("member"))
	tcp := func(c Client) Client {
		c.Host, c.Database = "127.0.0.1", "shop"
		return c
	}
	return []visit{
		{account: "c_local", script: []step{denied}, client: Client{Database: "shop", Application: "psql", Host: "[local]"}},
		{account: "c_name", dsn: `application_name='a "b", 한글 x=y'`, script: one,
			client: Client{Database: "shop", Application: `a "b", 한글 x=y`, Host: "[local]"}},
		{account: "c_unnamed", dsn: `application_name=''`, script: one, client: Client{Database: "shop", Host: "[local]"}},
		{account: "c_password", dsn: "host=127.0.0.1 sslmode=disable", script: one,
			client: tcp(Client{Application: "psql", Method: "scram-sha-256", HBAFile: file, HBALine: 2})},
		{account: "c_tls", dsn: "host=127.0.0.1 sslmode=require", script: one,
			client: tcp(Client{Application: "psql", Method: "md5", HBAFile: file, HBALine: 5, TLS: "protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256"})},
		{account: "c_wrong", dsn: "host=127.0.0.1 sslmode=disable", refused: func(s *Session) *Failure { return s.WrongPassword(true) },
			client: tcp(Client{HBALine: 3, HBARule: `host shop "c_wrong" 127.0.0.1/32 scram-sha-256`})},
		{account: "c_missing", dsn: "host=127.0.0.1 sslmode=disable", refused: func(s *Session) *Failure { return s.WrongPassword(false) },
			client: tcp(Client{HBALine: 4, HBARule: `host shop "c_missing" 127.0.0.1/32 scram-sha-256`})},
		{account: "c_other", dsn: "host=127.0.0.1 sslmode=disable", refused: (*Session).NoEntry, client: tcp(Client{})},
		{account: "c_another", dsn: "host=127.0.0.1 sslmode=require", refused: (*Session).NoEntry, client: tcp(Client{TLS: "protocol=TLSv1.3"})},
		{account: "c_nobody", entered: true, client: Client{Database: "shop", Application: "psql", Host: "[local]"},
			refused: func(*Session) *Failure {
				return &Failure{Severity: Fatal, State: "28000", Message: `role "c_nobody" does not exist`}
			}},
	}
}

func TestClientsComeAndGoAsOnARealServer(t *testing.T) {
	s := install(t)
	s.Start(t, base+"ssl = off\n")
	s.Run(t, "", "createdb", "-U", "postgres", "shop")
	s.sql(t, "postgres", schema+`create role c_local login; create role c_name login; create role c_unnamed login; create role c_other login; create role c_another login;
create role c_password login password 'right'; create role c_wrong login password 'else'; create role c_tls login password 'right';
`)
	s.certificate(t)
	s.write(t, "pg_hba.conf", rules)
	s.sql(t, "postgres", "alter system set ssl = on;")
	s.Run(t, "", "pg_ctl", "-D", s.Data, "-w", "-s", "-l", filepath.Join(s.Data, "start.log"), "restart")
	for _, v := range visits() {
		command := "select 1"
		if v.script != nil {
			command = v.script[0].Text
		}
		s.Try(t, "", "psql", "-X", "-q", "-c", command, "user="+v.account+" dbname=shop "+v.dsn) // some are refused
	}
	s.Stop(t)
	for _, l := range layouts(t, s) {
		t.Run(l.name, func(t *testing.T) {
			for _, v := range visits() {
				sessions := l.of(v.account)
				if len(sessions) != 1 {
					t.Fatalf("%s: %d sessions", v.account, len(sessions))
				}
				v.compare(t, l, s, sessions[0])
			}
		})
	}
}

// compare takes the port of the client from the first record.
func (v *visit) compare(t *testing.T, l realLog, s *server, want []string) {
	t.Helper()
	settings := &Settings{Layout: l.layout, Location: seoul(t), Connections: true, Disconnections: true}
	c := v.client
	c.User = v.account
	if c.HBAFile != "" {
		c.HBAFile = s.Data + c.HBAFile
	}
	if _, port, ok := strings.Cut(want[0], " port="); ok {
		c.Port = number(strings.TrimRight(port[:min(5, len(port))], "\"\n,"))
	}
	if v.refused == nil {
		compareWith(t, l, settings, &c, want, v.script)
		return
	}
	session := l.opened(t, settings, &c, want, 0)
	at := session.record.Start
	log := session.AppendReceived(nil, at)
	if v.entered {
		log = session.AppendAuthorized(log, at)
	}
	l.equal(t, want, l.cut(t, session.AppendRefused(log, at, v.refused(session))))
}

// certificate makes a key for TLS, valid in the year in which the test runs.
func (s *server) certificate(t *testing.T) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0)}
	made, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "server.crt", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})))
	s.Secret(t, "server.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}
