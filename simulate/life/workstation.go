package life

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
)

// machines is what shows on the machines themselves, and nowhere else.
func (w *World) machines(d *fact.Day) {
	for _, e := range w.Employees {
		if begin, end, ok := w.Hours(e, d.Date); ok {
			w.work(d, shift{e, begin, end})
		}
		w.tend(d, e.Host, w.source(d, e, "upkeep"), 1)
	}
	w.cron(d)
	for _, s := range w.Servers.All() {
		if w.Servers.System(s) == fact.Windows {
			w.tend(d, s.Host, w.own(d, "upkeep of "+s.Address.String()), 3)
		}
	}
}

// allDay is so many minutes that a program runs until somebody goes home.
const allDay = 100_000

// work is the programs that somebody starts in a day, a dozen or so.
func (w *World) work(d *fact.Day, s shift) {
	r := w.source(d, s.Employee, "programs")
	run := func(at time.Time, image, command, parent string, minutes float64) {
		took := time.Duration(minutes * float64(time.Minute) * (0.3 + 1.4*r.Float64()))
		w.begin(d, s, at, image, command, parent, min(took, max(time.Second, s.end.Sub(at)-time.Second)))
	}
	run(s.begin.Add(2*time.Second+r.Between(0, time.Second)), shellExplorer, "", shellLogon, allDay)
	at := s.begin.Add(r.Between(5*time.Second, 40*time.Second))
	if messenger := w.Life(s.Employee, "messenger"); messenger.Chance(0.7) {
		run(at, `C:\Program Files (x86)\Kakao\KakaoTalk\KakaoTalk.exe`, "-bystartup", shellExplorer, allDay)
	}
	if image := mailer(s.Client); image != "" {
		run(at.Add(r.Between(10*time.Second, 5*time.Minute)), image, "", shellExplorer, 9*60)
	}
	browser := browserChrome
	if strings.Contains(s.Agent, "Trident") {
		browser = browserExplorer
	}
	moments(r, at.Add(20*time.Second), s.end, 0.35, func(t time.Time) {
		run(t, browser, "", shellExplorer, 60)
		if r.Chance(0.25) {
			w.download(d, s, r, t.Add(r.Between(20*time.Second, 10*time.Minute)), browser)
		}
	})
	mine := slices.DeleteFunc(slices.Clone(desk), func(p program) bool { return p.roles != nil && !slices.Contains(p.roles, s.Role) })
	weights := make([]float64, len(mine))
	for i := range mine {
		weights[i] = mine[i].weight
	}
	moments(r, at, s.end, 0.8*s.Busy, func(t time.Time) {
		p, fill := mine[r.Weighted(weights)], strings.NewReplacer("{user}", s.User, "{n}", fmt.Sprint(2+r.IntN(60)))
		run(t, p.image, fill.Replace(p.command), shellExplorer, p.minutes)
		if p.saves != "" && r.Chance(0.4) {
			d.Files = append(d.Files, fact.Dropped{Time: t.Add(r.Between(5*time.Second, 2*time.Minute)), Host: s.Host, User: s.User, Image: p.image, Path: fill.Replace(p.saves)})
		}
	})
}

// begin starts a program for somebody. Its command line begins with its path, as
// Explorer writes it.
func (w *World) begin(d *fact.Day, s shift, at time.Time, image, command, parent string, took time.Duration) {
	d.Processes = append(d.Processes, fact.Process{Time: at, Duration: took, Host: s.Host, User: s.User, Image: image, ParentImage: parent, Command: line(image, command)})
}

// line is a command line.
func line(image, arguments string) string {
	if image == shellExplorer {
		return image
	}
	return strings.TrimRight(`"`+image+`" `+arguments, " ")
}

// mailer is the program of somebody's mails on the workstation; who reads them on
// something else has none.
func mailer(client string) string {
	switch client {
	case "outlook":
		return mailOutlook
	case "thunderbird":
		return mailThunderbird
	}
	return ""
}

// download is a file from the web. Now and then it is a program that is installed.
func (w *World) download(d *fact.Day, s shift, r chance.Source, at time.Time, browser string) {
	kind := chance.Pick(r, []string{"catalogue %d.pdf", "견적서 %d.pdf", "photos %d.zip", "prices %d.xlsx", "notice %d.hwp", "banner %d.png"})
	path := `C:\Users\` + s.User + `\Downloads\` + fmt.Sprintf(kind, 2+r.IntN(60))
	if r.Chance(0.03) {
		path = `C:\Users\` + s.User + `\Downloads\setup.exe`
		took := r.Between(20*time.Second, 2*time.Minute)
		w.begin(d, s, at.Add(30*time.Second), path, "", shellExplorer, took)
		unpacked := `C:\Users\` + s.User + `\AppData\Local\Temp\is-` + fmt.Sprintf("%05X", r.IntN(1<<20)) + `.tmp\setup.tmp`
		d.Files = append(d.Files, fact.Dropped{Time: at.Add(32 * time.Second), Host: s.Host, User: s.User, Image: path, Path: unpacked})
	}
	d.Files = append(d.Files, fact.Dropped{Time: at, Host: s.Host, User: s.User, Image: browser, Path: path})
}

// tend is what a Windows machine does to itself: updates, and services that come and
// go. A server does more of it.
func (w *World) tend(d *fact.Day, host string, r chance.Source, much float64) {
	from, to := d.At(8*time.Hour+30*time.Minute), d.At(19*time.Hour)
	if much > 1 {
		from, to = d.Date, d.At(24*time.Hour)
	} else if !w.Open(d.Date) {
		return
	}
	hours := to.Sub(from).Hours()
	for _, u := range updaters {
		moments(r, from, to, much*u.daily/hours, func(t time.Time) {
			if u.parent == serviceControl {
				d.Logons = append(d.Logons, fact.Logon{Time: t, Host: host, User: "SYSTEM", Kind: fact.AsService, Success: true})
			}
			d.Processes = append(d.Processes, fact.Process{Time: t.Add(time.Second), Duration: time.Second + r.Exponential(40*time.Second), Host: host, User: "SYSTEM", Image: u.image, ParentImage: u.parent, Command: line(u.image, u.command)})
		})
	}
	moments(r, from, to, much*2/hours, func(t time.Time) {
		s := changing[r.IntN(len(changing))]
		d.Logons = append(d.Logons, fact.Logon{Time: t, Host: host, User: "SYSTEM", Kind: fact.AsService, Success: true})
		d.Services = append(d.Services, fact.Service{Time: t.Add(400 * time.Millisecond), Host: host, Change: fact.Started, Name: s.name, Title: s.title},
			fact.Service{Time: t.Add(time.Minute + r.Exponential(10*time.Minute)), Host: host, Change: fact.Stopped, Name: s.name, Title: s.title})
	})
	if r.Chance(0.02) { // an update brings a service along
		name := chance.Pick(r, []string{"gupdate", "AdobeFlashPlayerUpdateSvc", "MozillaMaintenance"})
		path := map[string]string{"gupdate": updaters[0].image, "AdobeFlashPlayerUpdateSvc": `C:\Windows\SysWOW64\Macromed\Flash\FlashPlayerUpdateService.exe`,
			"MozillaMaintenance": `C:\Program Files (x86)\Mozilla Maintenance Service\maintenanceservice.exe`}[name]
		d.Services = append(d.Services, fact.Service{Time: from.Add(r.Between(0, to.Sub(from))), Host: host, Name: name, Path: `"` + path + `" /svc`, Account: "LocalSystem"})
	}
}
