"""How banks print a row: templates of three regions, case, width, references, store numbers, dates inside the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

# P payee, W the same without blanks, C city, S store number, R stable reference, R4 its end, X and K changing
# references, L four digits, D one digit, A own account, M month in words, d m y day, month and year of the purchase.
TEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "us": {
        "in": ("{P} DES:CREDIT ID:{R}", "DEPOSIT {P}", "ACH CREDIT {P} {y}{m}{d}", "{P}"),
        "regular": ("BILL PAY {P} ON {m}-{d}", "ONLINE PMT TO {P}", "RECURRING TRANSFER TO {P} REF #{K}", "{P}"),
        "card": (
            "CHECKCARD {m}{d} {P} {S} {C}",
            "POS PURCHASE {P} {S} {C}",
            "{P} {S} {C}",
            "DEBIT CARD {P} {C} ON {m}/{d}",
        ),
        "online": ("RECURRING PMT {m}/{d} {P} {L}", "{W}.COM {K}", "{P} *{K} {L}", "{P}"),
        "dd": ("{P} DES:AUTOPAY ID:{R} PPD", "ACH DEBIT {P} {R}", "{P} BILL PAYMT {X}", "{P} WEB PMTS {K} {R}"),
        "standing": (
            "BILL PAY {P} ON {m}-{d}",
            "ONLINE PMT TO {P}",
            "RECURRING TRANSFER TO {P} REF #{K}",
            "{P} RENT {M}",
        ),
        "transfer": ("QUICKPAY TO {P} {K}", "ONLINE PMT TO {P} CONF# {K}", "PAYMENT TO {P}", "P2P {P}"),
        "cheque": ("CHECK {R}", "CHECK # {R}", "Check Paid #{R}", "CHECK {R} {X}"),
        "credit": ("{P} DES:PAYROLL ID:XX{R}", "DIRECT DEP {P} PAYROLL", "ACH CREDIT {P} {y}{m}{d}", "{P} DIR DEP"),
        "atm": ("ATM WITHDRAWAL {m}{d} {C}", "CASH WD {S} {C}", "WITHDRAWAL ATM {X}", "ATM {C}"),
        "own_out": ("ONLINE TRANSFER TO {A} {K}", "TRANSFER TO XXXX{R4}", "XFER TO {A}", "TRANSFER DEBIT {A}"),
        "own_in": ("ONLINE TRANSFER FROM {A} {K}", "TRANSFER FROM XXXX{R4}", "XFER FROM {A}", "TRANSFER CREDIT {A}"),
        "card_out": ("CARD SERVICES EPAY {R}", "CREDIT CRD AUTOPAY {X}", "PAYMENT TO CARD {R4}", "CARD PMT"),
        "card_in": (
            "AUTOMATIC PAYMENT - THANK YOU",
            "PAYMENT RECEIVED {m}/{d}",
            "ELECTRONIC PAYMENT",
            "PAYMENT THANK YOU",
        ),
        "fee": ("OVERDRAFT FEE", "NSF ITEM FEE", "SERVICE CHARGE", "LATE FEE"),
        "account_fee": ("MONTHLY MAINTENANCE FEE", "MONTHLY SERVICE FEE", "ACCOUNT FEE", "SERVICE FEE"),
        "returned": ("RETURNED ITEM {P}", "NSF RETURN {P} {R}", "ACH RETURN {P}", "REVERSAL {P}"),
        "refund": ("{P} {S} RETURN", "PURCHASE RETURN {P} {C}", "CREDIT {P}", "REFUND {P} {m}/{d}"),
        "chargeback": ("DISPUTE CREDIT {K}", "PROVISIONAL CREDIT {P}", "CHARGEBACK {P}", "CLAIM CREDIT"),
        "interest": ("INTEREST PAID", "INTEREST PAYMENT", "CREDIT INTEREST", "INT PD THRU {m}/{d}"),
        "card_interest": ("INTEREST CHARGE ON PURCHASES",) * 4,
        "abroad": ("{P} {C} INTL {m}/{d}", "{P} FOREIGN TXN", "{P}", "INTL PURCHASE {P} {K}"),
    },
    "uk": {
        "in": ("BANK CREDIT {P}", "BGC {P} {R}", "{P} {R}", "FPI {P}"),
        "regular": ("STANDING ORDER VIA FASTER PAYMENT TO {P}", "STO {P} {R}", "{P} S/O", "BILL PAYMENT {P}"),
        "card": ("CARD PAYMENT TO {P} {S} {C} ON {d}-{m}", "{P} {S} {C}", "{P} {S}", "VIS {P} {C}"),
        "online": ("{W}.CO.UK {K}", "{P} *{K}", "CARD PAYMENT TO {P},{L}", "{P}"),
        "dd": ("DIRECT DEBIT PAYMENT TO {P} REF {R}", "DD {P}", "{P} {R} DD", "{P}"),
        "standing": (
            "STANDING ORDER VIA FASTER PAYMENT TO {P} REF RENT",
            "STO {P} {R}",
            "{P} S/O",
            "BILL PAYMENT {P} {M}",
        ),
        "transfer": ("FASTER PAYMENT TO {P} {X}", "FPO {P}", "{P} {M}", "BILL PAYMENT VIA FASTER PAYMENT TO {P}"),
        "cheque": ("CHQ 00{R}", "CHEQUE {R}", "CHQ {R}", "Cheque no. {R}"),
        "credit": ("BANK GIRO CREDIT REF {P}, {R}", "BGC {P}", "{P} {R}", "FPI {P} {M} {y}"),
        "atm": ("CASH WITHDRAWAL AT {C} {d}/{m}", "LNK {C} {S}", "CPT {C}", "ATM {d}{M}"),
        "own_out": ("TRANSFER TO {A}", "TFR {R4}", "To pot {A}", "FPO OWN ACC {R4}"),
        "own_in": ("TRANSFER FROM {A}", "TFR {R4}", "From {A}", "FPI OWN ACC {R4}"),
        "card_out": (
            "DIRECT DEBIT PAYMENT TO CREDIT CARD REF {R}",
            "DD CARD SERVICES",
            "CREDIT CARD {R4}",
            "CARD BILL",
        ),
        "card_in": ("DIRECT DEBIT PAYMENT - THANK YOU", "PAYMENT RECEIVED", "PAYMENT BY DD", "Payment"),
        "fee": ("UNARRANGED OVERDRAFT FEE", "UNPAID ITEM CHARGE", "OVERDRAFT INTEREST", "LATE PAYMENT FEE"),
        "account_fee": ("MONTHLY ACCOUNT FEE", "CLUB FEE", "PACKAGED ACC FEE", "Account fee"),
        "returned": ("UNPAID DIRECT DEBIT {P}", "RETURNED DD {P}", "{P} UNPAID", "REV {P}"),
        "refund": ("{P} {S} REFUND", "CARD REFUND {P} ON {d}-{m}", "{P} {C}", "REFUND {P}"),
        "chargeback": ("DISPUTED TXN {P}", "CHARGEBACK {K}", "CLAIM REFUND", "VISA DISPUTE {P}"),
        "interest": ("INTEREST PAID AFTER TAX", "GROSS INTEREST", "Interest", "CREDIT INTEREST {M}"),
        "card_interest": ("INTEREST",) * 4,
        "abroad": ("{P} EUR {K} VRATE 1.14", "{P} NON-STERLING", "{P}", "INT'L {P} {d}/{m}"),
    },
    "de": {
        "in": ("Gutschrift {P}", "Zahlungseingang {P} {R}", "{P}", "SEPA-Gutschrift {P} {m}.{y}"),
        "regular": ("Dauerauftrag {P}", "DA {P}", "Dauerauftrag {P} {M}", "{P}"),
        "card": (
            "Kartenzahlung {P} {S} {C} {d}.{m}.",
            "{P} {S}//{C}/DE {y}-{m}-{d}",
            "{P} {C}",
            "Lastschrift EC {P} {X}",
        ),
        "online": ("Online {P} {K}", "{P} * {K}", "PP.{L}.PP . {P}", "{P}"),
        "dd": ("SEPA-Basislastschrift {P} Mandat {R}", "{P} Beitrag {m}/{y} KdNr {R}", "Lastschrift {P} {X}", "{P}"),
        "standing": ("Dauerauftrag {P} Miete", "DA {P} {M} {y}", "Dauerauftrag {P}", "{P} Miete {m}.{y}"),
        "transfer": ("Ueberweisung {P} {X}", "SEPA-Ueberweisung {P}", "{P} Danke", "Echtzeit {P}"),
        "cheque": ("Scheck Nr {R}", "Scheckeinloesung {R}", "SCHECK {R}", "Scheck {R}"),
        "credit": ("Gutschrift {P} Lohn {M}", "LOHN/GEHALT {P} {m}/{y}", "{P} {R}", "SEPA-Gutschrift {P}"),
        "atm": ("Bargeldauszahlung {C} {d}.{m}.", "GA NR{L} {C}", "Geldautomat {C}", "Auszahlung {X}"),
        "own_out": ("Umbuchung an {A}", "Uebertrag {R4}", "An {A}", "Sparen {A}"),
        "own_in": ("Umbuchung von {A}", "Uebertrag {R4}", "Von {A}", "Eingang {A}"),
        "card_out": ("Kreditkartenabrechnung {R}", "Abrechnung Kreditkarte {m}/{y}", "KK {R4}", "Kartenabrechnung"),
        "card_in": ("Einzahlung Danke", "Lastschrifteinzug {m}/{y}", "Ausgleich", "Gutschrift"),
        "fee": ("Entgelt Ruecklastschrift", "Sollzinsen", "Entgelt", "Mahngebuehr"),
        "account_fee": ("Kontofuehrungsentgelt", "Kontoabschluss {d}.{m}.{y}", "Abschluss", "Grundpreis Konto"),
        "returned": ("Ruecklastschrift {P}", "RETOURE {P} {R}", "Rueckgabe {P}", "Storno {P}"),
        "refund": ("Erstattung {P}", "Gutschrift Karte {P} {d}.{m}.", "{P} Retoure", "Storno {P} {S}"),
        "chargeback": ("Reklamation {K}", "Gutschrift Reklamation {P}", "Chargeback {P}", "Rueckbuchung"),
        "interest": ("Habenzinsen", "Zinsgutschrift {m}/{y}", "Zinsen", "Abschluss Zinsen"),
        "card_interest": ("Sollzinsen Karte",) * 4,
        "abroad": ("Kartenzahlung {P} Ausland {d}.{m}.", "{P}//ES", "{P}", "{P} Fremdw. {K}"),
    },
}
TEXT["nl"] = {
    **TEXT["de"],
    "in": ("{P}", "SEPA Overboeking {P} {R}", "Bijschrijving {P}", "{P} {m}-{y}"),
    "regular": ("Periodieke overb. {P}", "Overboeking {P}", "{P}", "Periodiek {P} {M}"),
    "card": ("Betaalautomaat {P} {S} {C} pas 00{D}", "BEA {P},PAS0{D} {C}", "{P} {C}", "{P} {d}-{m}-{y} {C}"),
    "online": ("iDeal {P} {X}", "{P} {K}", "Webwinkel {P}", "{P}"),
    "dd": ("Incasso {P} Machtiging {R}", "SEPA Incasso algemeen doorlopend {P}", "{P} factuur {X}", "{P}"),
    "standing": ("Periodieke overb. {P} huur {M}", "Overboeking {P} huur", "{P} huur", "Periodiek {P}"),
    "transfer": ("Overboeking {P} {X}", "Tikverzoek {P}", "{P} bedankt", "SEPA Overboeking {P}"),
    "credit": ("{P} salaris {M}", "SEPA Overboeking {P} {R}", "Salaris {P} {m}-{y}", "{P}"),
    "atm": ("Geldautomaat {C} pas 00{D}", "GEA {C} {d}.{m}", "Geldopname {X}", "Geldopname {C}"),
    "own_out": ("Naar spaarrekening {A}", "Spaarpot {R4}", "Naar {A}", "Overboeking {A}"),
    "own_in": ("Van betaalrekening {A}", "Van {R4}", "Van {A}", "Overboeking {A}"),
    "account_fee": ("Kosten betaalpakket",) * 4,
    "interest": ("Creditrente", "Rente spaarrekening {y}", "Rente", "Rente {m}"),
    "refund": ("Terugboeking {P}", "Retour {P} {C}", "{P} retour", "Terugbetaling {P}"),
    "returned": ("Storno incasso {P}", "Stornering {P} {R}", "Terugboeking {P}", "Storno {P}"),
    "fee": ("Kosten storno", "Debetrente", "Kosten", "Aanmaningskosten"),
    "abroad": ("Betaalautomaat {P} buitenland", "{P} ESP {d}-{m}", "{P}", "{P} koers {K}"),
}
_ENGLISH = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_GERMAN = "Januar Februar Maerz April Mai Juni Juli August September Oktober November Dezember"
_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
MONTHS = {name: text.split(" ") for name, text in zip(TEXT, (_ENGLISH, _ENGLISH, _GERMAN, _DUTCH), strict=True)}
CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@dataclass(frozen=True, slots=True)
class Bank:
    """What one account's bank prints and tells; ``width`` is the room for a payee, 0 for any."""

    country: str
    family: int
    case: str
    width: int
    tells_balance: bool
    tells_time: bool
    tells_mcc: bool
    tells_merchant: bool
    tells_currency: bool
    books_weekends: bool


def draw_bank(rng: Random, country: str, card: bool = False) -> Bank:
    """Draw the printing of an account."""
    case = (
        rng.choice(("upper", "upper", "as is", "lower")) if country in ("us", "uk") else rng.choice(("as is", "upper"))
    )
    return Bank(
        country,
        rng.randrange(4),
        case,
        rng.choice((0, 0, 0, 25, 18, 12)),
        rng.random() < (0.4 if card else 0.85),
        rng.random() < 0.15,
        rng.random() < (0.6 if card else 0.25),
        rng.random() < 0.15,
        rng.random() < 0.6,
        rng.random() < 0.55,
    )


def describe(bank: Bank, channel: str, payee: str, day: date, rng: Random, ref: str, town: str, other: str) -> str:
    """Print a row. ``day`` is the purchase day, which may lie before the booking."""
    template = TEXT[bank.country][channel][bank.family]
    number = rng.randrange(10**8)
    payee = payee[: bank.width].rstrip() if bank.width else payee
    text = template.format(
        P=payee,
        W=payee.replace(" ", ""),
        C=town,
        S=("#" if bank.country == "us" else "") + ref[:4],
        R=ref,
        R4=ref[-4:],
        X=f"{number:08d}",
        K="".join(CODE[number // 34**place % 34] for place in range(5)),
        L=f"{1000 + number % 9000}",
        D=number % 9,
        M=MONTHS[bank.country][day.month - 1],
        A=other,
        d=f"{day.day:02d}",
        m=f"{day.month:02d}",
        y=day.year % 100,
    )
    return text.upper() if bank.case == "upper" else text.lower() if bank.case == "lower" else text
