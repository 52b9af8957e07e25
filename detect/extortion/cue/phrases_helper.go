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
}
