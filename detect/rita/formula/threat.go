package formula

// Thresholds are where a value reaches 0.2, 0.4, 0.6 and 0.8 of the threat scale.
type Thresholds struct{ Base, Low, Medium, High float64 }

// The thresholds of RITA's default configuration.
var (
	byBeacon     = Thresholds{50, 70, 90, 100}              // percent
	byDuration   = Thresholds{3600, 14_400, 28_800, 43_200} // seconds
	bySubdomains = Thresholds{100, 500, 800, 1000}          // of one registered domain
)

// Interpolate puts a value onto the threat scale: 0 below the base, 0.8 from the
// highest threshold on, straight lines in between.
func (t Thresholds) Interpolate(v float64) float64 {
	const step = 0.2
	edges := [...]float64{t.Base, t.Low, t.Medium, t.High}
	if v < edges[0] {
		return 0
	}
	for i := 1; i < len(edges); i++ {
		if v < edges[i] {
			return step * (float64(i) + (v-edges[i-1])/(edges[i]-edges[i-1]))
		}
	}
	return step * float64(len(edges))
}

// BeaconThreat puts a beacon score of 0 to 1 onto the threat scale.
func BeaconThreat(score float64) float64 { return byBeacon.Interpolate(100 * score) }

// DurationThreat puts the total duration of a pair's connections, in seconds, onto the
// threat scale.
func DurationThreat(seconds float64) float64 { return byDuration.Interpolate(seconds) }

// SubdomainThreat puts the number of names below one registered domain onto it.
func SubdomainThreat(names int) float64 { return bySubdomains.Interpolate(float64(names)) }

// LeastDuration is the total duration, in seconds, from which a pair is a candidate for
// a long connection.
func LeastDuration() float64 { return byDuration.Base }

const (
	// StrobeFrom is how many connections in the window make a pair a strobe, one a
	// second: it has no beacon score then.
	StrobeFrom = 86_400
	// StrobeThreat is the threat score of a strobe.
	StrobeThreat = 0.8
)
