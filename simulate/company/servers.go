package company

import (
	"net/netip"
)

// Banner is what the SSH servers of the company call themselves.
const Banner = "SSH-2.0-OpenSSH_6.6.1p1 Ubuntu-2ubuntu2.7"

// Server is one machine that serves.
type Server struct {
	Host    string
	Address netip.Addr
	Public  netip.Addr // as the Internet sees it; zero: not at all
}

// Servers are the company's own.
type Servers struct {
	Directory Server // logons, time and names
	Resolver  Server
	Mail      Server
	Files     Server
	Database  Server
	Replica   Server // for reports
	Web       Server
	Backup    Server
	Monitor   Server
	Reports   Server // business intelligence
	Build     Server
	Printer   Server
}

func newServers(n *namer) Servers {
	at := func(purpose string, last byte) Server {
		return Server{Host: n.server(purpose), Address: netip.AddrFrom4([4]byte{10, 20, 1, last})}
	}
	s := Servers{
		Directory: at("dc", 2), Resolver: at("ns", 3), Files: at("file", 5), Mail: at("mail", 6),
		Database: at("db", 10), Replica: at("db", 11), Web: at("web", 20), Backup: at("backup", 30),
		Monitor: at("mon", 31), Reports: at("bi", 32), Build: at("ci", 33), Printer: at("print", 40),
	}
	s.Mail.Public = netip.AddrFrom4([4]byte{192, 0, 2, 10})
	s.Web.Public = netip.AddrFrom4([4]byte{192, 0, 2, 20})
	return s
}

// All returns every server.
func (s *Servers) All() []Server {
	return []Server{s.Directory, s.Resolver, s.Mail, s.Files, s.Database, s.Replica, s.Web, s.Backup, s.Monitor, s.Reports, s.Build, s.Printer}
}
