package cue

// demandPhrases ask for money and say how to pay it and whom to talk to.
var demandPhrases = [cues]string{
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
}
