package cue

// helperPhrases count only near each other (see rules).
var helperPhrases = [cues]string{
	writer: `
we
we've
we're
us
our
ours
i
i've
my
우리
저희
내가
나는
내게`,
	reader: `
your
yours
you
귀사
귀 회사
당신
너희
귀하
회사`,
	taking: `
took
taken
stole
stolen
copied
copy of
copies of
downloaded
exfiltrat*
extracted
obtained
grabbed
dumped
siphon*
pulled
harvested
collected
gathered
acquired
captured
walked away with
got into
got hold
broke into
broken into
breached
hacked
penetrat*
compromised
infiltrat*
hold
holding
possess
possession
in our hands
our hands
open to us
gained access
have access
had access
been inside
been reading
been in your
removed from
확보
손에
내려받
다운로드
빼돌
빼냈
빼낸
탈취
해킹
복사
쥐고
가지고
갖고
입수
훔쳤
훔친
들어가
침투
장악
보유
획득
우리 것
털었
털어`,
	data: `
data
database*
records
table
files
rows
accounts
documents
contracts
payroll
source code
e-mails
emails
passwords
information
backups
archives
데이터
자료
파일
계약서
비밀번호
db
정보`,
	people: `
customer*
client*
user*
member*
shopper*
employee*
staff
subscriber*
patient*
student*
personal
private data
identity cards
passports
회원
고객
가입자
이용자
직원
개인정보
개인자료
주민번호
주민등록번호
신상`,
	condition: `
if you refuse
if you do not
if you don't
if you ignore
if there is no
if the money
if the payment
if no payment
if payment
if we don't
if we do not
if i don't
if i do not
should you
refuse
refusal
ignore us
ignore this
ignoring
otherwise
or else
in case of
unless
without payment
without the money
until we are paid
failure to
fail to
failing
않으면
않을 경우
않는다면
응하지
거절하
거부하
무시하
없으면
없을 경우
아니면
안 보내면
그렇지 않
신고하면
어기면`,
	audience: `
on the internet
to the internet
into the internet
newspaper*
the press
press
journalist*
reporters
the media
media
competitor*
highest bidder
a forum
forums
hacker forum*
dark web
darknet
for download
public domain
open access
the whole world
to everybody
to everyone
regulator*
your customers
your clients
your users
your partners
공개
유포
유출
폭로
넘긴
넘기
넘겨
판매
언론
기자
방송
뉴스
경쟁사
다크웹
인터넷
세상
풀겠
풀어
풀린
퍼진
퍼뜨
퍼질
뿌리
뿌릴
알려지
직접 알리
보게 될`,
	asking: `
we want
i want
we ask
i ask
we demand
we require
we expect
price
fee
cost
costs
transfer
send
pay
paid
payment
settle
deposit
wire
buy
purchase
sell you
need
only we
only us
without our
보내
송금
입금
지불
지급
요구
대가
값은
값이
준비하
넘기면
보상금
필요하
받는다
내라`,
	money: `
bitcoin*
btc
monero
xmr
ethereum
crypto
cryptocurrenc*
usdt
usd
dollars
euro
euros
won
$*
€*
비트코인
코인
가상화폐
암호화폐
모네로
이더리움
달러
억 원
억원
만 원
만원`,
	locking: `
encrypted
encrypt
locked
cipher
ciphered
crypted
암호화
잠갔
잠겼`,
	files: `
files
data
documents
databases
servers
workstations
computers
machines
backups
disk
disks
network
systems
파일
자료
서버
컴퓨터`,
	unlocking: `
decrypt*
decoder
unlocks
unlock
private key
the key
our tool
recovery tool
복호화
해독
열쇠`,
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
