package cue

// phrases lists the turns of phrase, one a line, lower case. A "*" at the end
// lets the word go on ("encrypt*"); Hangul, whose words take particles, always
// may. Sources: the public collections of notes (ThreatLabz), negotiations
// (Ransomchats) and phishing mails (phishing_pot) for what such texts say, the
// words our own.
var phrases = [cues]string{
	Pay: `
you must pay
you have to pay
you need to pay
if you pay
if you don't pay
if you do not pay
not pay
to pay us
pay us
pay me
pay the
pay exactly
pay for decryption
make the payment
make a payment
confirming your payment
after payment
after the payment
once payment
receive the payment
receiving the payment
send me
send us bitcoin*
send bitcoin*
transfer bitcoin*
must transfer
you transfer
transfer the
transfer $*
send $*
send the bitcoin*
bitcoin address
btc address
btc wallet
bitcoin wallet
my wallet
our wallet
following wallet
wallet address
ransom
the price
our price
price for
our demand
reasonable demand
to buy our
purchase our
buy bitcoin*
buy the decrypt*
decryption cost*
we accept only
amount of
reward
보상금
몸값
대가를
대가로
송금하
송금해
입금하
입금해
지불하
지급하
돈을 보내
돈을 내
보내라
보내지 않
보내시
요구한다
요구합니다
금액을
지갑 주소
지갑으로
내놓`,
	Coin: `
bitcoin*
btc
monero
xmr
ethereum
litecoin
cryptocurrenc*
crypto currenc*
crypto exchange*
usdt
비트코인
가상화폐
암호화폐
이더리움
모네로`,
	Publish: `
will be made public
will be public
make public
made public
go public
become public
data leak site
leak site
leak blog
our blog
news blog
news website
on our website
wall of shame
sold on the dark*
sold to dark*
sell it on
sold to competitors
sold to third
sold to other
for sale
공개하겠
공개할 것
공개될 것
공개됩니다
공개된다
공개할 수밖
유출하겠
유출할 것
유출될 것
유포하겠
유포할 것
유포된다
유포됩니다
폭로하겠
폭로할 것
뿌리겠
뿌릴 것
팔겠다
판매하겠
판매할 것
팔아 버리
팔아버리
인터넷에 올리
다크웹에
세상에 알리
공개를 막`,
	Destroy: `
lose your data
lose all your
lose your files
lost forever
lost permanently
permanently lose
be destroyed
will be deleted
key will be
delete the key
delete your decrypt*
destroy the key
destroy your
price will be doubled
price doubles
price will double
price will increase
price will go up
will be doubled
will increase
never be able to
never recover
no longer be able
영구 삭제
영구적으로 삭제
영원히
두 배로
2배로
삭제하겠
파괴하겠`,
	Disrupt: `
ddos
attack your
attack again
attack you again
take down your
keep attacking
디도스
공격하겠
공격을 계속
마비시키`,
	Report: `
to the media
to media
media's
journalist*
the press
mass media
regulator*
notify your
notify all your
inform your
your partners
your competitors
your clients about
your customers about
tell your
gdpr
data protection
lawsuit*
stock exchange
언론에
언론사
기자들
기자에게
고객에게 알리
고객들에게 알리
당국에
경쟁사
방송국`,
	Theft: `
we have stolen
we stole
have stolen
were stolen
was stolen
been stolen
is stolen
has been downloaded
have been downloaded
we downloaded
we have downloaded
also downloaded
were downloaded
was downloaded
we have taken
have taken a
we took
data we took
exfiltrat*
we have your
we have all your
we have gathered
we have collected
we copied
have copied
been copied
uploaded to our
got your data
stole your
steal your
obtained your
we obtained
in our possession
have access to your
we have hacked
we hacked
have been hacked
has been hacked
was hacked
been breached
been compromised
was compromised
network has been penetrated
successfully penetrated
data leak*
dump of
dumped
해킹했
해킹하였
해킹당했
해킹되었
탈취했
탈취하였
빼냈
빼내었
확보했
확보하였
확보하고
가지고 있다
가지고 있습니다
갖고 있다
갖고 있습니다
손에 넣
보유하고 있
입수했
입수하였
장악했
침투했
다운로드했
내려받았
털었`,
	Encrypted: `
files are encrypted
files are now encrypted
files were encrypted
files have been encrypted
files encrypted
data are encrypted
data is encrypted
data was encrypted
data has been encrypted
data encrypted
been encrypted
are encrypted
was encrypted
were encrypted
is encrypted
been locked
are locked
encrypted files
encrypted your
encrypted all
encrypted by
decrypt*
recover your files
recover your data
restore your files
restore your data
restore files
restore all
recover files
recover all
return your files
get your files back
get back your
unlock your
private key
파일이 암호화
파일을 암호화
암호화되었
암호화했
암호화하였
복호화`,
	Customers: `
customer data
customers data
customers' data
customers' personal
customer database
customer records
customer information
client data
clients data
clients' data
client information
user data
user database
users' data
user accounts
member data
members' data
member database
your customers
your clients
your users
your members
your shoppers
your employees
employee data
employees data
personal data
personal information
personal documents
passports
social security
ssn
patient*
medical records
database of your
your database
your databases
customers' names
million customers
million users
million records
million members
고객 정보
고객정보
고객 데이터
고객들의
회원 정보
회원정보
회원 데이터
회원들의
만 명의
만명의
만 명 분
만명분
만 건의
만건의
개인정보
개인 정보
주민등록번호
직원 정보
고객 db
회원 db
고객db
회원db
이용자 정보
데이터베이스`,
	Company: `
your company
your companies
your organization
your organisation
your business
your corporate
your network
your local network
your server*
your systems
your infrastructure
your internal
your firm
your management
your ceo
your reputation
your backups
dear ceo
dear management
company data
corporate data
corporate network
귀사
당신 회사
당신들의 회사
당신네 회사
너희 회사
너희들의 회사
회사의
회사가
대표님
대표이사
사장님
임원
서버를
서버에
전산망
내부망
내부 자료`,
	Proof: `
proof of
as a proof
as proof
proofs
sample of the
samples of
sample data
data sample
a few files
2-3 files
several files
test decrypt*
decrypt one
decrypt 1
for free
file tree
file list
list of files
see the attached
screenshots
증거로
증거를
샘플
견본
첨부한
첨부된`,
	Channel: `
.onion
tor browser
tor-browser
torbrowser
torproject*
tor network
darknet
dark net
dark web
darkweb
qtox
tox id
tox chat
tox messenger
session messenger
telegram
jabber
protonmail*
proton.me
tutanota*
tutamail*
onionmail*
cock.li
chat room
live chat
토르 브라우저
텔레그램
다크웹`,
	Police: `
police
law enforcement
law-enforcement
authorities
the fbi
security services
recovery compan*
third party
third-party
3rd party
3rd-part*
경찰
신고하`,
	Webcam: `
recorded you
recorded a video
record a number
made a video
video of you
videos of you
footage of you
your webcam
your camera
web camera
turn on the camera
your cam
your video
screen recording
your microphone
웹캠
카메라로
당신의 영상
당신의 동영상
녹화했
녹화하였
촬영했`,
	Sexual: `
masturbat*
porn*
adult website*
adult site*
adult content
adult video*
adult movie*
"adult"
satisfying yourself
satisfy yourself
pleasing yourself
pleasuring yourself
enjoying yourself
intimate
orgasm*
dirty scenes
sexual
xxx
자위
음란
포르노
야동
몸캠
성인 사이트
성인사이트
성적인`,
	Device: `
your password is
your email password
i know your password
is your password
your devices
your device
your operating system
your browser history
your browsing
infected with
trojan
spyware
keylogger
my malware
private malware
my virus
i am a hacker
i'm a hacker
professional hacker
access to your email
access to your account
access to all your
full access to
기기를 해킹
기기에
악성코드
트로이
비밀번호는
계정을 해킹`,
	Contacts: `
your contacts
all your contacts
contact list
contacts list
your friends
friends and
relatives
family members
your family
colleagues
social network*
social media
지인
가족
친구들
연락처`,
	verb: `
publish*
leak*
disclos*
release*
expose*
post your
post the
post all
post information
sell your
sell the
sell all
sell it
sold
auction*
spread
distribut*
send all
send the video*
send this video
send your
send everything
be sent
be shared
share with
share the
share your
shared to
upload*`,
	intent: `
we will
we'll
we are going to
we shall
we would
we can
we have to
we start
we begin
i will
i'll
i can
i am going to
will be
would be
can be
could be
going to be
if you don't
if you do not
if you won't
if you refuse
if you ignore
if you decide not
if not
if we don't
if we do not
if we fail
if i do not
if i don't
unless
otherwise
or else
in case of
in the case of
refus*
failure to`,
}
