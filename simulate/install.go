package simulate

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/life"
	"dwell/simulate/sensor"
	"dwell/simulate/sensor/linux"
	"dwell/simulate/sensor/m365"
	"dwell/simulate/sensor/mail"
	"dwell/simulate/sensor/mariadb"
	"dwell/simulate/sensor/nginx"
	"dwell/simulate/sensor/notes"
	"dwell/simulate/sensor/postfix"
	"dwell/simulate/sensor/postgres"
	"dwell/simulate/sensor/suricata"
	"dwell/simulate/sensor/windows"
	"dwell/simulate/sensor/zeek"
	"dwell/truth"
)

// install sets the sensors up that the scenario has.
func (r *run) install() error {
	v := r.plan.Values
	if v["database"] == "mariadb" {
		r.world.Store = life.MariaDB
	}
	if !r.lacks("network") {
		r.sensors = append(r.sensors, r.network())
	}
	if !r.lacks("database") {
		r.sensors = append(r.sensors, r.database())
	}
	if !r.lacks("web") {
		w, err := nginx.New(r.setting("web"), r.plan.Location)
		if err != nil {
			return err
		}
		r.sensors = append(r.sensors, w)
	}
	if v["hosts"] != "off" && !r.lacks("hosts") {
		if err := r.hosts(); err != nil {
			return err
		}
	}
	if r.world.Served {
		r.sensors = append(r.sensors, r.mailServer())
		if private := r.world.Private; private != "" {
			_, domain, _ := strings.Cut(private, "@")
			r.sensors = append(r.sensors, postfix.New(r.setting("private mailbox"), postfix.Server{Host: "imap", Domain: domain, Only: private, Address: netip.AddrFrom4([4]byte{198, 18, 240, 9}), Zone: r.plan.Location}))
		}
	}
	r.sensors = append(r.sensors, notes.New(r.setting("notes")))
	if !r.lacks("mail") {
		m, err := mail.New(r.setting("mail"), r.world.Border, r.owners())
		if err != nil {
			return err
		}
		r.mail = m
		r.sensors = append(r.sensors, m)
	}
	return nil
}

// network is the sensor of the network.
func (r *run) network() sensor.Sensor {
	s, kind := r.setting("network"), r.plan.Values["network"]
	if kind == "suricata" {
		return suricata.New(s, r.world.Networks, r.plan.Location)
	}
	return zeek.New(s, r.estate(), r.world.Networks, kind == "zeek-json")
}

// mailServer is the logs of the service that keeps the mailboxes.
func (r *run) mailServer() sensor.Sensor {
	s, w := r.setting("mail_server"), r.world
	if w.Cloud {
		return m365.New(s, w.Domain)
	}
	return postfix.New(s, postfix.Server{Host: w.Servers.Mail.Host, Domain: w.Domain, Address: w.Servers.Mail.Address, Zone: r.plan.Location})
}

// database is the log of the shop's database.
func (r *run) database() sensor.Sensor {
	s := r.setting("database")
	if r.world.Store == life.MariaDB {
		return mariadb.New(s, r.world.Servers.Database.Host, r.plan.Location)
	}
	return postgres.New(s, r.plan.Location)
}

// hosts sets up the logs of the machines, and has facts made for them.
func (r *run) hosts() error {
	e, s := r.estate(), r.setting("hosts")
	r.world.Watched = true
	if r.plan.Values["hosts"] == "xml" {
		r.sensors = append(r.sensors, windows.NewEventXML(s, e))
	} else {
		r.sensors = append(r.sensors, windows.NewWinlogbeat(s, e))
	}
	s.Numbers, s.Timing = r.source("sensor", "linux"), r.world.Source("sensor", "linux", "timing")
	servers, err := linux.New(s, e)
	if err != nil {
		return err
	}
	r.sensors = append(r.sensors, servers)
	return nil
}

// estate is what the machines' logs know of the company.
func (r *run) estate() *sensor.Estate {
	e := &sensor.Estate{Domain: r.world.Domain, Directory: r.world.Servers.Directory.Host, Machines: r.world.Machines(), Administrators: []string{"administrator"}, Zone: r.plan.Location,
		Skew: make(map[string]time.Duration)}
	for _, one := range r.world.Employees {
		e.Users = append(e.Users, one.User)
		if one.Role == company.Administrator {
			e.Administrators = append(e.Administrators, one.User)
		}
	}
	if most := r.plan.Values.Duration("skew"); most > 0 {
		for _, m := range e.Machines {
			e.Skew[m.Host] = r.world.Source("clock", m.Address.String()).Between(-most, most).Round(time.Millisecond)
		}
	}
	return e
}

// owners are the people whose mailboxes are in the evidence: first those that hold
// records of the attack.
func (r *run) owners() []string {
	out := r.attack.Mailboxes()
	for _, e := range r.world.Employees {
		if !slices.Contains(out, e.Person.Address) {
			out = append(out, e.Person.Address)
		}
	}
	return out[:min(len(out), int(r.plan.Values.Int("mailboxes")))]
}

// setting draws what is wrong with a sensor. Mailboxes and notes have no outages: what
// a mail server was late with it delivered in the end.
func (r *run) setting(name string) sensor.Setting {
	v := r.plan.Values
	s := sensor.Setting{Folder: r.folder, Numbers: r.source("sensor", name), Timing: r.world.Source("sensor", name, "timing")}
	chance := r.world.Source("sensor", name)
	if most := v.Duration("skew"); most > 0 {
		s.Skew = chance.Between(-most, most).Round(time.Millisecond)
	}
	if name == "mail" || name == "notes" {
		return s
	}
	s.Outages = sensor.Outages(chance, int(v.Int("gaps")), r.plan.From, r.plan.To)
	for _, o := range s.Outages {
		r.missing = append(r.missing, truth.Missing{Source: name, From: &o.From, To: &o.To, Why: "the sensor wrote nothing"})
	}
	return s
}
