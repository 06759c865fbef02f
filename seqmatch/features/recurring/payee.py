"""Groups transactions by payee, by the words that stay the same from one payment to the next."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PRINTED = (
    "ach achat adeudo addebito amount and auth authorised authorized auto automatic autopay bacs bank "
    "basislastschrift betaling bgc bill billpay billpmt by card cargo carta carte cb ccd charge checkcard cm co com "
    "compra con conto contactless core corp credit crcard ct date datum dauerauftrag dbt dd de debit debito debt "
    "dep deposit der des descr desc die dir direct directe domiciliacion du effective elec electronic end entry "
    "epay et fecha folgelastschrift for from ft fpo gmbh gutschrift iban id in inc incasso ind indiv indn instant "
    "int internet inst it kartenzahlung karte kauf kenmerk la le les limited llc lastschrift ltd mandaat mandat "
    "mandate mandatsref merchant mobile monthly name naam no nr nummer of on online orig originator pago pagamento "
    "paiement par pay payment payments paymt per plc pmt pmts por pos ppd prelevement prenotification prlv purchase "
    "purch rcur rec recibo recur recurring ref reference referenz rechnung retail rnr sa sarl sas sdd sec sepa sig "
    "so spa srl std sto standing order svwz tarjeta tel term the to trace trans transaction tran trn txn vers via "
    "vir virement visa von web with withdrawal www xx xxx xxxx xxxxx uk us usa fr es nl pl ca trx op operacja "
    "przelew betaalpas kortkop transf transferencia bonifico ueberweisung uberweisung overboeking eref kref mref "
    "cred bic eur usd gbp cad"
)
_MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
    "october november december januar februar maerz marz mai juni juli oktober dezember janvier fevrier mars avril "
    "juin juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "januari februari maart mei augustus styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien "
    "pazdziernik listopad grudzien q1 q2 q3 q4 mon tue wed thu fri sat sun"
)
PASSED = frozenset(_PRINTED.split()) | frozenset(_MONTHS.split())
"""Words that banks print beside the payee, and that name a time."""
MOST_WORDS = 3
_CASH = re.compile(
    r"(?i)\b(atm|cash (wd|withdrawal|machine|w/d)|cashpoint|lnk|geldautomat|barauszahlung|bankomat|bancomat|prelievo|"
    r"retrait( dab)?|dab|cajero|reintegro|geldopname|geldautomaat|multibanco|wyplata|bargeld)\b"
)
_TILL = re.compile(
    r"(?i)\b(pos|checkcard|check card|debit card|card purchase|contactless|kartenzahlung|girocard|carte|cb|sumup|"
    r"i?zettle|betaalpas|pinbetaling)\b|\b(sq|tst|clover) ?\*"
)
_CHARGE = re.compile(
    r"^(interest|sollzinsen|habenzinsen|zinsen|debetrente|creditrente|agios|interets|interessi|intereses|odsetki)\b|"
    r"\boverdraft\b|^late (payment )?fee"
)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})


def is_cash(description: str) -> bool:
    """Whether a row is money taken out in notes: a habit at most, whatever its days and amounts."""
    return _CASH.search(description) is not None


def is_till(description: str) -> bool:
    """Whether a row says that it was paid by card where something is sold."""
    return _TILL.search(description) is not None


def is_charge(payee: str) -> bool:
    """Whether a payee by its key is the bank itself: interest and fees follow from a balance, nobody agreed on them."""
    return _CHARGE.search(payee) is not None


@lru_cache(maxsize=20_000)
def payee_key(description: str, merchant: str | None = None) -> str:
    """The first telling words of who is paid, '' where there is none: no numbers, dates or words of the bank."""
    for text in (merchant, description):
        if text:
            words = [word for word in words_of(text) if word not in PASSED]
            if words:
                return " ".join(words[:MOST_WORDS])
    return " ".join(words_of(description)[:MOST_WORDS])


def words_of(text: str) -> list[str]:
    """Lower-case words of letters, two or more, accents removed."""
    plain = text[:200].casefold()
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain.translate(_PLAIN))
        plain = "".join(sign for sign in folded if not unicodedata.combining(sign)).replace("’", "")
    plain = plain.replace("'", "")
    return [word for word in _WORD.findall(plain) if word.isalpha() and len(word) > 1]
