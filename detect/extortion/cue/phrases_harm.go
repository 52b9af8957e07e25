package cue

// harmPhrases threaten, or make a threat together.
var harmPhrases = [cues]string{
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
