package lateral_test

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// clinic is another place than company (company_test.go), made after the weights were
// chosen and never used to choose one: a hospital with wards that work at all hours, two
// domain controllers that copy each other, help desks that sit at ordinary machines,
// Linux servers that people and a deployment host reach by SSH, scanners of paper that
// push into people's folders, devices that push images, an authenticated scan of
// weaknesses that starts services, a file server that moves one weekend.
type clinic struct {
	company
	r    *rand.Rand
	days int
	pcs  int
}

const (
	clinicDC1, clinicDC2       = "10.60.1.2", "10.60.1.3"
	clinicFiles, clinicFiles2  = "10.60.1.10", "10.60.1.11"
	clinicImages, clinicRecord = "10.60.1.20", "10.60.1.21" // pictures; the database of records
	clinicWeb, clinicDeploy    = "10.60.2.5", "10.60.2.9"
	clinicBackup, clinicScan   = "10.60.1.30", "10.60.1.31"
	clinicBastion              = "10.60.9.2"
)

// ward is the machine of a person, tux one that runs Linux; the first three are those of the help desk.
func ward(n int) string { return fmt.Sprintf("10.60.%d.%d", 20+n/100, 10+n%100) }

func tux(n int) string { return fmt.Sprintf("10.60.2.%d", 20+n) }

func newClinic(seed uint64, pcs, days int) *clinic {
	c := &clinic{r: rand.New(rand.NewPCG(seed, 815)), days: days, pcs: pcs}
	for d := range days {
		c.everybody(d)
		c.devices(d)
		c.servers(d)
		c.helpDesk(d)
		c.developers(d)
	}
	c.rare()
	return c
}

// at is a moment of a day between two hours.
func (c *clinic) at(d, from, to int) time.Duration {
	return time.Duration(d)*day + time.Duration(from)*time.Hour + time.Duration(c.r.Int64N(int64(to-from)*int64(time.Hour)))
}

// some draws a size of that order.
func (c *clinic) some(n int64) int64 { return n/3 + c.r.Int64N(2*n) }

func (c *clinic) everybody(d int) {
	for n := range c.pcs {
		if d%7 > 4 && n%3 > 0 { // a third works at weekends too
			continue
		}
		src, at := ward(n), c.at(d, 0, 24)
		dc := []string{clinicDC1, clinicDC2}[c.r.IntN(2)]
		c.flow(at, src, dc, 53, 80, 300)
		c.flow(at, src, dc, 88, 1600, 1800)
		c.flow(at, src, dc, 445, c.some(4000), c.some(40_000))
		c.logon(at, src, fmt.Sprint("nurse", n))
		c.ticket(at, src, fmt.Sprint("nurse", n), "cifs/files.clinic.example")
		c.ticket(at, src, fmt.Sprint("nurse", n), "http/records.clinic.example")
		c.flow(at+time.Hour, src, clinicFiles, 445, c.some(300_000), c.some(3_000_000))
		c.open(at+time.Hour, src, clinicFiles, "wards", `plan\today.docx`, "open")
		if n%6 == 0 { // doctors look at pictures and at records by themselves
			c.flow(at+2*time.Hour, src, clinicImages, 445, c.some(20_000), c.some(90_000_000))
			c.flow(at+2*time.Hour, src, clinicRecord, 1433, c.some(40_000), c.some(400_000))
		}
		if c.r.IntN(150) == 0 { // something is handed over
			to := ward(c.r.IntN(c.pcs))
			c.flow(at+3*time.Hour, src, to, 445, c.some(3_000_000), 9000)
			c.open(at+3*time.Hour, src, to, "exchange", "", "map")
		}
	}
}

// devices push what they made: paper scanners into folders of people, others pictures.
func (c *clinic) devices(d int) {
	for i := range 6 {
		for range 8 {
			c.flow(c.at(d, 7, 18), fmt.Sprintf("10.60.5.%d", 10+i), ward(i*7+c.r.IntN(4)), 445, c.some(900_000), 6000)
		}
	}
	for i := range 4 {
		for range 12 {
			c.flow(c.at(d, 6, 22), fmt.Sprintf("10.60.6.%d", 10+i), clinicImages, 445, c.some(60_000_000), 20_000)
		}
	}
}

func (c *clinic) servers(d int) {
	for i := range 60 { // the two keep each other's copy
		at := c.at(d, 0, 24)
		a, b := clinicDC1, clinicDC2
		if i%2 == 0 {
			a, b = b, a
		}
		c.call(at, a, b, "drsuapi", "DRSGetNCChanges")
		c.flow(at, a, b, 49670, c.some(20_000), c.some(60_000))
	}
	for i, dst := range []string{clinicDC1, clinicFiles, clinicImages, clinicRecord, ward(0), ward(1), ward(2)} {
		at := time.Duration(d)*day + time.Hour + time.Duration(i)*11*time.Minute
		c.flow(at, clinicBackup, dst, 445, c.some(900_000), c.some(800_000_000))
		c.open(at, clinicBackup, dst, "C$", "", "map")
	}
	for i := range 9 { // deployments by SSH, every night, to Linux machines
		c.flow(time.Duration(d)*day+2*time.Hour+time.Duration(i)*time.Minute, clinicDeploy, tux(i), 22, c.some(400_000), c.some(60_000))
	}
	for range 30 {
		c.flow(c.at(d, 0, 24), clinicWeb, clinicRecord, 1433, c.some(90_000), c.some(900_000))
	}
	if d%7 == 6 { // the scan signs in, looks at the registry and starts its service
		for n := range c.pcs {
			at := time.Duration(d)*day + 3*time.Hour + time.Duration(n)*20*time.Second
			c.flow(at, clinicScan, ward(n), 445, c.some(60_000), c.some(80_000))
			c.open(at, clinicScan, ward(n), "ADMIN$", "", "map")
			c.call(at, clinicScan, ward(n), "svcctl", "OpenSCManagerW", "OpenServiceW", "StartServiceW")
			c.call(at, clinicScan, ward(n), "winreg", "BaseRegQueryValue")
			for _, port := range []uint16{22, 3389, 5900, 5985} {
				c.flow(at+time.Second, clinicScan, ward(n), port, 0, 0)
			}
		}
	}
}

// helpDesk are three people at ordinary machines who help others at theirs. The third
// begins in the middle.
func (c *clinic) helpDesk(d int) {
	for tech := range 3 {
		if d%7 > 4 || tech == 2 && d < c.days/2 {
			continue
		}
		for range 2 + c.r.IntN(4) {
			at, dst := c.at(d, 8, 17), ward(3+c.r.IntN(c.pcs-3))
			switch c.r.IntN(3) {
			case 0:
				c.flow(at, ward(tech), dst, 3389, c.some(500_000), c.some(9_000_000))
				c.direct(at, ward(tech), dst, 3389, fmt.Sprint("helper", tech), "rdp", fmt.Sprint("ws", tech))
			case 1:
				c.flow(at, ward(tech), dst, 5900, c.some(300_000), c.some(20_000_000))
			case 2:
				c.flow(at, ward(tech), dst, 5985, c.some(50_000), c.some(70_000))
				c.copies(at+time.Minute, ward(tech), dst, "C$", `Temp\printer-driver.exe`, 4_000_000)
			}
		}
	}
}

// developers reach Linux machines by SSH, some all the time, some now and then.
func (c *clinic) developers(d int) {
	if d%7 > 4 {
		return
	}
	for n := c.pcs - 5; n < c.pcs; n++ {
		for range 3 {
			c.flow(c.at(d, 9, 19), ward(n), tux((n*3+c.r.IntN(4))%9), 22, c.some(30_000), c.some(200_000))
		}
		if c.r.IntN(6) == 0 {
			c.flow(c.at(d, 9, 19), ward(n), tux(c.r.IntN(9)), 22, c.some(2_000_000), c.some(90_000))
		}
	}
	for _, dst := range []string{clinicDC1, clinicDC2, clinicFiles, clinicRecord, clinicImages} {
		if c.r.IntN(2) == 0 {
			c.flow(c.at(d, 8, 18), clinicBastion, dst, 3389, c.some(400_000), c.some(8_000_000))
			c.direct(c.at(d, 8, 18), clinicBastion, dst, 3389, "root1", "rdp", "bastion")
		}
	}
}

// rare are ordinary things that happen once: the file server moves, an application is
// brought up to date, somebody works at another desk, a consultant comes.
func (c *clinic) rare() {
	move := time.Duration(c.days/2)*day + 20*time.Hour
	for i := range 30 {
		c.flow(move+time.Duration(i)*10*time.Minute, clinicFiles, clinicFiles2, 445, 4_000_000_000, 9_000_000)
	}
	d := c.days * 2 / 3
	c.copies(c.at(d, 6, 7), clinicBastion, clinicRecord, "D$", `app\records-7.exe`, 90_000_000)
	c.call(c.at(d, 7, 8), clinicBastion, clinicRecord, "svcctl", "OpenServiceW", "StartServiceW")
	c.flow(c.at(d, 9, 10), ward(30), ward(31), 3389, 400_000, 7_000_000) // from a colleague's desk to the own
	for range 3 {
		c.flow(c.at(d+1, 9, 17), "10.60.9.77", clinicImages, 3389, c.some(400_000), c.some(8_000_000))
	}
}
