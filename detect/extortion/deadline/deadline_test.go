package deadline

import (
	"strings"
	"testing"
	"time"

	"dwell/event"
)

// sent is Monday, 4 July 2016, 15:00 in Seoul.
var sent = event.At(time.Date(2016, 7, 4, 15, 0, 0, 0, time.FixedZone("KST", 9*3600)), event.PrecisionSecond)

func TestLimits(t *testing.T) {
	for text, want := range map[string]string{
		"You have exactly 48 hours to make the payment":       "2016-07-06 15:00",
		"I give you 3 days time to pay.":                      "2016-07-07 15:00",
		"I will give you 50 hours (more than 2 days) to pay.": "2016-07-06 17:00",
		"If you do not contact us in a 3 days we will post":   "2016-07-07 15:00",
		"pay within 72 hours or the price doubles":            "2016-07-07 15:00",
		"You have seventy-two (72) hours to contact us":       "2016-07-07 15:00",
		"Send it within\n1 week, otherwise we publish":        "2016-07-11 15:00",
		"The timer is set: 24h left":                          "2016-07-05 15:00",
		"Pay until July 15":                                   "2016-07-15 23:59",
		"Pay by 15th of July 2016 18:00":                      "2016-07-15 18:00",
		"Deadline: 2016-07-15 18:30":                          "2016-07-15 18:30",
		"no later than 15.07.2016":                            "2016-07-15 23:59",
		"before January 5 at 6 pm":                            "2017-01-05 18:00",
		"we wait until tomorrow":                              "2016-07-05 23:59",
		"by Friday":                                           "2016-07-08 23:59",
		"Pay today.":                                          "2016-07-04 23:59",
		"If you pay 0.6 BTC in 24 hours we close the deal":    "2016-07-05 15:00",
		"until 5 pm tomorrow":                                 "2016-07-05 17:00",
		"The deadline is tomorrow at 18:00 UTC":               "2016-07-05 18:00", // there
		"pay by 18:00":                                        "2016-07-04 18:00",
		"pay by 9 am":                                         "2016-07-05 09:00",
		"by Friday, 5 p.m. KST":                               "2016-07-08 17:00",
		"We publish the data on Wednesday if you stay silent": "2016-07-06 23:59",
		"transfer the money before the weekend":               "2016-07-08 23:59",
		"your data will be posted next week":                  "2016-07-17 23:59",
		"Make the payment by the end of the day":              "2016-07-04 23:59",
		"We expect payment by next Friday":                    "2016-07-15 23:59",
		"We set Friday, July 15, as the deadline":             "2016-07-15 23:59",
		"by 07/15/2016":                                       "2016-07-15 23:59",
		"1,5 hours left":                                      "2016-07-04 16:30",
		"Price: $100k. 48 hours.":                             "2016-07-06 15:00",
		"72시간 이내에 송금하라":                                       "2016-07-07 15:00",
		"3일 안에 답하지 않으면":                                       "2016-07-07 15:00",
		"사흘 안에 입금하라":                                          "2016-07-07 15:00",
		"7월 15일까지 보내라":                                        "2016-07-15 23:59",
		"2016년 7월 15일 오후 6시까지":                                "2016-07-15 18:00",
		"7/15까지 입금하라":                                         "2016-07-15 23:59",
		"15일까지 답하라":                                           "2016-07-15 23:59",
		"이달 말까지 지불하라":                                         "2016-07-31 23:59",
		"이번 주 금요일까지":                                          "2016-07-08 23:59",
		"다음 주 월요일 정오까지":                                       "2016-07-11 12:00",
		"다음주까지 답이 없으면 공개한다":                                   "2016-07-17 23:59",
		"모레 자정까지":                                             "2016-07-07 00:00",
		"오늘 밤 12시까지":                                          "2016-07-05 00:00",
		"오후 6시 전까지":                                           "2016-07-04 18:00",
		"세 시간 안에 답하라":                                         "2016-07-04 18:00",
		"열흘 안에 보내라":                                           "2016-07-14 15:00",
		"시한은 48시간이다":                                          "2016-07-06 15:00",
		"기한: 7월 15일 18시":                                      "2016-07-15 18:00",
		"24시간을 주겠다":                                           "2016-07-05 15:00",
		"12시간 남았다":                                            "2016-07-05 03:00",
		"7월 15일에 회의가 있다":                                      "",
		"Are you going to pay today?":                         "",
		"We will upload the files today":                      "",
		"You will restore everything within 24 hours":         "",
		"The meeting is on Friday":                            "",
		"We were in your network for 14 days and we saw it":   "",
		"10 minutes and we will provide you with screenshots": "",
		"You cannot pay for only 1 decrypted file":            "",
		"by 07/08/2016":                                       "",
		"내일까지 답을 달라":                                          "2016-07-05 23:59",
		"내일 오후 3시까지":                                          "2016-07-05 15:00",
		"일주일의 시간을 주겠다. 일주일 이내 보내라":                            "2016-07-11 15:00",
		"About 3 months ago, and 2 days ago, I hacked you":    "",
		"I update its signatures every 4 hours.":              "",
		"be back on track within 24 hours approximately":      "",
		"We will reply within 24 hours":                       "",
		"the video is 3 hours long":                           "",
		"For 7 years we have worked in 5 days a week":         "",
		"31 June":                     "",
		"You have 500 days to pay":    "",
		"You must pay within 0 hours": "",
	} {
		got := ""
		for _, l := range Find(text, sent) {
			if got == "" {
				got = l.At.Local().Format("2006-01-02 15:04")
			}
			if !strings.Contains(text, l.Raw) {
				t.Errorf("%q is not in %q", l.Raw, text)
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAMessageWithoutATimeHasLimitsWithoutInstant(t *testing.T) {
	limits := Find("You have 72 hours to pay. 내일까지. Until 2016-07-15.", event.Time{})
	if len(limits) != 3 {
		t.Fatalf("%d limits: %+v", len(limits), limits)
	}
	if !limits[0].At.IsZero() || limits[0].After != 72*time.Hour || !limits[1].At.IsZero() {
		t.Errorf("%+v", limits)
	}
	if limits[2].At.Std().Format(time.DateOnly) != "2016-07-15" {
		t.Errorf("%+v", limits[2])
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"within 48 hours", "7월 15일까지", "by 31.02.2016 99:99", "내일 오후 99시까지", "\xff until may 5"} {
		f.Add(s, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, nanos int64) {
		last := -1
		for _, l := range Find(text, event.UTC(nanos, event.PrecisionSecond)) {
			if l.Start <= last || !strings.Contains(text, l.Raw) || l.Raw == "" {
				t.Errorf("%q: %+v", text, l)
			}
			last = l.Start
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Dear colleague, the meeting about the third quarter is on 14 May at 1 pm. Please bring the figures of item 4711, see v1.2. ", 16) +
		"If you do not pay within 48 hours, we publish everything on Friday."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, sent)
	}
}
