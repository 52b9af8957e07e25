package cue

// claimPhrases say what the writer holds or has done.
var claimPhrases = [cues]string{
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
}
