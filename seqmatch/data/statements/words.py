"""The words by which statements tell direction, status, totals and the like, in the languages of the lexicon.

All words are compared by :func:`word`: without case, accents, and what is neither letter nor digit nor sign.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=50_000)
def word(text: str) -> str:
    """A word without case, accents and punctuation; ``+`` and ``-`` stay, since some banks print nothing else.

    Example
    -------
    >>> word(" Comptabilisé. ")
    'comptabilise'
    """
    text = text.strip()
    if text in ("+", "-"):
        return text
    apart = unicodedata.normalize(
        "NFKD", text.casefold().replace("ł", "l").replace("ß", "ss").replace("ø", "o").replace("ı", "i")
    )
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip()


def _set(words: str) -> frozenset[str]:
    return frozenset(word(one) for one in re.split(r"[,\n]", words) if one.strip())


OUT = _set(
    """debit, dr, d, db, dbit, dt, deb, debet, debito, withdrawal, purchase, sale, payment out, out, outgoing, expense,
    fee, fees, service charge, srvchg, check, cheque, pos, cash withdrawal, directdebit, direct debit, repeatpmt,
    af, s, soll, belastung, lastschrift, ausgang, abgang, ausgabe, uscita, dare, addebito, cargo, adeudo, retiro,
    salida, gasto, debite, depense, sortie, retrait, saida, despesa, debiteren, uit, obciazenie, wydatek, wn, k,
    terheles, vydaj, odchozi, ut, udgift, belastning, -, расход, списание, gider, borc, 支出, 出金, otto,
    veloitus, χ, χρεωση, дебет,
    money out, paid out, sent, spend, card payment,
    outgoing transfer, ach debit, atm withdrawal"""
)
IN = _set(
    """credit, cr, c, crdt, ct, cred, credito, deposit, refund, return, payment in, in, incoming, income, dep,
    directdep, direct deposit, div, dividend, bij, h, haben, gutschrift, eingang, zugang, einnahme, entrata, avere,
    accredito, abono, ingreso, entrada, deposito, recette, entree, versement, receita, crediteren, uznanie, wplyw,
    ma, jovairas, prijem, prichozi, insattning, indbetaling, +, приход, пополнение, зачисление, gelir,
    alacak, 收入, 入金, pano, hyvitys, π, πιστωση, кредит, money in, paid in, received, cashback, incoming
    transfer, ach credit, topup, top up"""
)
NEUTRAL = _set("neutral, neutraal, neutre, internal, intern, exchange, conversion")
STRICT_OUT = _set(
    "d, dr, db, dt, s, af, dbit, debit, debet, soll, debito, belastung, cargo, dare, wn, -, out, uit, debite"
)
STRICT_IN = _set("c, cr, ct, h, bij, crdt, credit, haben, credito, gutschrift, abono, avere, ma, +, in")
"""Words so plain that a column of nothing else is one of directions, whatever its header."""

KEPT = _set(
    """completed, complete, posted, settled, booked, cleared, success, successful, succeeded, paid, executed,
    processed, done, ok, approved, captured, finished, available, final, reconciled, gebucht, gebuchte, erledigt,
    abgeschlossen, verbucht, ausgefuhrt, valutiert, comptabilise, effectue, execute, termine, traite, completado,
    completada, contabilizado, realizado, realizada, ejecutado, ejecutada, liquidado, eseguito, contabilizzato,
    completato, uitgevoerd, verwerkt, geboekt, voltooid, concluido, efetuado, zaksiegowane, wykonana, zrealizowana,
    rozliczona, zuctovano, bokford, bokfort, genomford, utfort, gennemfort, konyvelt, teljesitett, c, r, x, bookd,
    book, geslaagd, suoritettu, kirjattu, выполнен, исполнен, проведен, проведена, 完了, 交易成功, 支付成功"""
)
LEFT_OUT = _set(
    """pending, authorized, authorised, authorization, processing, in progress, declined, denied, reverted, cancelled,
    canceled, failed, refused, rejected, expired, voided, void, blocked, on hold, hold, held, scheduled, planned,
    unposted, uncleared, awaiting, outstanding, draft, pdng, info, vorgemerkt, vormerkung, ausstehend, offen,
    storniert, abgelehnt, abgebrochen, fehlgeschlagen, in bearbeitung, reserviert, geplant, en attente, en cours, a
    venir, annule, annulee, refuse, refusee, rejete, echoue, prevu, pendiente, rechazado, rechazada, cancelado,
    cancelada, anulado, anulada, fallido, denegada, retenido, in sospeso, in attesa, annullato, rifiutato, non
    contabilizzato, in behandeling, gereserveerd, geweigerd, geannuleerd, mislukt, afgewezen, pendente, recusado,
    oczekujaca, odrzucona, anulowana, w toku, zablokowana, cekajici, zruseno, zamitnuto, reserverad, vantande,
    avbruten, nekad, reservert, reserverat, avvist, afventer, afvist, annulleret, fuggoben, elutasitva,
    torolve, varattu, ruckgangig, renvoye, revertido, revertida, stornato,
    teruggedraaid, estornado, estornada, cofnieta, wycofana, отклонен, отменен, в обработке, 保留中,
    交易关闭"""
)
TOTALS = _set(
    """total, totals, subtotal, sum, summe, gesamt, gesamtsumme, saldo, endsaldo, anfangssaldo, kontostand, balance,
    closing, ending, opening, beginning, starting, solde, somme, totaux, totale, totales, suma, saldo final, soma,
    totaal, eindsaldo, beginsaldo, razem, celkem, zustatek, summa, osszesen"""
)
BALANCES = re.compile(
    r"\b(?:beginning|opening|starting|start|closing|ending|end|previous|new|current|available|ledger) balance\b"
    r"|\bbalance (?:as of|as at|on|brought|carried|b f|c f|forward|at)\b|\b(?:brought|carried) forward\b"
    r"|\b(?:anfangs|end|start|alter |neuer |abschluss)saldo\b|\b(?:alter|neuer|letzter) kontostand\b"
    r"|\bkontostand (?:am|vom|per)\b"
    r"|\b(?:ancien|nouveau) solde\b|\bsolde (?:initial|final|au|precedent)\b"
    r"|\bsaldo (?:inicial|final|anterior|iniziale|finale|vom|am|per|poczatkowe|koncowe)\b"
    r"|\b(?:begin|eind)saldo\b|\bbalance (?:inicial|final)\b"
)
"""A row that tells a balance and no movement, in the form of :func:`word`."""
BRAND = re.compile(r"(?:new|current|available|ledger) balance\b")
"""Words that a shop may be called too; with an amount beside them they tell a balance above or below all rows only."""
BEHIND_BALANCE = re.compile(r"[\d\s]*(?:(?:as of|as at|on|at|am|vom|per|au|al)\b.*)?")


def tells_balance(text: str, at_edge: bool) -> bool:
    """Whether a description, in the form of :func:`word`, is that of a balance and nothing else.

    Example
    -------
    >>> tells_balance("closing balance 31 03 2026", False), tells_balance("new balance toronto", True)
    (True, False)
    """
    found = BALANCES.match(text)
    if found is None or BEHIND_BALANCE.fullmatch(text[found.end() :]) is None:
        return False
    return at_edge or BRAND.match(text) is None


REVERSALS = re.compile(
    r"\b(?:reversal|reversed|reverse|rev|refund|refunded|return|returned|chargeback|storno|stornierung|ruckbuchung|ruckgabe|gutschrift|"
    r"correction|adjustment|annulation|remboursement|devolucion|reembolso|storni|terugboeking|correctie|retour|zwrot|credit)\b"
)
OPENING = _set(
    "opening balance, anfangssaldo, solde initial, saldo inicial, saldo iniziale, beginsaldo, starting balance"
)
YES = _set("true, yes, y, 1, ja, oui, si, sim, tak, ano, pending, vorgemerkt")
