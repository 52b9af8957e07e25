package ask

// german are the phrases in German.
var german = [asks]string{
	Click:    `klicken Sie; hier klicken; klicke hier; klick hier; auf den Button; auf den Link; folgenden Link; dem Link; jetzt teilnehmen; jetzt mitmachen; jetzt starten; zum Formular; hier geht es; jetzt ansehen; jetzt sichern`,
	Credence: `anmelden; einloggen; Anmeldung; verifizieren; Verifizierung; bestätigen Sie; jetzt bestätigen; Bestätigung; bestätigen; aktualisieren Sie; aktualisieren; Aktualisierung; Ihre Daten; Kundendaten; Konto bestätigen; Konto überprüfen; Identität; Legitimation; legitimieren; reaktivieren; freischalten; Datenabgleich; Zwei-Faktor`,
	Password: `Passwort; Kennwort; Zugangsdaten; pushTAN; photoTAN; Registrierung läuft ab`,
	Threat:   `gesperrt; Sperrung; sperren; eingeschränkt; Einschränkung; deaktiviert; gelöscht; Kontosperrung; vorübergehend; geschlossen; Mahnung; letzte Mahnung; letzte Erinnerung; Vollstreckung; Inkasso; Bearbeitungsgebühr`,
	Hurry:    `innerhalb von; 24 Stunden; 48 Stunden; umgehend; sofort; dringend; dringende; unverzüglich; so schnell wie möglich; letzte Chance; läuft ab; nur heute; einmalige Chance; Frist`,
	Alert:    `ungewöhnliche; verdächtige; Sicherheitshinweis; Sicherheitswarnung; unbefugt; neue Anmeldung; unbekanntes Gerät; Sicherheitsgründen; aus Sicherheitsgründen; Sicherheitsverfahren`,
	Pay:      `Rechnung; Zahlung; bezahlen; Überweisung; Zahlungsaufforderung; Zahlungserinnerung; Lastschrift; offener Betrag; fällig; Gebühr; Gebühren; Abbuchung`,
	Refund:   `Rückerstattung; Erstattung; Steuererstattung; Rückzahlung; Guthaben; erstattet`,
	Parcel:   `Ihr Paket; Ihre Sendung; dein Paket; Paket; Sendung; Zustellung; Lieferung; Versandkosten; Sendungsverfolgung; Zollgebühren; Zollgebühr; nicht zugestellt; Lieferadresse`,
	Prize:    `Gewinnspiel; gewonnen; Gewinner; gewinnen; Gutschein; Geschenk; Glückwunsch; herzlichen Glückwunsch; gratulieren; ausgewählt; Auserwählten; Belohnung; Prämie; Umfrage; Bonus; gratis; kostenlos`,
	Quota:    `Postfach; Speicherplatz; Speicher voll; E-Mail-Konto; Mailbox; Nachrichten zurückgehalten; Speicherlimit`,
	Document: `Dokument; Anhang; im Anhang; Datei; Fax; Sprachnachricht; Angebot; Bestellung; Unterlagen; anbei`,
	Wallet:   `Kryptowährung; Krypto; Wallet; Auszahlung; Bitcoin`,
	Renew:    `Abonnement; Abo; Verlängerung; verlängern; abgelaufen; Mitgliedschaft`,
	Call:     `rufen Sie; anrufen; Hotline; Kundenservice; Rufnummer`,
	Fortune:  `Wohltätigkeit; Krebs; Witwe; Dollar; Waisenhaus; gemeinnützig; Geschäftspartner; Millionen Euro; Erbschaft; Nachlass; Millionen; Spende; spenden; verstorben; Begünstigter; Begünstigte; Lotterie; Kreditangebot; Rechtsanwalt; Darlehen; Fonds`,
	Lure:     `Abnehmen; Gewichtsabnahme; Gewicht; Diät; Potenz; Erektion; Frauen; Dates; Flirt; Partnersuche; Kredit; reich; Geld verdienen; passives Einkommen; Rabatt; Angebot; risikofrei; ohne Risiko; Investieren; Heizung; Treppenlift; Hörgeräte; Zahnzusatzversicherung; Krankenversicherung`,
	Leave:    `abmelden; abbestellen; Newsletter abbestellen; keine E-Mails mehr; nicht mehr erhalten; Abmeldung`,
	Trust:    `vertrauenswürdigen Absender; sicherer Absender`,
	Desk:     `IT-Abteilung; IT-Support; Helpdesk; Administrator; Systemadministrator; Kundenservice; Kundendienst; Sicherheitsabteilung; Personalabteilung`,
	Owner:    `alle Rechte vorbehalten`,
	Answer:   `antworten Sie; Ihre Antwort; melden Sie sich; kontaktieren Sie mich`,
}
