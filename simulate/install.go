package simulate

import (
	"slices"
	"time"

	"dwell/simulate/sensor"
)

// install sets the sensors up that the scenario has.
func (r *run) install() error {
	v := r.plan.Values
	if !r.lacks("network") {
		r.sensors = append(r.sensors, sensor.NewZeek(r.setting("network"), r.world.Networks, v["network"] == "zeek-json"))
	}
	if !r.lacks("database") {
		r.sensors = append(r.sensors, sensor.NewPostgres(r.setting("database"), r.plan.Location))
	}
	if !r.lacks("web") {
		w, err := sensor.NewWeb(r.setting("web"), r.plan.Location)
		if err != nil {
			return err
		}
		r.sensors = append(r.sensors, w)
	}
	r.sensors = append(r.sensors, sensor.NewNotes(r.setting("notes")))
	if !r.lacks("mail") {
		m, err := sensor.NewMailboxes(r.setting("mail"), r.world.Border, r.owners())
		if err != nil {
			return err
		}
		r.mail = m
		r.sensors = append(r.sensors, m)
	}
	return nil
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

// setting draws what is wrong with a sensor.
func (r *run) setting(name string) sensor.Setting {
	v := r.plan.Values
	s := sensor.Setting{Folder: r.folder, Numbers: r.source("sensor", name)}
	chance := r.world.Source("sensor", name)
	if most := v.Duration("skew"); most > 0 {
		s.Skew = chance.Between(-most, most).Round(time.Millisecond)
	}
	s.Outages = sensor.Outages(chance, int(v.Int("gaps")), r.plan.From, r.plan.To)
	return s
}
