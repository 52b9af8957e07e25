package ask

// dutch are the phrases in Dutch.
var dutch = [asks]string{
	Click:    `klik hier; klik op; klik dan; via de link; onderstaande link; onderstaande knop; onderstaande; doe mee; ik doe mee; start nu; bekijk; nu bekijken; lees er hier`,
	Credence: `inloggen; aanmelden; verifiëren; verificatie; bevestigen; bevestig; bijwerken; uw gegevens; uw account; uw rekening; identificeren; controleren; identificatie; activeren; heractiveren; updaten`,
	Password: `wachtwoord; pincode; inloggegevens; toegangscode`,
	Threat:   `geblokkeerd; blokkering; blokkeren; opgeschort; geschorst; beperkt; gedeactiveerd; verwijderd; laatste waarschuwing; laatste herinnering; aanmaning; beslaglegging; deurwaarder; verlopen; verloopt`,
	Hurry:    `binnen 24 uur; binnen 48 uur; 24 uur; 48 uur; onmiddellijk; dringend; zo snel mogelijk; laatste kans; vandaag nog; nu of nooit`,
	Alert:    `ongebruikelijke; verdachte; ongeautoriseerd; nieuw apparaat; veiligheid; beveiliging; onbekend apparaat`,
	Pay:      `factuur; betaling; betalen; betaal; openstaand; openstaande; kosten; incasso; schuld; verzendkosten; rekening`,
	Refund:   `terugbetaling; teruggave; terugbetaald; restitutie; belastingteruggave`,
	Parcel:   `uw pakket; je pakket; pakket; pakketten; bezorging; levering; zending; bezorgen; bestelling; pakketje; douane; afwachting`,
	Prize:    `gewonnen; winnaar; winnen; win een; gefeliciteerd; cadeau; cadeaukaart; cadeaubon; waardebon; beloning; enquête; gratis; kans; uitgekozen; geselecteerd; actie`,
	Quota:    `postvak; mailbox; opslag; opslagruimte; e-mailaccount`,
	Document: `document; bijlage; bestand; downloaden; voicemail; bijgevoegd`,
	Wallet:   `cryptovaluta; portemonnee; bitcoin; crypto`,
	Renew:    `abonnement; verlengen; verlenging; lidmaatschap`,
	Call:     `bel ons; klantenservice; telefoonnummer`,
	Fortune:  `liefdadigheid; kanker; weduwe; miljoenen; erfenis; miljoen; donatie; begunstigde; overleden; lening`,
	Lure:     `vrouwen; daten; dating; ontmoeten; ontmoet; meiden; seks; sex; singles; liefde; flirten; vrijgezel; afvallen; gewicht; gewichtsverlies; dieet; erectie; geld verdienen; lenen; korting; aanbieding; verleidelijke; dames; spannende`,
	Leave:    `afmelden; uitschrijven; niet meer ontvangen; klik hier om u af; schrijf je uit`,
	Trust:    `vertrouwde afzender`,
	Desk:     `helpdesk; systeembeheerder; beheerder; klantenservice; it afdeling`,
	Owner:    `alle rechten voorbehouden`,
	Answer:   `beantwoord; uw antwoord; neem contact`,
}
