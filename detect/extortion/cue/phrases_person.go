package cue

// personPhrases are the helpers of what is said to a single person.
var personPhrases = [cues]string{
	filming: `
recorded
record
recording
filmed
film
video
videos
clip
footage
tape
camera
webcam
captured
녹화
촬영
찍었
찍은
영상
동영상
몸캠`,
	body: `
porn*
masturbat*
intimate
sexual
dirty
adult
pleasing yourself
pleasuring yourself
satisfy*
enjoying yourself
naked
nude*
xxx
자위
음란
야동
포르노
은밀
성적
성인
알몸`,
	planting: `
trojan
spyware
malware
virus
keylogger
infected
hacker
hacked
full access
has access
access to
broke into
악성코드
트로이
바이러스
해킹
해커
조종
접속
접근
설치`,
	device: `
your device
your devices
your phone
your computer
your laptop
your router
your camera
your operating system
your mail account
your email account
your accounts
all your accounts
phone and computer
컴퓨터
휴대폰
스마트폰
노트북
기기
카메라
계정`,
	passing: `
send
sent
share
shared
see
get
gets
receive
receives
goes to
watch
watching
보내
보게
뿌리
유포
전송
공개
받게
갈 것`,
	circle: `
your contacts
all of your contacts
address book
friends
family
relatives
colleagues
your wife
your husband
your boss
everyone you know
연락처
가족
친구
지인
동료`,
}

// otherPhrases belong to begging for bounties and to threats that were carried out.
var otherPhrases = [cues]string{
	Finder: `
i am a security researcher
i'm a security researcher
i do security research
i am an ethical hacker
i'm an ethical hacker
i am a bug hunter
i am a white hat
i'm a white hat
bug bounty hunter
취약점을 발견
취약점을 찾
취약점을 제보
취약점을 알려
버그를 발견
보안 문제를 발견
보안 연구원입니다
보안 연구원이며
화이트 해커입니다
윤리적 해커로서`,
	flaw: `
vulnerabilit*
security issue
security problem
serious bug
security bug
flaw
dmarc
spf record
spoofed
clickjacking
취약점
버그
보안 문제`,
	prize: `
bounty
bounties
reward
rewards
compensation
compensate
monetary
token of appreciation
hall of fame
포상금
사례금
사례를
보상이
보상을
바운티`,
	Others: `
never pay
do not pay the ransom
should not pay
awareness
training
newsletter
unsubscribe
according to
spokes*
analyst*
researchers say
reported that
the attackers
the hackers
the gang
a gang
victims
demanded
did not pay
stay safe
교육 안내
교육안내
안내문
예방
주의하
주의 바랍
유의하
신고하십시오
신고해 주
신고하시기
수사 중
사건이 있었
뉴스:
절대 돈을
사과드리
피해 사례`,
	Done: `
has been published
have been published
have published
has been posted
have posted
was published
is now public
now freely available
freely available
in our news column
on our blog now
we have leaked
has been leaked
have released
was released
공개했다
공개하였다
공개되었다
유포했다
올렸다
넘겼다
폭로했다`,
}
