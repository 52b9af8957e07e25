package ask

import (
	"testing"

	"dwell/detect/phishing/words"
)

func say(x *words.Index, text string) (s Set) {
	normal, foreign := words.Normal(nil, text)
	x.Find(normal, foreign, func(h words.Hit) { s.Add(Ask(h.ID)) })
	return s
}

func TestWhatMailsAskFor(t *testing.T) {
	x := words.NewIndex()
	Index(x)
	for text, want := range map[string]Ask{
		"Click here": Click, "Please confirm your identity": Credence, "Your password expires": Password, "has been suspended": Threat, "within 24 hours": Hurry, "unusual sign-in": Alert, "your mailbox is full": Quota,
		"Bitte bestätigen Sie Ihre Daten": Credence, "Ihr Konto wurde gesperrt": Threat, "Ihr Paket": Parcel, "Votre colis est bloqué": Parcel, "mot de passe": Password, "Haga clic": Click, "su cuenta": Credence,
		"resgatar pontos": Prize, "Sua conta": Credence, "Il tuo pacco": Parcel, "Fattura": Pay, "Uw pakket": Parcel, "wachtwoord": Password, "비밀번호가 만료": Password, "택배 배송": Parcel, "お支払い方法": Pay, "本人確認": Credence,
		"recovery phrase": Wallet, "next of kin": Fortune, "hot girls": Lure, "unsubscribe": Leave, "© 2025": Owner, "from a trusted sender": Trust, "IT Help-Desk": Desk,
	} {
		if !say(x, text).Has(want) {
			t.Errorf("%q is not heard as %q", text, want)
		}
	}
	if s := say(x, "The committee met on Tuesday and adjourned early because of the rain."); s != 0 {
		t.Errorf("heard %b", s)
	}
}

func TestAsksHaveWords(t *testing.T) {
	for a := range asks {
		if a != Owner && a.String() == "" {
			t.Errorf("ask %d has no words", a)
		}
	}
	var s Set
	s.Add(Pay)
	s.Add(Call)
	if !s.Any(Pay, Lure) || s.Any(Lure) || !s.Has(Call) {
		t.Error("sets do not hold what was added")
	}
}
