package cue

// moneyPhrases ask and pay, and speak of locked files; they count only near each other.
var moneyPhrases = [cues]string{
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
}
