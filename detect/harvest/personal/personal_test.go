package personal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		table   string
		columns string
		want    []string
	}{
		{"public.member", "id name email phone birth_date addr1 passwd", []string{Address, Birth, Email, Name, Password, Phone}},
		{"TB_MBR", "MBR_NO MBR_NM HP_NO JUMIN_NO", []string{Name, NationalID, Phone}},
		{"회원", "회원번호 이름 휴대폰번호 주소 주민등록번호", []string{Address, Name, NationalID, Phone}},
		{"accounts", "userName loginId creditCard bankAccountNo", []string{Bank, Login, Card}},
		{"product", "id name price", nil},
		{"server", "host_name ip_address mac_addr", nil},
		{"mail_template", "template_email_count name", nil},
		{"member", "ci di", []string{LinkingID}},
		{"t", "ci di", nil},
		{"customer", "", nil},
	} {
		if diff := cmp.Diff(c.want, Classes(c.table, strings.Fields(c.columns))); diff != "" {
			t.Errorf("%s (%s): %s", c.table, c.columns, diff)
		}
	}
}

func TestPeople(t *testing.T) {
	for table, want := range map[string]bool{
		"public.member": true, "shop.tb_members": true, "userProfile": true, "TB_CUST_INFO": true, "휴면회원": true,
		"orders": false, "remember": false, "product": false, "": false,
	} {
		if got := People(table); got != want {
			t.Errorf("People(%q) = %t", table, got)
		}
	}
}
