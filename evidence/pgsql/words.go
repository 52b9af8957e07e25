package pgsql

import "bytes"

// severity is the part of a record that its first word announces.
type severity uint8

const (
	severityNone  severity = iota
	severityLog            // LOG, INFO, NOTICE, WARNING, DEBUG
	severityError          // ERROR, FATAL, PANIC
	partDetail             // the parts that follow a record in stderr
	partStatement
	partOther
)

// primary reports whether the word begins a record.
func (s severity) primary() bool { return s == severityLog || s == severityError }

// severities are the words of servers that speak English, Korean, Japanese or
// Chinese, from the message catalogues of PostgreSQL 15.
var severities = map[string]severity{
	"LOG": severityLog, "INFO": severityLog, "NOTICE": severityLog, "WARNING": severityLog, "DEBUG": severityLog,
	"DEBUG1": severityLog, "DEBUG2": severityLog, "DEBUG3": severityLog, "DEBUG4": severityLog, "DEBUG5": severityLog,
	"ERROR": severityError, "FATAL": severityError, "PANIC": severityError,
	"DETAIL": partDetail, "STATEMENT": partStatement,
	"HINT": partOther, "QUERY": partOther, "CONTEXT": partOther, "LOCATION": partOther, "BACKTRACE": partOther,

	"로그": severityLog, "정보": severityLog, "알림": severityLog, "경고": severityLog, "디버그": severityLog,
	"오류": severityError, "치명적오류": severityError, "손상": severityError,
	"상세정보": partDetail, "명령 구문": partStatement, "힌트": partOther, "쿼리": partOther, "내용": partOther,

	"詳細": partDetail, "文": partStatement, "ヒント": partOther, "問い合わせ": partOther, "文脈": partOther, "場所": partOther,

	"日志": severityLog, "信息": severityLog, "注意": severityLog, "警告": severityLog, "调试": severityLog,
	"错误": severityError, "致命错误": severityError, "灾难性错误": severityError,
	"详情": partDetail, "语句": partStatement, "提示": partOther, "查询": partOther, "上下文": partOther, "位置": partOther,
}

// longestWord bounds the words above, in bytes.
const longestWord = 18

// wordAt returns the severity that b starts with and the length of the word with
// the ":  " behind it.
func wordAt(b []byte) (severity, int) {
	colon := bytes.IndexByte(b[:min(len(b), longestWord+1)], ':')
	if colon <= 0 || len(b) < colon+3 || b[colon+1] != ' ' || b[colon+2] != ' ' {
		return severityNone, 0
	}
	s, ok := severities[string(b[:colon])]
	if !ok {
		return severityNone, 0
	}
	return s, colon + 3
}

// The words before a statement. What stands between the execute words and the
// colon is the name of a prepared statement.
var (
	statementWords = []string{"statement: ", "명령 구문: ", "文: ", "语句: "}
	durationWords  = []string{"duration: ", "실행시간: ", "수행시간: ", "期間: ", "耗时: "}
	executeWords   = []string{"execute ", "쿼리실행 ", "実行 ", "执行 "}
	fetchWords     = []string{"execute fetch from ", "자료뽑기 ", "取り出し実行 ", "执行提取，来源为 "}
	parameterWords = []string{"parameters: ", "Parameters: ", "매개 변수: ", "パラメータ: ", "参数: "}
	prepareWords   = []string{"prepare: ", "準備: ", "预备语句: "}
	sessionWords   = []string{
		"connection received: ", "connection authenticated: ", "connection authorized: ", "replication connection authorized: ", "disconnection: ",
		"접속 수락: ", "연결 인증: ", "연결종료: ", "接続を受け付けました: ", "接続の認証完了: ", "接続を切断: ", "已接收到连接: ", "连接已授权: ", "断开连接: ",
	}
)

// after returns what follows the first of the words that b starts with.
func after(b []byte, words []string) ([]byte, bool) {
	for _, w := range words {
		if len(b) >= len(w) && string(b[:len(w)]) == w {
			return b[len(w):], true
		}
	}
	return nil, false
}
