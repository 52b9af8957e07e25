package value

import "testing"

func TestCalendarReadsWhatConsolesWrite(t *testing.T) {
	const want = "2026-11-06T20:05:09.000000Z"
	for _, text := range []string{"11/6/2026 8:05:09 PM", "06/11/2026 20:05:09", "06.11.2026 20:05:09", "2026-11-06 오후 8:05:09", "2026-11-06T20:05:09", "2026. 11. 6. 오후 8:05:09"} {
		if got, ok := Calendar([]byte(text)); !ok || got.String() != want {
			t.Errorf("%s: %s %v", text, got, ok)
		}
	}
	for text, want := range map[string]string{
		"11/26/2026 20:05:09":    "2026-11-26T20:05:09.000000Z", // no month is that late
		"26/11/2026 20:05":       "2026-11-26T20:05:00.000000Z",
		"11/6/2026 12:05:09 AM":  "2026-11-06T00:05:09.000000Z",
		"11/6/2026 12:05:09 PM":  "2026-11-06T12:05:09.000000Z",
		"2026-11-06 오전 12:00:01": "2026-11-06T00:00:01.000000Z",
	} {
		if got, ok := Calendar([]byte(text)); !ok || got.String() != want {
			t.Errorf("%s: %s %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "today", "13/13/2026 08:00:00", "11/6/2026 13:05:09 PM", "1/2/3 4:5:6 7", "99999999999/1/1 1:1:1", "11/6/2026 8:05:09 PM, and much more behind it that is no time"} {
		if got, ok := Calendar([]byte(text)); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}
