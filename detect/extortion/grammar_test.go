package extortion

import (
	"math/rand/v2"
	"strings"

	"dwell/detect/extortion/wallet/wallettest"
)

// wallets is the statement that names a made wallet.
func wallets(share float64) statement { return statement{share: share} }

// grammar builds demands from statements in varied wording. Each statement has eight
// wordings; those with an even number were looked at while phrases were chosen,
// those with an odd number only measure.
type grammar struct {
	class      string
	statements []statement
}

type statement struct {
	share    float64 // of the texts that make it
	wordings [8]string
}

// compose draws one text; parity chooses the half of the wordings.
func (g grammar) compose(random *rand.Rand, parity int) string {
	var b strings.Builder
	for _, s := range g.statements {
		if random.Float64() < s.share {
			words := s.wordings[2*random.IntN(4)+parity]
			if words == "" {
				words = "BTC: " + wallettest.Mint(random, pickOne(random, []string{"BTC base58", "BTC segwit", "BTC taproot"})).Text
			}
			b.WriteString(words + pickOne(random, []string{" ", "\n", "\n\n"}))
		}
	}
	return b.String()
}

func pickOne(random *rand.Rand, list []string) string { return list[random.IntN(len(list))] }

var grammars = []grammar{
	{targeted, []statement{
		wallets(0.5),
		{0.7, [8]string{"Dear Sir or Madam,", "To the board of the company,", "Hello,", "Attention: managing director.", "Good day.", "Please pass this mail to your CEO.", "Ladies and gentlemen,", "This message is for the owner."}},
		{1, [8]string{"Two months ago we got into the servers of your shop and made a copy of the whole member table.",
			"Your network was open to us for weeks, and we walked away with the database of your shoppers.",
			"We hold the personal records of 10,300,000 of your customers: names, phones, addresses, birthdays.",
			"All accounts of your users, with e-mail addresses and hashed passwords, are now in our hands.",
			"We have extracted 25 million rows from your production database, including the private data of your clients.",
			"Our team has been reading your internal systems since May and took every customer file.",
			"We downloaded your customer database and the documents of your legal department.",
			"In our possession are contracts, payroll and the identity cards of all of your employees."}},
		{0.5, [8]string{"A sample of 100 lines is attached so that you see we are serious.", "Check the file in the attachment, it has a few hundred of your members.", "As proof we enclose ten records.", "You will find some of the records below, compare them with your own.",
			"Look at the screenshots.", "To convince you we include an extract.", "See the attached sample of your data.", "Here are three entries so you know that this is real."}},
		{1, [8]string{"We want 30 BTC for silence.", "The price of our discretion is 3 billion won, paid in Bitcoin.", "You will transfer $2,700,000 in Bitcoin to the wallet below.", "Our fee is 120 bitcoin, not one coin less.",
			"Pay 500,000 USD in Monero and we forget about you.", "We ask for a payment of 45 BTC.", "Send us 1.2 million euros in cryptocurrency.", "Settle 800k USD in BTC with us and the matter is closed."}},
		{0.6, [8]string{"You have 72 hours.", "We wait until Friday, 6 pm.", "The deadline is July 15.", "Three days, then it is over.", "The offer stands until tomorrow evening.", "Within 48 hours we expect the money.", "Decide by Monday.", "You have one week from today."}},
		{1, [8]string{"If you do not pay, we will publish everything on the internet.", "Should you refuse, the data goes to the newspapers and to your competitors.", "Otherwise we sell the database to the highest bidder.", "In case of silence your customers will read about it in the press.",
			"If there is no answer we release all of it and tell the regulator that you lost it.", "Refuse, and every one of your clients gets a mail from us with his own data in it.", "We will leak the records to journalists if the money does not arrive.", "Ignore us and the whole table is put on a forum for download."}},
		{0.4, [8]string{"Do not go to the police.", "Talking to law enforcement ends this conversation.", "Keep the authorities out of it.", "No police, no security firms.", "Involve nobody else.", "If we see the police, the price goes up.", "Don't contact any recovery company.", "Calling the cops will only hurt you."}},
		{0.5, [8]string{"Reply to this address.", "Answer to this mail only.", "Write to us over Telegram.", "Our contact is in Session messenger.", "We talk only over Tor.", "Get back to us here.", "Instructions follow after your answer.", "We are waiting for your reply."}},
	}},
	{targeted, []statement{
		wallets(0.5),
		{0.6, [8]string{"안녕하십니까.", "대표이사 귀하", "귀사의 책임자에게 알린다.", "이 편지를 사장에게 전달하라.", "회사 임원 여러분께", "담당자 보아라.", "중요한 통보이다.", "최고 경영자에게."}},
		{1, [8]string{"우리는 귀사의 회원 정보 1,030만 건을 확보하였다.", "당신네 쇼핑몰 고객 1천만 명의 이름, 주소, 전화번호가 우리 손에 있다.", "귀사의 서버에 들어가 고객 데이터베이스를 통째로 내려받았다.", "너희 회사 전산망은 두 달 전부터 우리 것이었다. 고객자료를 모두 빼돌렸다.",
			"당신 회사의 데이터베이스를 해킹하여 개인정보 2,500만 건을 가지고 있다.", "우리는 이미 귀 회사 가입자들의 개인자료를 전부 복사해 두었다.", "귀사의 직원 정보와 계약서, 회원정보를 탈취했다.", "회원들의 주민번호와 비밀번호가 들어 있는 자료를 우리가 쥐고 있다."}},
		{0.5, [8]string{"증거로 일부를 첨부한다.", "첨부 파일을 열어 보면 사실임을 알 것이다.", "아래 표본을 확인하라.", "못 믿겠으면 아래 회원 열 명의 자료를 대조해 보라.", "샘플을 보낸다.", "맛보기로 백 명분을 붙인다.", "첨부한 자료를 보라.", "믿지 못하면 몇 건을 더 보여 줄 수 있다."}},
		{1, [8]string{"30억 원을 비트코인으로 보내라.", "조용히 끝내려면 비트코인 200개가 필요하다.", "대가로 3,000,000,000원 상당의 비트코인을 요구한다.", "우리 값은 삼십억 원이며 가상화폐로만 받는다.",
			"50 BTC를 아래 지갑으로 송금하라.", "5억 원어치 모네로를 준비하라.", "보상금 10억 원을 비트코인으로 지불하라.", "20억을 코인으로 넘기면 자료를 지운다."}},
		{0.6, [8]string{"72시간 안에 답하라.", "시한은 사흘이다.", "7월 15일까지 입금하라.", "이번 주 금요일까지 기다리겠다.", "내일까지 답이 없으면 끝이다.", "48시간을 주겠다.", "일주일 이내에 송금하라.", "모레 자정까지 결정하라."}},
		{1, [8]string{"응하지 않으면 모든 자료를 인터넷에 공개하겠다.", "돈이 오지 않으면 언론사와 경쟁사에 자료를 넘긴다.", "거절하면 개인정보를 다크웹에 판매할 것이다.", "무시하면 고객들이 자기 정보를 뉴스에서 보게 될 것이다.",
			"지불하지 않을 경우 전부 유포하겠다.", "답이 없으면 회원들에게 직접 알리고 자료를 풀겠다.", "그렇지 않으면 언론에 폭로할 것이다.", "입금이 없으면 자료가 온 세상에 퍼진다."}},
		{0.4, [8]string{"경찰에 신고하지 말라.", "수사기관에 알리면 협상은 끝난다.", "신고하면 즉시 공개된다.", "외부에 알리지 마라.", "경찰이 보이면 값이 오른다.", "경찰에 알려도 소용없다.", "당국에 신고하지 마라.", "누구에게도 말하지 마라."}},
	}},
	{ransomNote, []statement{
		{1, [8]string{"All of your files have been encrypted by us.", "Your servers and workstations are locked with a strong cipher.", "The files on your network are encrypted and have a new extension.", "We encrypted every disk that we found, backups as well.",
			"Your data was encrypted.", "Nothing on your computers opens any more, because we locked it.", "Your documents, databases and backups are encrypted.", "Every virtual machine of yours has been encrypted tonight."}},
		{1, [8]string{"To decrypt them you need our tool.", "Only we have the key that unlocks it.", "Without our decryption program nothing can be restored.", "The private key is with us and nowhere else.",
			"Buy the decryptor from us.", "You need the decoder that only we can sell you.", "We can decrypt your files after payment.", "We offer a decryption tool for all machines."}},
		{0.6, [8]string{"Contact us over Tor browser.", "Install Tor and open the chat.", "Write to our support on the darknet.", "Our chat runs behind an onion address.", "Find us in qTox.", "Reach us over the Tor network.", "Open the page with Tor Browser.", "Write to the onion chat."}},
		{0.5, [8]string{"The price depends on how fast you write.", "The cost is 2 BTC.", "You must pay in Bitcoin.", "Pay 300,000 USD.", "We accept only Bitcoin.", "Our price is 5 bitcoin.", "The ransom is 700,000 dollars.", "Payment is in Monero."}},
		{0.4, [8]string{"Do not rename the files.", "Do not try to recover anything yourself.", "Don't use third-party software.", "Do not turn off the machines.", "Don't modify encrypted files.", "Do not delete the readme.", "Do not reinstall.", "Never use other tools."}},
	}},
	{massSextortion, []statement{
		wallets(0.9),
		{0.7, [8]string{"Hi there!", "Greetings.", "Hello, pervert.", "I have bad news for you.", "Read this carefully.", "Good day to you.", "Hey.", "You don't know me."}},
		{1, [8]string{"Your device was infected with a trojan when you visited an adult site.", "A while ago I put spyware on your phone and computer.", "I am a hacker who has access to your operating system.", "I got full access to your devices through a hole in your router.",
			"My virus gave me access to all your accounts and your camera.", "Some months ago I broke into your mail account and your laptop.", "Your password is known to me, and your device has my keylogger.", "I installed malware on your device and watched you for weeks."}},
		{1, [8]string{"I recorded a video of you while you were pleasing yourself to porn.", "Your webcam filmed you masturbating, and I have the tape.", "The camera of your phone captured you in intimate moments.", "I made a clip: left side the porn you watched, right side you.",
			"I have a video of you enjoying yourself in front of the screen.", "Through the camera I saw how you satisfy yourself watching dirty movies.", "Your webcam recorded your sexual fun.", "I filmed you while you visited adult websites."}},
		{1, [8]string{"Send $1,450 in bitcoin to my wallet.", "Transfer 950 dollars in BTC to the address below.", "I want 1200 USD in Bitcoin.", "The price of my silence is $700 in bitcoin.", "Pay me 0.05 BTC.", "You need to pay 1,100 euros in bitcoin.", "Transfer $1750 worth of bitcoin.", "Let us settle this for $890 in BTC."}},
		{1, [8]string{"Otherwise all of your contacts get the video.", "If not, your friends and family will see it.", "If you don't, I will send it to your relatives and colleagues.", "Else I share the clip with everyone in your address book.",
			"If I don't get the money, your family members and contacts receive it.", "Without the money it goes to your wife and your boss.", "I will send the recording to all your contacts.", "Imagine your colleagues watching it."}},
		{0.6, [8]string{"You have 48 hours.", "You've got two days.", "The timer started when you opened this mail.", "You have 50 hours to pay.", "I give you three days.", "The clock is ticking, 24 hours.", "Two days, no more.", "You have exactly 72 hours."}},
	}},
	{massSextortion, []statement{
		wallets(0.9),
		{1, [8]string{"당신의 컴퓨터에 악성코드를 설치했다.", "몇 달 전 당신의 휴대폰을 해킹했다.", "성인 사이트를 방문했을 때 기기에 트로이 목마가 설치되었다.", "나는 당신의 모든 기기에 접근할 수 있는 해커다.",
			"당신의 계정을 해킹했고 비밀번호는 나에게 있다.", "당신이 본 음란 사이트를 통해 내 바이러스가 들어갔다.", "나는 해커이며 당신의 기기에 접속했다.", "당신 노트북의 카메라와 마이크를 내가 조종한다."}},
		{1, [8]string{"웹캠으로 당신이 자위하는 모습을 녹화했다.", "카메라로 당신의 은밀한 영상을 찍었다.", "당신이 야동을 보는 동안 촬영했다.", "음란물을 보는 당신의 동영상을 가지고 있다.", "당신의 동영상을 녹화했다. 성인 사이트를 보고 있더군.", "몸캠 영상이 내게 있다.", "포르노를 보며 자위하는 당신의 영상을 저장했다.", "성적인 장면이 담긴 영상을 만들었다."}},
		{1, [8]string{"비트코인으로 150만 원을 보내라.", "1,450달러를 비트코인으로 송금하라.", "내 지갑으로 100만원어치 비트코인을 입금해라.", "침묵의 대가는 200만 원이다. 비트코인으로 받는다.", "900달러 상당의 비트코인을 보내시오.", "비트코인 0.03개를 보내면 지우겠다.", "내 비트코인 지갑으로 1200달러를 보내라.", "80만 원을 코인으로 보내라."}},
		{1, [8]string{"그렇지 않으면 연락처의 모든 사람에게 보내겠다.", "가족과 친구들에게 영상을 뿌리겠다.", "48시간 안에 보내지 않으면 지인들에게 유포하겠다.", "안 보내면 당신의 연락처 전체가 보게 된다.", "돈이 없으면 가족, 직장 동료에게 전송된다.", "지인 모두에게 영상이 갈 것이다.", "친구들에게 공개하겠다.", "당신의 가족이 영상을 받게 된다."}},
	}},
	{bountyBeg, []statement{
		{0.8, [8]string{"Hello team,", "Hi,", "Dear security team,", "Dear admin,", "Greetings of the day,", "Respected sir,", "Hello sir,", "Hi security team,"}},
		{1, [8]string{"I am a security researcher and I found a vulnerability in your website.", "My name is Adam, an ethical hacker, and while testing your site I discovered a serious bug.", "I have found a security issue in your domain: you have no DMARC record.", "As an independent penetration tester I came across a flaw in your web application.",
			"I am a bug hunter and I found a clickjacking vulnerability in your login page.", "I do security research and noticed that your domain can be spoofed.", "During my research I found multiple vulnerabilities in your web site.", "I'm a white hat hacker, and your server leaks its version, which is a security problem."}},
		{1, [8]string{"Do you offer a bounty for such reports?", "I hope for a reward for my finding.", "Kindly let me know if you have a bug bounty program.", "What compensation do you give to researchers?", "I expect a bounty for responsibly disclosing it.", "Is there any monetary reward for valid bugs?", "Please tell me about your reward program for ethical disclosure.", "I would appreciate a token of appreciation over PayPal."}},
		{0.5, [8]string{"I will send the full details after your answer.", "I can share the proof of concept.", "Waiting for your reply.", "I look forward to hear from you.", "Details will be provided on request.", "The steps to reproduce are ready.", "Let me know so I can share the report.", "Hoping for a positive response."}},
	}},
	{bountyBeg, []statement{
		{1, [8]string{"저는 보안 연구원이며 귀사 홈페이지에서 취약점을 발견했습니다.", "화이트 해커입니다. 귀사 사이트에 심각한 보안 취약점이 있습니다.", "귀사 웹사이트를 점검하던 중 취약점을 찾았습니다.", "보안 공부를 하는 학생인데 로그인 페이지에서 버그를 발견하였습니다.", "윤리적 해커로서 귀사 서비스의 취약점을 제보합니다.", "개인 연구 중 귀사 도메인의 보안 문제를 발견하여 연락드립니다.", "귀사 서비스에서 보안 취약점을 발견하여 제보드립니다.", "모의해킹을 하는 사람입니다. 귀사 앱의 취약점을 알려 드립니다."}},
		{1, [8]string{"버그 바운티 제도가 있는지요?", "제보에 대한 보상이 있을까요?", "포상금을 받을 수 있는지 알려 주세요.", "소정의 사례금을 기대합니다.", "취약점 신고 포상금이 있습니까?", "합당한 보상을 부탁드립니다.", "버그바운티 보상을 문의드립니다.", "제보자에게 사례를 하시는지 궁금합니다."}},
		{0.6, [8]string{"자세한 내용은 회신 후 보내 드리겠습니다.", "답장 기다리겠습니다.", "재현 방법은 준비되어 있습니다.", "연락 부탁드립니다.", "보고서를 보내 드릴 수 있습니다.", "감사합니다.", "담당자 연락처를 알려 주세요.", "회신 부탁드립니다."}},
	}},
	{"", []statement{{1, [8]string{
		"Dear customer, your invoice of $1,450.00 is overdue. Please pay within 14 days, otherwise we will have to hand the claim to a collection agency. Your company account ends in 34.",
		"Security newsletter: a gang stole the data of 3 million customers of a retailer and demanded 40 bitcoin. The company did not pay, and the data was published. Unsubscribe below.",
		"Hi team, the pentest report is attached. We found two vulnerabilities in your web shop; details and fixes in section 3. The second half of our fee is due by Friday.",
		"Reminder: do not share your password. Our bank never asks for your password or for bitcoin. If you receive such a mail, report it to the police.",
		"Weekly crypto update: Bitcoin rose to $61,200, Monero fell. Analysts expect the price will increase. Transfer fees were down. Trade now on our exchange.",
		"Dear colleague, the backup of the customer database failed on server 3. If we do not fix it by tomorrow we could lose your data. Please restore the files and send the logs.",
		"Legal notice: you have published our photograph without a licence. Pay 450 euros within ten days or we will take the matter to court.",
		"We will publish the new price list on Monday. If you do not want to be listed, tell us by Friday. Your company's data will be released to partners only.",
	}}}},
	{"", []statement{{1, [8]string{
		"고객님, 이번 달 요금 30,000원이 미납되었습니다. 7월 15일까지 납부하지 않으시면 서비스가 중지될 수 있습니다.",
		"보안 뉴스: 해커가 쇼핑몰 회원정보 1천만 건을 훔쳐 30억 원 상당의 비트코인을 요구한 사건이 있었습니다. 경찰이 수사 중입니다.",
		"개인정보 보호 교육 안내: 랜섬웨어에 감염되면 파일이 암호화되고 비트코인을 요구받습니다. 절대 돈을 보내지 말고 신고하십시오.",
		"협력사 여러분, 견적 5억 원의 계약서를 금요일까지 보내 주시지 않으면 다른 업체와 진행하겠습니다.",
		"안녕하세요. 모의해킹 결과 보고서를 첨부합니다. 취약점 세 건은 다음 주까지 조치 부탁드립니다. 잔금 3천만 원은 월말까지 입금 바랍니다.",
		"비트코인 시세 안내: 오늘 비트코인은 1억 원을 넘었습니다. 거래소 이벤트에 참여하고 보상을 받으세요.",
		"고객정보 유출 사고 안내문 초안입니다. 회원 여러분께 사과드리며 언론에 공개할 예정입니다. 검토 부탁드립니다.",
		"귀사의 광고 계약이 이번 주 금요일까지 갱신되지 않으면 자리를 다른 회사에 판매할 것입니다. 금액은 2천만 원입니다.",
	}}}},
}
